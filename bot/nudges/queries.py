from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.outbox import Fate, OutboxRow
from bot.nudges.kinds import NUDGES


async def waiting_nudges(db: AsyncSession, pair_ids: Collection[int], now: datetime) -> Sequence[OutboxRow]:
    """Those that nobody is sending right now."""
    found = await db.scalars(
        select(OutboxRow).where(
            OutboxRow.pair_id.in_(pair_ids),
            OutboxRow.kind.in_(NUDGES),
            OutboxRow.fate == Fate.WAITING,
            OutboxRow.leased_until.is_(None) | (OutboxRow.leased_until <= now),
        )
    )
    return found.all()
