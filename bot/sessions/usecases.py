from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.changes import changes
from bot.core.outbox import OutboxRow, post
from bot.core.refusals import Refusal
from bot.pairs.queries import PairUp
from bot.pairs.usecases import own_running_pair
from bot.people.model import Person
from bot.sessions.model import Session, SessionState
from bot.sessions.queries import sessions_past

SHORTEST_NOTICE = timedelta(minutes=15)
LONGEST_NOTICE = timedelta(days=120)
PAST_AT_A_TIME = 200


class SessionGone(Refusal):
    def __init__(self) -> None:
        super().__init__("That session is over. Type /mentor agenda for the one that comes next.")


class NoSession(Refusal):
    def __init__(self) -> None:
        super().__init__(
            "You have no coming session with an agenda of yours, so there is nothing to post yet. "
            "You will hear from me as soon as there is one."
        )


class PartnersAgenda(Refusal):
    def __init__(self) -> None:
        super().__init__("Your partner owns the agenda. You can propose a topic under it.")


class OwnAgenda(Refusal):
    def __init__(self) -> None:
        super().__init__("The agenda is yours: you can change it yourself, with /mentor agenda.")


class PartnersCalendar(Refusal):
    def __init__(self) -> None:
        super().__init__(
            "In this program your partner sets the dates. Write to them, and they will move the session for you both."
        )


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


def check_owns_agenda(person: Person, up: PairUp) -> None:
    if person not in up.agenda_owners:
        raise PartnersAgenda


def check_may_propose(person: Person, up: PairUp) -> None:
    """A topic is for whoever owns the agenda; where both do, both change it themselves."""
    if person in up.agenda_owners:
        raise OwnAgenda


def check_may_agree(person: Person, up: PairUp) -> None:
    if up.agenda_owners == (person,):
        raise OwnAgenda


def check_may_move(person: Person, up: PairUp) -> None:
    if person not in up.schedulers:
        raise PartnersCalendar


async def post_agenda(db: AsyncSession, person: Person, session_id: int, text: str, now: datetime) -> Session:
    """Whoever owns the agenda says what it will be about; the partner is told. A second posting replaces the first."""
    session, up = await own_coming_session(db, person, session_id)
    check_owns_agenda(person, up)
    session.agenda = text
    session.agenda_version += 1
    partner = up.partner_of(person.id).slack_id
    await post(db, [_row("agenda_posted", session, up, partner, session.agenda_version, now)], now)
    changes(db).pairs.add(up.pair.id)
    return session


async def agree_to_agenda(
    db: AsyncSession, person: Person, session_id: int, version: int, now: datetime
) -> tuple[Session, PairUp]:
    """The partner finds this posting of the agenda good; its owner is told, once. Raises AgendaChanged."""
    session, up = await own_coming_session(db, person, session_id)
    check_may_agree(person, up)
    if version != session.agenda_version:
        raise AgendaChanged
    session.agreed_version = version
    await post(db, [_row("agenda_agreed", session, up, up.partner_of(person.id).slack_id, version, now)], now)
    return session, up


async def propose_topic(db: AsyncSession, person: Person, session_id: int, text: str, now: datetime) -> Session:
    """Somebody says what they would rather, or also, talk about; their partner is told."""
    session, up = await own_coming_session(db, person, session_id)
    check_may_propose(person, up)
    session.topic = text
    session.topic_version += 1
    partner = up.partner_of(person.id).slack_id
    await post(db, [_row("topic_proposed", session, up, partner, session.topic_version, now)], now)
    return session


async def move_session(
    db: AsyncSession, person: Person, session_id: int, starts_at: datetime, now: datetime
) -> Session:
    """One side moves a session; the other is told. Raises BadTime."""
    session, up = await own_coming_session(db, person, session_id)
    check_may_move(person, up)
    if starts_at < now + SHORTEST_NOTICE:
        raise BadTime("This is in the past, or too soon. Please choose a later time.")
    if starts_at > now + LONGEST_NOTICE:
        raise BadTime("Please choose a time within the next four months.")
    if up.rests_until is not None and starts_at < up.rests_until:
        raise BadTime("One of you is on a break then. Please choose a time after it.")
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


def _row(kind: str, session: Session, up: PairUp, recipient: str, version: int, now: datetime) -> OutboxRow:
    return OutboxRow(
        key=f"{kind}:{session.id}:{version}",
        team_id=up.program.team_id,
        kind=kind,
        recipient=recipient,
        subject_id=session.id,
        due_at=now,
    )
