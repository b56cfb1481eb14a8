"""Pairs that end, for whatever reason."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.changes import note
from bot.core.kinds import Kind
from bot.core.outbox import AT_ONCE, post
from bot.core.pieces import in_pieces
from bot.enrolment.changes import PartnerNeeded
from bot.pairs.changes import PairChanged
from bot.pairs.model import Pair
from bot.pairs.queries import pairs_with_ids
from bot.pairs.rules.lifecycle import PairState


async def end_pairs(
    db: AsyncSession, pair_ids: Sequence[int], kind: Kind, now: datetime, *, not_told: int | None = None
) -> None:
    """Ends pairs; each side gets a message of that kind, but for the person whose id is `not_told`."""
    for some in in_pieces(pair_ids, AT_ONCE):
        ups = await pairs_with_ids(db, some)
        rows = [kind.to(side, up.pair.id, due=now) for up in ups for side in up.people if side.id != not_told]
        await db.execute(
            update(Pair)
            .where(Pair.id.in_(some))
            .values(state=PairState.ENDED, ended_at=now)
            .execution_options(synchronize_session="evaluate")
        )
        await post(db, rows, now)
        note(db, *(PartnerNeeded(up.program.id) for up in ups))
    note(db, *map(PairChanged, pair_ids))
