"""Pairs and sessions made up for tests of rules, without a database."""

from datetime import UTC, datetime, timedelta

from bot.pairs.model import Pair, PairState
from bot.pairs.queries import PairUp
from bot.people.model import Person
from bot.programs.cadence import Cadence
from bot.programs.model import Program
from bot.sessions.model import Session, SessionState

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


def person(number: int, tz: str = "Europe/Oslo", *, is_active: bool = True) -> Person:
    return Person(id=number, team_id="T1", slack_id=f"U{number}", tz=tz, is_active=is_active)


def pair_up(mentor: Person | None = None, mentee: Person | None = None, state: PairState = PairState.ACTIVE) -> PairUp:
    program = Program(
        id=1, team_id="T1", name="Digital natives", need="A need.", cadence=Cadence.WEEKLY, session_minutes=60
    )
    pair = Pair(id=1, program_id=1, mentor_id=1, mentee_id=2, state=state, started_at=NOON)
    return PairUp(pair, mentor or person(1), mentee or person(2), program)


def session(
    number: int,
    starts_at: datetime = NOON,
    state: SessionState = SessionState.PLANNED,
    agenda: str | None = None,
) -> Session:
    return Session(
        id=number,
        pair_id=1,
        number=number,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        state=state,
        agenda=agenda,
        agenda_version=1 if agenda else 0,
        agreed_version=0,
        topic_version=0,
    )
