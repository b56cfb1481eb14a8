from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.pairs.model import Pair
from bot.pairs.queries import PairUp, pair_with_id
from bot.pairs.rules.lifecycle import PairState
from bot.sessions.model import Session
from bot.sessions.rules.lifecycle import SessionState


async def sessions_of(db: AsyncSession, pair_ids: Collection[int]) -> dict[int, list[Session]]:
    """All of each pair's sessions, in their order."""
    found = await db.scalars(
        select(Session).where(Session.pair_id.in_(pair_ids)).order_by(Session.pair_id, Session.number)
    )
    by_pair: dict[int, list[Session]] = {pair_id: [] for pair_id in pair_ids}
    for session in found:
        by_pair[session.pair_id].append(session)
    return by_pair


async def coming_sessions(db: AsyncSession, pair_ids: Collection[int]) -> dict[int, Session]:
    """The planned session of each pair that has one, by pair."""
    found = await db.scalars(
        select(Session).where(Session.pair_id.in_(pair_ids), Session.state == SessionState.PLANNED)
    )
    return {session.pair_id: session for session in found}


async def session_with_pair(db: AsyncSession, session_id: int) -> tuple[Session, PairUp]:
    session = await db.get_one(Session, session_id)
    return session, await pair_with_id(db, session.pair_id)


async def sessions_past(db: AsyncSession, now: datetime, most: int) -> Sequence[Session]:
    """Planned ones whose time has passed, the longest ago first.

    Their pairs are locked for whoever asks. A pair is locked before its sessions wherever both are changed, so that no
    two wait for each other; pairs that somebody else is changing are passed by, and come up again.
    """
    found = await db.scalars(
        select(Session)
        .join(Pair, Pair.id == Session.pair_id)
        .where(Session.state == SessionState.PLANNED, Session.ends_at <= now, Pair.state == PairState.ACTIVE)
        .order_by(Session.ends_at, Session.id)
        .limit(most)
        .with_for_update(skip_locked=True, of=Pair)
    )
    return found.all()


async def next_end_of_session(db: AsyncSession) -> datetime | None:
    """When the next planned session is over."""
    return await db.scalar(
        select(func.min(Session.ends_at))
        .join(Pair, Pair.id == Session.pair_id)
        .where(Session.state == SessionState.PLANNED, Pair.state == PairState.ACTIVE)
    )
