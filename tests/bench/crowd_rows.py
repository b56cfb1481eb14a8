"""A crowd for the search, as rows: a program, its lead, and people who have signed up. The same ones at every run.

Their ids are far from those that the database gives out, so that whatever else is there is not in their way.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from bot.core.database import Database, Row
from bot.enrolment.model import Enrolment, Role
from bot.matching.search.engine.model import Task
from bot.people.model import Person
from bot.programs.model import Program, ProgramLead
from bot.programs.rules.cadence import Cadence
from bot.skills.model import PersonSkill, Side

TEAM, LEAD, PROGRAM = "T1", 1_000_000, 1_000_000
FIRST = LEAD + 1  # id of the first mentor, after the lead's; mentees come after the mentors

Values = dict[str, Any]


async def settle_crowd(url: str, task: Task, now: datetime) -> None:
    rows = _Rows(task, now)
    tables: list[tuple[type[Row], Iterator[Values]]] = [
        (Person, rows.people()),
        (Program, rows.program()),
        (ProgramLead, iter([{"program_id": PROGRAM, "person_id": LEAD}])),
        (Enrolment, rows.enrolments()),
        (PersonSkill, rows.skills()),
    ]
    database = Database(url)
    async with database.engine.begin() as connection:
        for table, some in tables:
            await connection.execute(insert(table), list(some))
    await database.dispose()


class _Rows:
    def __init__(self, task: Task, now: datetime) -> None:
        self._task, self._now = task, now
        self._candidates = (*task.mentors, *task.mentees)
        self._ids = {one.id: FIRST + place for place, one in enumerate(self._candidates)}

    def people(self) -> Iterator[Values]:
        yield {
            "id": LEAD, "team_id": TEAM, "slack_id": _slack_id(LEAD), "tz": "Europe/Oslo", "level": 5,
            "department": "People", "location": "Oslo", "languages": ["en"], "manager_id": None, "met_at": self._now,
        }  # fmt: skip
        for one in self._candidates:
            manager = self._task.managers.get(one.id)
            yield {
                "id": self._ids[one.id],
                "team_id": TEAM,
                "slack_id": _slack_id(self._ids[one.id]),
                "tz": one.timezone,
                "level": one.level,
                "department": one.department,
                "location": one.location,
                "languages": sorted(one.languages),
                "manager_id": None if manager is None else self._ids.get(manager, LEAD),
                "met_at": self._now,
            }

    def program(self) -> Iterator[Values]:
        rules = self._task.rules
        yield {
            "id": PROGRAM,
            "team_id": TEAM,
            "name": "Digital natives",
            "need": "We sell lamps to people under 30 and do not know how they choose.",
            "cadence": Cadence.EVERY_TWO_WEEKS,
            "session_minutes": 60,
            "min_gap": rules.min_gap,
            "min_overlap": int(rules.min_overlap),
            "created_at": self._now,
        }

    def enrolments(self) -> Iterator[Values]:
        roles = [Role.MENTOR] * len(self._task.mentors) + [Role.MENTEE] * len(self._task.mentees)
        for one, role in zip(self._candidates, roles, strict=True):
            place = {"program_id": PROGRAM, "person_id": self._ids[one.id], "role": role, "capacity": one.capacity}
            yield place | {"enrolled_at": self._now}

    def skills(self) -> Iterator[Values]:
        for one in self._candidates:
            person = self._ids[one.id]
            for skill, level in one.offers.items():
                offer = {"side": Side.OFFERS, "level": level, "priority": None}
                yield offer | {"person_id": person, "skill": skill}
            for skill, priority in one.wishes.items():
                wish = {"side": Side.WISHES, "level": None, "priority": priority}
                yield wish | {"person_id": person, "skill": skill}


def _slack_id(number: int) -> str:
    return f"U0{number:07}"
