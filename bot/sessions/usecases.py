from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.cards import settle_cards
from bot.core.changes import note
from bot.core.outbox import post
from bot.core.pieces import PIECE
from bot.core.refusals import Refusal
from bot.core.sentences import _
from bot.pairs.changes import PairChanged
from bot.pairs.queries import PairUp
from bot.pairs.usecases import own_running_pair
from bot.people.model import Person
from bot.people.rules.hours import is_same_day
from bot.sessions.kinds import AGENDA_AGREED, AGENDA_POSTED, SESSION_MOVED, TOPIC_PROPOSED
from bot.sessions.model import Session
from bot.sessions.queries import coming_sessions, sessions_past
from bot.sessions.rules.calendar import sticks_out
from bot.sessions.rules.lifecycle import SessionState

# Kinds of cards: what says when a session is, and what asks for its agenda or shows it.
DATES = ("session_planned", "session_moved", "agenda_missing", "agenda_posted")
AGENDAS = ("agenda_missing", "agenda_posted")

SHORTEST_NOTICE = timedelta(minutes=15)
LONGEST_NOTICE = timedelta(days=120)


class SessionGone(Refusal):
    def __init__(self) -> None:
        super().__init__(_("That session is over. When you meet next is in /mentor status."))


class NoneComes(Refusal):
    def __init__(self) -> None:
        super().__init__(_("That session is over, and no other one is planned right now. I'll tell you when there is."))


class NoSession(Refusal):
    def __init__(self) -> None:
        super().__init__(_("No session of yours is planned right now. I'll tell you when there is one to prepare."))


class PartnersAgenda(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Your partner sets the agenda. You can propose a topic: /mentor status has the button."))


class OwnAgenda(Refusal):
    def __init__(self) -> None:
        super().__init__(_("The agenda is yours, so you can change it yourself: /mentor agenda."))


class PartnersCalendar(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("In this program your partner sets the dates. Write to them, and they'll move the session for you both.")
        )


class AgendaChanged(Refusal):
    def __init__(self) -> None:
        super().__init__(_("The agenda has changed since. The newest one is in /mentor status."))


class BadTime(Refusal):
    """Its text says what is wrong with the time."""


@dataclass(frozen=True)
class Move:
    """What came of moving a session. Where it would stick out of somebody's hours, it has not been moved yet."""

    session: Session
    up: PairUp
    was: datetime
    outside_for: Sequence[Person] = ()


async def own_session_to_come(db: AsyncSession, person: Person, session_id: int) -> tuple[Session, PairUp]:
    """The session that a button is about, or the one that comes next where that is over. The pair is locked.

    Raises NotYourPair, PairEnded, PartnerLeft, SessionGone, NoneComes.
    """
    session = await db.get(Session, session_id)
    if session is None:
        raise SessionGone
    up = await own_running_pair(db, person, session.pair_id)
    coming = (await coming_sessions(db, [up.pair.id])).get(up.pair.id)
    if coming is None:
        raise NoneComes
    await db.refresh(coming)
    return coming, up


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


async def post_agenda(
    db: AsyncSession, person: Person, session_id: int, text: str, now: datetime
) -> tuple[Session, PairUp]:
    """Whoever owns the agenda says what it will be about; the partner is told. A second posting replaces the first."""
    session, up = await own_coming_session(db, person, session_id)
    check_owns_agenda(person, up)
    session.agenda = text
    session.agenda_version += 1
    settle_cards(db, AGENDAS, [session.id])
    partner = up.partner_of(person.id)
    await post(db, [AGENDA_POSTED.to(partner, session.id, version=session.agenda_version, due=now)], now)
    note(db, PairChanged(up.pair.id))
    return session, up


async def agree_to_agenda(
    db: AsyncSession, person: Person, session_id: int, version: int, now: datetime
) -> tuple[Session, PairUp]:
    """The partner finds this posting of the agenda good; its owner is told, once. Raises AgendaChanged."""
    session, up = await own_coming_session(db, person, session_id)
    check_may_agree(person, up)
    if version != session.agenda_version:
        raise AgendaChanged
    session.agreed_version = version
    settle_cards(db, AGENDAS, [session.id])
    await post(db, [AGENDA_AGREED.to(up.partner_of(person.id), session.id, version=version, due=now)], now)
    return session, up


async def propose_topic(
    db: AsyncSession, person: Person, session_id: int, text: str, now: datetime
) -> tuple[Session, PairUp]:
    """Somebody says what they would rather, or also, talk about; their partner is told."""
    session, up = await own_coming_session(db, person, session_id)
    check_may_propose(person, up)
    session.topic = text
    session.topic_version += 1
    partner = up.partner_of(person.id)
    await post(db, [TOPIC_PROPOSED.to(partner, session.id, version=session.topic_version, due=now)], now)
    return session, up


async def move_session(
    db: AsyncSession, person: Person, session_id: int, starts_at: datetime, now: datetime, *, anyway: bool = False
) -> Move:
    """One side moves a session; the other is told. `anyway`: also out of somebody's hours. Raises BadTime."""
    session, up = await own_coming_session(db, person, session_id)
    check_may_move(person, up)
    if starts_at < now + SHORTEST_NOTICE:
        raise BadTime(_("That's in the past, or too soon. Please choose a later time."))
    if starts_at > now + LONGEST_NOTICE:
        raise BadTime(_("Please choose a time within the next four months."))
    if up.rests_until is not None and starts_at < up.rests_until:
        raise BadTime(_("One of you is on a break then. Please choose a time after it."))
    was, length = session.starts_at, session.ends_at - session.starts_at
    if starts_at == was:
        return Move(session, up, was)
    minutes = int(length.total_seconds() // 60)
    outside_for = [one for one in up.people if sticks_out(starts_at, minutes, one.hours)]
    if outside_for and not anyway:
        return Move(session, up, was, outside_for)
    session.starts_at, session.ends_at, session.called_off_at = starts_at, starts_at + length, None
    session.moves += 1  # moved to and fro, the same time comes again, and is news again
    session.is_on_again = False
    settle_cards(db, DATES, [session.id])
    partner = up.partner_of(person.id)
    is_urgent = is_same_day(now, min(was, starts_at), partner.hours)  # tomorrow morning would be too late
    told = SESSION_MOVED.to(partner, session.id, version=session.moves, due=now, is_urgent=is_urgent)
    await post(db, [told], now)
    note(db, PairChanged(up.pair.id))
    return Move(session, up, was)


async def finish_past_sessions(db: AsyncSession, now: datetime, most: int = PIECE) -> int:
    """Notes that the time of up to so many sessions has passed; their pairs are followed up. Returns how many."""
    past = await sessions_past(db, now, most)
    for session in past:
        session.go(SessionState.OVER)
        note(db, PairChanged(session.pair_id))
    return len(past)
