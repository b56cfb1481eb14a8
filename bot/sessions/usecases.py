from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.changes import Changes, changes
from bot.core.outbox import AT_ONCE, OutboxRow, post
from bot.core.refusals import Refusal
from bot.pairs.model import Pair, PairState
from bot.pairs.queries import PairUp, pairs_with_ids
from bot.pairs.usecases import own_running_pair
from bot.people.model import Person
from bot.sessions.calendar import first_session, following_session
from bot.sessions.model import PAST, Session, SessionState
from bot.sessions.queries import sessions_of, sessions_past
from bot.sessions.trouble import trouble

SHORTEST_NOTICE = timedelta(minutes=15)
LONGEST_NOTICE = timedelta(days=120)
PAST_AT_A_TIME = 200


class SessionGone(Refusal):
    def __init__(self) -> None:
        super().__init__("That session is over. Type /mentor agenda for the one that comes next.")


class NoSession(Refusal):
    def __init__(self) -> None:
        super().__init__(
            "You have no coming session as a mentor, so there is no agenda to post yet. "
            "You will hear from me as soon as you are paired."
        )


class OnlyTheMentor(Refusal):
    def __init__(self) -> None:
        super().__init__("The mentor owns the agenda. As the mentee you can propose a topic under it.")


class OnlyTheMentee(Refusal):
    def __init__(self) -> None:
        super().__init__("This is for your mentee. As the mentor you can change the agenda yourself.")


class AgendaChanged(Refusal):
    def __init__(self) -> None:
        super().__init__("The agenda has changed since. The newest one is in our direct messages, further down.")


class BadTime(Refusal):
    """Its text says what is wrong with the time."""


async def own_coming_session(db: AsyncSession, person: Person, session_id: int) -> tuple[Session, PairUp]:
    """A planned session of one's own running pair, locked. Raises NotYourPair, PairEnded, SessionGone."""
    session = await db.get(Session, session_id)
    if session is None:
        raise SessionGone
    up = await own_running_pair(db, person, session.pair_id)
    await db.refresh(session)
    if session.state is not SessionState.PLANNED:
        raise SessionGone
    return session, up


def check_is_mentor(person: Person, up: PairUp) -> None:
    if person.id != up.mentor.id:
        raise OnlyTheMentor


def check_is_mentee(person: Person, up: PairUp) -> None:
    if person.id != up.mentee.id:
        raise OnlyTheMentee


async def post_agenda(db: AsyncSession, person: Person, session_id: int, text: str, now: datetime) -> Session:
    """The mentor says what the session will be about; the mentee is told. A second posting replaces the first."""
    session, up = await own_coming_session(db, person, session_id)
    check_is_mentor(person, up)
    session.agenda = text
    session.agenda_version += 1
    await post(db, [_row("agenda_posted", session, up, up.mentee.slack_id, session.agenda_version, now)], now)
    changes(db).pairs.add(up.pair.id)
    return session


async def agree_to_agenda(
    db: AsyncSession, person: Person, session_id: int, version: int, now: datetime
) -> tuple[Session, PairUp]:
    """The mentee finds this posting of the agenda good; the mentor is told, once. Raises AgendaChanged."""
    session, up = await own_coming_session(db, person, session_id)
    check_is_mentee(person, up)
    if version != session.agenda_version:
        raise AgendaChanged
    session.agreed_version = version
    await post(db, [_row("agenda_agreed", session, up, up.mentor.slack_id, version, now)], now)
    return session, up


async def propose_topic(db: AsyncSession, person: Person, session_id: int, text: str, now: datetime) -> Session:
    """The mentee says what they would rather, or also, talk about; the mentor is told."""
    session, up = await own_coming_session(db, person, session_id)
    check_is_mentee(person, up)
    session.topic = text
    session.topic_version += 1
    await post(db, [_row("topic_proposed", session, up, up.mentor.slack_id, session.topic_version, now)], now)
    return session


async def move_session(
    db: AsyncSession, person: Person, session_id: int, starts_at: datetime, now: datetime
) -> Session:
    """Either side moves a session; the other is told. Raises BadTime."""
    session, up = await own_coming_session(db, person, session_id)
    if starts_at < now + SHORTEST_NOTICE:
        raise BadTime("This is in the past, or too soon. Please choose a later time.")
    if starts_at > now + LONGEST_NOTICE:
        raise BadTime("Please choose a time within the next four months.")
    if starts_at == session.starts_at:
        return session
    length = session.ends_at - session.starts_at
    session.starts_at, session.ends_at = starts_at, starts_at + length
    partner = up.partner_of(person.id).slack_id
    await post(db, [_row("session_moved", session, up, partner, int(starts_at.timestamp()), now)], now)
    changes(db).pairs.add(up.pair.id)
    return session


async def finish_past_sessions(db: AsyncSession, now: datetime) -> int:
    """Notes that the time of sessions has passed; their pairs are followed up. Returns how many."""
    past = await sessions_past(db, now, PAST_AT_A_TIME)
    for session in past:
        session.state = SessionState.OVER
        changes(db).pairs.add(session.pair_id)
    return len(past)


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
    planned = [session for session in sessions if session.state is SessionState.PLANNED]
    if up.pair.state is PairState.ENDED:
        for session in planned:
            session.state = SessionState.DROPPED
    elif not planned and up.is_running:
        session = _next_session(up, sessions, now)
        db.add(session)
        await db.flush()
        await post(db, [_row("session_planned", session, up, up.group, 0, now)], now)
    _summarise(up, sessions)


def _next_session(up: PairUp, sessions: Sequence[Session], now: datetime) -> Session:
    minutes = up.program.session_minutes
    if sessions:
        starts_at = following_session(
            sessions[-1].starts_at, now, up.program.cadence, up.mentor.tz, up.mentee.tz, minutes
        )
    else:
        starts_at = first_session(up.pair.started_at, up.mentor.tz, up.mentee.tz, minutes)
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
    up.pair.with_agenda = sum(s.agenda is not None for s in sessions)
    up.pair.trouble = trouble(up, past)


def _row(kind: str, session: Session, up: PairUp, recipient: str, version: int, now: datetime) -> OutboxRow:
    return OutboxRow(
        key=f"{kind}:{session.id}:{version}",
        team_id=up.program.team_id,
        kind=kind,
        recipient=recipient,
        subject_id=session.id,
        due_at=now,
    )
