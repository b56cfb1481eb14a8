"""Keeps a pair's sessions in line with the pair: what follows whenever a pair, or somebody in it, changes."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.changes import Changes, changes
from bot.core.outbox import AT_ONCE, OutboxRow, post
from bot.pairs.model import Pair
from bot.pairs.queries import PairUp, pairs_with_ids
from bot.sessions.calendar import NOTICE, first_session, following_session
from bot.sessions.model import PAST, Session, SessionState
from bot.sessions.queries import sessions_of
from bot.sessions.trouble import trouble


async def follow_pairs(db: AsyncSession, noted: Changes, now: datetime) -> None:
    """Brings each changed pair's sessions in line: one planned while it runs, none once it ended; counts anew."""
    ids = sorted(noted.pairs)
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        await db.execute(select(Pair.id).where(Pair.id.in_(some)).order_by(Pair.id).with_for_update())
        sessions = await sessions_of(db, some)
        for up in await pairs_with_ids(db, some):
            await _follow(db, up, sessions[up.pair.id], now)


async def _follow(db: AsyncSession, up: PairUp, sessions: list[Session], now: datetime) -> None:
    changes(db).programs.add(up.program.id)
    _drop_what_cannot_be(up, sessions, now)
    if up.is_running and not any(session.state is SessionState.PLANNED for session in sessions):
        await _plan(db, up, sessions, now)
    _summarise(up, sessions)


async def _plan(db: AsyncSession, up: PairUp, sessions: list[Session], now: datetime) -> None:
    last = sessions[-1] if sessions else None
    dropped = last if last is not None and last.state is SessionState.DROPPED else None
    if dropped is not None and dropped.starts_at > max(now, up.rests_until or now):
        dropped.state = SessionState.PLANNED  # what stood in its way is gone
        await post(db, [_planned(dropped, up, now, again=True)], now)
        return
    session = _next_session(up, sessions, now)
    if not up.may_meet_on(session.starts_at):
        return
    if dropped is not None:  # what was prepared for it is not lost
        session.agenda, session.agenda_version, dropped.agenda, dropped.agenda_version = (
            dropped.agenda,
            min(dropped.agenda_version, 1),
            None,
            0,
        )
        session.topic, session.topic_version, dropped.topic = dropped.topic, dropped.topic_version, None
    db.add(session)
    sessions.append(session)
    await db.flush()
    await post(db, [_planned(session, up, now)], now)


def _drop_what_cannot_be(up: PairUp, sessions: Sequence[Session], now: datetime) -> None:
    """The planned session of a pair that has ended, or lost somebody, or of which somebody is on a break then."""
    for session in sessions:
        rests = up.rests_until is not None and session.starts_at < up.rests_until
        is_coming = session.starts_at > now  # what has begun is finished, and asked about
        if session.state is SessionState.PLANNED and (up.has_ended or (is_coming and (rests or not up.is_running))):
            session.state = SessionState.DROPPED


def _next_session(up: PairUp, sessions: Sequence[Session], now: datetime) -> Session:
    minutes, mentor, mentee = up.program.session_minutes, up.mentor.hours, up.mentee.hours
    earliest = max(now, up.rests_until or now)
    if sessions:
        starts_at = following_session(sessions[-1].starts_at, earliest, up.program.cadence, mentor, mentee, minutes)
    else:
        starts_at = first_session(max(earliest, up.season_starts - NOTICE), mentor, mentee, minutes)
    return Session(
        pair_id=up.pair.id,
        number=len(sessions) + 1,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
    )


def _summarise(up: PairUp, sessions: Sequence[Session]) -> None:
    past = [s for s in sessions if s.state in PAST]
    up.pair.over = len(past)
    up.pair.held = sum(s.state is SessionState.HELD for s in past)
    up.pair.with_agenda = sum(s.agenda_version > 0 for s in sessions)  # still counted once its words are erased
    up.pair.trouble = trouble(up, past)


def _planned(session: Session, up: PairUp, now: datetime, *, again: bool = False) -> OutboxRow:
    return OutboxRow(
        key=f"session_planned:{session.id}:{int(now.timestamp()) if again else 0}",
        team_id=up.program.team_id,
        kind="session_planned",
        recipient=up.group,
        subject_id=session.id,
        due_at=now,
    )
