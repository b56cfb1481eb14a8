"""Pairs and sessions made up for tests of rules, without a database."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.pairs.model import Pair
from bot.pairs.queries import PairUp
from bot.pairs.rules.lifecycle import PairState
from bot.people.model import Person
from bot.programs.model import (
    PARTNER,
    PARTNERS,
    Background,
    DepartmentRule,
    Entry,
    Footing,
    Owner,
    Program,
    Silence,
    Style,
)
from bot.programs.rules.cadence import Cadence
from bot.programs.rules.lifecycle import ProgramState
from bot.sessions.model import Session
from bot.sessions.rules.lifecycle import SessionState

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


def person(number: int, tz: str = "Europe/Oslo", *, is_active: bool = True) -> Person:
    return Person(
        id=number,
        team_id="T1",
        slack_id=f"U{number}",
        tz=tz,
        languages=[],
        work_starts=9,
        work_ends=17,
        work_days="01234",
        is_active=is_active,
    )


def made_program(number: int, name: str, **more: Any) -> Program:
    given = {
        "id": number,
        "team_id": "T1",
        "name": name,
        "need": "A need.",
        "style": Style.INFORMAL,
        "footing": Footing.ROLES,
        "partner_word": PARTNER,
        "partner_plural": PARTNERS,
        "cadence": Cadence.WEEKLY,
        "session_minutes": 60,
        "agenda_owner": Owner.MENTOR,
        "schedule_owner": Owner.BOTH,
        "entry": Entry.OPEN,
        "questions": [],
        "silence": Silence.DECLINES,
        "min_gap": 1,
        "department_rule": DepartmentRule.ANY,
        "min_overlap": 2,
        "needs_language": True,
        "background": Background.ANY,
        "self_chosen": False,
        "weights": {},
        "state": ProgramState.RUNNING,
        "version": 1,
    }
    return Program(**given | more)


def pair_up(mentor: Person | None = None, mentee: Person | None = None, state: PairState = PairState.ACTIVE) -> PairUp:
    program = made_program(1, "Digital natives")
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
