from collections.abc import Collection
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.changes import Noted, follows
from bot.core.outbox import NewRow, OutboxRow, post
from bot.core.pieces import in_pieces
from bot.feedback.queries import answered
from bot.nudges.kinds import NUDGES
from bot.nudges.queries import waiting_nudges
from bot.nudges.rules.nudges import Nudge, nudges_for
from bot.pairs.changes import PairChanged
from bot.pairs.queries import PairUp, pairs_with_ids
from bot.sessions.queries import session_with_pair, sessions_of


@follows(PairChanged)
async def derive_nudges(db: AsyncSession, noted: Noted, now: datetime) -> None:
    """Makes the waiting nudges of each changed pair what its state calls for."""
    for some in in_pieces(sorted(change.pair_id for change in noted.of(PairChanged))):
        await _derive(db, some, now)


async def still_called_for(db: AsyncSession, row: OutboxRow, now: datetime) -> PairUp | None:
    """The pair, if its state still calls for this nudge."""
    _, up = await session_with_pair(db, row.subject_id)
    wanted = await _wanted(db, [up], now)
    return up if any(nudge.identity == row.identity for _, nudge in wanted) else None


async def _derive(db: AsyncSession, pair_ids: Collection[int], now: datetime) -> None:
    ups = await pairs_with_ids(db, pair_ids)
    wanted = {nudge.identity: (up, nudge) for up, nudge in await _wanted(db, ups, now)}
    for row in await waiting_nudges(db, pair_ids, now):
        if row.identity in wanted:
            row.move(wanted.pop(row.identity)[1].due_at)
        else:
            await db.delete(row)
    await db.flush()
    await post(db, [_row(up, nudge) for up, nudge in wanted.values()], now)


async def _wanted(db: AsyncSession, ups: Collection[PairUp], now: datetime) -> list[tuple[PairUp, Nudge]]:
    sessions = await sessions_of(db, [up.pair.id for up in ups])
    given = await answered(db, [session.id for some in sessions.values() for session in some[-2:]])
    return [(up, nudge) for up in ups for nudge in nudges_for(up, sessions[up.pair.id], given, now)]


def _row(up: PairUp, nudge: Nudge) -> NewRow:
    kind = NUDGES[nudge.kind]
    return kind.to(nudge.person, nudge.session_id, version=nudge.version, due=nudge.due_at, pair_id=up.pair.id)
