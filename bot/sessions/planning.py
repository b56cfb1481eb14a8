"""Keeps a pair's sessions in line with the pair: what follows whenever a pair, or somebody in it, changes."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.cards import settle_cards
from bot.core.changes import Noted, follows, note
from bot.core.outbox import NewRow, post
from bot.core.pieces import in_pieces
from bot.pairs.changes import PairChanged
from bot.pairs.model import Pair
from bot.pairs.queries import PairUp, pairs_with_ids
from bot.programs.changes import ProgramChanged
from bot.sessions.kinds import SESSION_PLANNED
from bot.sessions.model import Session
from bot.sessions.queries import sessions_of
from bot.sessions.rules.calendar import NOTICE, first_session, following_session
from bot.sessions.rules.lifecycle import PAST, SessionState
from bot.sessions.rules.trouble import trouble
from bot.sessions.usecases import DATES


@follows(PairChanged)
async def follow_pairs(db: AsyncSession, noted: Noted, now: datetime) -> None:
    """Brings each changed pair's sessions in line: one planned while it runs, none once it ended; counts anew."""
    for some in in_pieces(sorted(change.pair_id for change in noted.of(PairChanged))):
        await db.execute(select(Pair.id).where(Pair.id.in_(some)).order_by(Pair.id).with_for_update())
        sessions = await sessions_of(db, some)
        ups = await pairs_with_ids(db, some)
        new_dates = [(session, up) for up in ups for session in _follow(db, up, sessions[up.pair.id], now)]
        await db.flush()  # a session that is told of needs its id
        await post(db, [_planned(session, up, now) for session, up in new_dates], now)


def _follow(db: AsyncSession, up: PairUp, sessions: list[Session], now: datetime) -> list[Session]:
    """Returns those whose date both are to hear of."""
    new_dates: list[Session] = []
    note(db, ProgramChanged(up.program.id))
    coming = next((session for session in sessions if session.state is SessionState.PLANNED), None)
    if coming is not None and (up.has_ended or (not up.is_running and coming.starts_at > now)):
        _drop(db, coming)  # what has begun is finished, and asked about
    elif coming is not None and up.is_running:
        new_dates = _keep_clear_of_breaks(db, up, coming, now)
    elif up.is_running:
        new_dates = _plan(db, up, sessions, now)
    if up.has_ended:
        settle_cards(db, ["check_in"], [session.id for session in sessions if session.state in PAST][-1:])
    _summarise(up, sessions)
    return new_dates


def _plan(db: AsyncSession, up: PairUp, sessions: list[Session], now: datetime) -> list[Session]:
    last = sessions[-1] if sessions else None
    dropped = last if last is not None and last.state is SessionState.DROPPED else None
    if dropped is not None and dropped.starts_at > max(now, up.rests_until or now):
        dropped.go(SessionState.PLANNED)  # what stood in its way is gone
        settle_cards(db, DATES, [dropped.id])
        return [_told_anew(dropped, again=True)]
    session = _next_session(up, sessions, now)
    if not up.may_meet_on(session.starts_at):
        return []
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
    return [session]


def _keep_clear_of_breaks(db: AsyncSession, up: PairUp, session: Session, now: datetime) -> list[Session]:
    """A session that would begin during a break is moved behind it, and comes back when the break ends early.

    It is the same session, so its agenda, and every button that was ever shown with it, go along.
    """
    earliest = max(now, up.rests_until or now)
    if session.starts_at <= now or (session.called_off_at is None and session.starts_at >= earliest):
        return []
    meant_for = session.called_off_at or session.starts_at
    starts_at = meant_for if meant_for >= earliest else _following(up, meant_for, earliest)
    if starts_at != meant_for and not up.may_meet_on(starts_at):
        starts_at = session.starts_at  # no new dates are made any more
        if starts_at < earliest:
            _drop(db, session)
            return []
    session.called_off_at = meant_for if earliest > now else None  # once nobody is away, it stays where it is
    if starts_at == session.starts_at:
        return []
    _set_start(session, starts_at)
    settle_cards(db, DATES, [session.id])
    return [_told_anew(session, again=starts_at == meant_for)]


def _drop(db: AsyncSession, session: Session) -> None:
    """Should it be taken up again, then at the time it was meant for."""
    session.go(SessionState.DROPPED)
    settle_cards(db, DATES, [session.id])
    if session.called_off_at is not None:
        _set_start(session, session.called_off_at)
        session.called_off_at = None


def _set_start(session: Session, starts_at: datetime) -> None:
    session.starts_at, session.ends_at = starts_at, starts_at + (session.ends_at - session.starts_at)


def _following(up: PairUp, last: datetime, earliest: datetime) -> datetime:
    minutes, mentor, mentee = up.program.session_minutes, up.mentor.hours, up.mentee.hours
    return following_session(last, earliest, up.program.cadence, mentor, mentee, minutes)


def _next_session(up: PairUp, sessions: Sequence[Session], now: datetime) -> Session:
    minutes, mentor, mentee = up.program.session_minutes, up.mentor.hours, up.mentee.hours
    earliest = max(now, up.rests_until or now)
    if sessions:
        starts_at = _following(up, sessions[-1].starts_at, earliest)
    else:
        starts_at = first_session(max(earliest, up.season_starts - NOTICE), mentor, mentee, minutes)
    return Session(
        pair_id=up.pair.id,
        number=len(sessions) + 1,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        agenda_version=0,  # as it will be stored
    )


def _summarise(up: PairUp, sessions: Sequence[Session]) -> None:
    past = [s for s in sessions if s.state in PAST]
    up.pair.over = len(past)
    up.pair.held = sum(s.state is SessionState.HELD for s in past)
    up.pair.with_agenda = sum(s.agenda_version > 0 for s in sessions)  # still counted once its words are erased
    up.pair.trouble = trouble([s.state for s in past], has_ended=up.has_ended, is_running=up.is_running)


def _planned(session: Session, up: PairUp, now: datetime) -> NewRow:
    return SESSION_PLANNED.to(up.group, session.id, version=session.moves, due=now)


def _told_anew(session: Session, *, again: bool) -> Session:
    """`again`: it takes place after all, as it was to; else at another time than they heard of last."""
    session.moves += 1
    session.is_on_again = again
    return session
