"""Slack does not open a conversation for a pair: each of the two hears it alone, and their leads hear why."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.kinds import Address, Kind
from bot.core.outbox import OutboxRow, post
from bot.enrolment.unreached import TOLD_AGAIN_AFTER, leads_told_unreached
from bot.pairs.kinds import PAIR_UNREACHED
from bot.pairs.queries import pair_with_id
from bot.programs.queries import leads_of


async def each_told(db: AsyncSession, kind: Kind, row: OutboxRow, pair_id: int, now: datetime) -> None:
    """Where one of them is not reached alone either, the leads hear that, too."""
    if "," not in row.recipient:
        await leads_told_unreached(db, row, now)
        return
    each = [Address(row.team_id, slack_id) for slack_id in row.recipient.split(",")]
    await post(db, [kind.to(one, row.subject_id, version=row.version, due=now) for one in each], now)
    await _tell_leads(db, pair_id, now)


async def _tell_leads(db: AsyncSession, pair_id: int, now: datetime) -> None:
    up = await pair_with_id(db, pair_id)
    if not up.is_running or (up.pair.unreached_at is not None and now - up.pair.unreached_at < TOLD_AGAIN_AFTER):
        return
    up.pair.unreached_at = now
    leads = await leads_of(db, up.program.id)
    await post(db, [PAIR_UNREACHED.to(lead, pair_id, version=now.toordinal(), due=now) for lead in leads], now)
