"""A program with 10,000 pairs, some months old, written straight into the tables. The same one at every run.

People are counted from 0: 2n is the mentor and 2n + 1 the mentee of pair n; the leads come after all of them.
The tables must be empty: what refers to a row by its id counts on ids that begin at 1.
"""

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from bot.core.database import Database, Row
from bot.core.deliveries import Delivery
from bot.core.outbox import Fate, OutboxRow
from bot.enrolment.model import Enrolment, Role
from bot.feedback.model import CheckIn
from bot.feedback.rules.verdict import TookPlace
from bot.nudges.rules.nudges import AGENDA_MISSING, CHECK_IN
from bot.pairs.model import Pair
from bot.pairs.rules.lifecycle import Trouble
from bot.people.model import Person
from bot.programs.model import Program, ProgramLead
from bot.programs.rules.cadence import Cadence
from bot.sessions.model import Session
from bot.sessions.rules.lifecycle import SessionState
from bot.skills.model import PersonSkill, Side
from bot.skills.rules.catalogue import LABELS
from bot.workspaces.model import Workspace

PAIRS = 10_000
PEOPLE = 2 * PAIRS
LEADS = 5
DELIVERIES = 20_000  # of the last two days

PAST = (1, 2, 2, 3)  # sessions so far, one of these for each pair; one more is planned
LENGTH = timedelta(hours=1)
EVERY = timedelta(days=14)
ONE_IN = {Trouble.LEFT: 100, Trouble.NOT_MEETING: 33}  # pairs
AGENDA = "Three videos that people of my age shared last week, and why. Then your questions, as many as you like. " * 3
ZONES = ("Europe/Oslo", "Europe/Berlin", "America/New_York", "Asia/Singapore")
DEPARTMENTS = ("Marketing", "Sales", "Finance", "Engineering", "People", "Operations")

Values = dict[str, Any]


def slack_id(number: int) -> str:
    return f"U0{number:07}"


async def settle_in(url: str, team_id: str, now: datetime) -> None:
    """Fills the database. Nothing in it is due before tomorrow."""
    program = _Program(team_id, now)
    tables: list[tuple[type[Row], Iterator[Values]]] = [
        (Workspace, iter([{"team_id": team_id, "bot_user_id": "U0BOT", "installed_at": now}])),
        (Person, program.people()),
        (Program, program.itself()),
        (ProgramLead, program.leads()),
        (Enrolment, program.enrolments()),
        (PersonSkill, program.skills()),
        (Pair, program.pairs()),
        (Session, program.sessions()),
        (CheckIn, program.check_ins()),
        (OutboxRow, program.outbox()),
        (Delivery, program.deliveries()),
    ]
    database = Database(url)
    async with database.engine.begin() as connection:
        for table, rows in tables:
            await connection.execute(insert(table), list(rows))
    await database.dispose()


@dataclass(frozen=True)
class _History:
    """How a pair has done. Sessions are (starts_at, state, agenda), the planned one last."""

    trouble: Trouble | None
    sessions: list[tuple[datetime, SessionState, str | None]]


@dataclass
class _Program:
    team_id: str
    now: datetime
    chance: random.Random = field(default_factory=lambda: random.Random(2))

    def __post_init__(self) -> None:
        self.histories = [self._history(number) for number in range(PAIRS)]

    def people(self) -> Iterator[Values]:
        for number in range(PEOPLE + LEADS):
            is_mentor = number % 2 == 0
            has_left = is_mentor and number < PEOPLE and self.histories[number // 2].trouble is Trouble.LEFT
            yield {
                "team_id": self.team_id,
                "slack_id": slack_id(number),
                "tz": self.chance.choice(ZONES),
                "level": self.chance.randint(1, 3) if is_mentor else self.chance.randint(4, 7),
                "department": self.chance.choice(DEPARTMENTS),
                "is_active": not has_left,
                "met_at": self.now,
            }

    def itself(self) -> Iterator[Values]:
        yield {
            "team_id": self.team_id,
            "name": "Digital natives",
            "need": "We sell lamps to people under 30 and do not know how they choose.",
            "cadence": Cadence.EVERY_TWO_WEEKS,
            "session_minutes": 60,
            "created_at": self.now,
        }

    def leads(self) -> Iterator[Values]:
        return ({"program_id": 1, "person_id": PEOPLE + lead + 1} for lead in range(LEADS))

    def enrolments(self) -> Iterator[Values]:
        for number in range(PEOPLE):
            role = Role.MENTEE if number % 2 else Role.MENTOR
            yield {"program_id": 1, "person_id": number + 1, "role": role, "enrolled_at": self.now}

    def skills(self) -> Iterator[Values]:
        slugs = sorted(LABELS)
        for number in range(PEOPLE):
            side = Side.WISHES if number % 2 else Side.OFFERS
            for slug in self.chance.sample(slugs, 3):
                yield {"person_id": number + 1, "side": side, "skill": slug}

    def pairs(self) -> Iterator[Values]:
        for number, history in enumerate(self.histories):
            states = [state for _, state, _ in history.sessions]
            yield {
                "program_id": 1,
                "mentor_id": 2 * number + 1,
                "mentee_id": 2 * number + 2,
                "started_at": history.sessions[0][0] - timedelta(days=7),
                "held": states.count(SessionState.HELD),
                "over": len(states) - 1,
                "with_agenda": sum(agenda is not None for *_, agenda in history.sessions),
                "trouble": history.trouble,
            }

    def sessions(self) -> Iterator[Values]:
        for pair, history in enumerate(self.histories):
            for number, (starts_at, state, agenda) in enumerate(history.sessions):
                version = 0 if agenda is None else 1
                yield {
                    "pair_id": pair + 1,
                    "number": number + 1,
                    "starts_at": starts_at,
                    "ends_at": starts_at + LENGTH,
                    "state": state,
                    "agenda": agenda,
                    "agenda_version": version,
                    "agreed_version": version if state is SessionState.HELD else 0,
                }

    def check_ins(self) -> Iterator[Values]:
        """Both sides of every session that took place said so."""
        for session, (pair, (starts_at, state, _)) in enumerate(self._all_sessions()):
            if state is SessionState.HELD:
                for person in (2 * pair + 1, 2 * pair + 2):
                    yield {
                        "session_id": session + 1,
                        "person_id": person,
                        "answer": TookPlace.YES,
                        "answered_at": starts_at + LENGTH,
                    }

    def outbox(self) -> Iterator[Values]:
        """Each pair's introduction, sent long ago, and the nudges about its coming session, waiting."""
        for number in range(PAIRS):
            sent = self._message("introduction", number, number, 0, self.now)
            yield sent | {"fate": Fate.SENT, "attempts": 1, "settled_at": self.now}
        for session, (pair, (starts_at, state, agenda)) in enumerate(self._all_sessions()):
            if state is SessionState.PLANNED:
                if agenda is None:
                    yield self._message(AGENDA_MISSING, session, pair, 0, starts_at - timedelta(days=1))
                for side in (0, 1):
                    yield self._message(CHECK_IN, session, pair, side, starts_at + LENGTH)

    def deliveries(self) -> Iterator[Values]:
        for number in range(DELIVERIES):
            yield {"key": f"envelope:stored-{number}", "seen_at": self.now - timedelta(seconds=number)}

    def _history(self, number: int) -> _History:
        trouble = next((trouble for trouble, one_in in ONE_IN.items() if number % one_in == 0), None)
        count = 2 if trouble is Trouble.NOT_MEETING else self.chance.choice(PAST)
        planned = self.now + timedelta(days=self.chance.randint(3, 13), hours=self.chance.randint(0, 8))
        state = SessionState.MISSED if trouble is Trouble.NOT_MEETING else SessionState.HELD
        past = [(planned - EVERY * back, state, self._agenda(0.7)) for back in range(count, 0, -1)]
        return _History(trouble, [*past, (planned, SessionState.PLANNED, self._agenda(0.3))])

    def _agenda(self, probability: float) -> str | None:
        return AGENDA if self.chance.random() < probability else None

    def _all_sessions(self) -> Iterator[tuple[int, tuple[datetime, SessionState, str | None]]]:
        """With the number of their pair, in the order in which they are stored."""
        return itertools.chain.from_iterable(
            ((pair, session) for session in history.sessions) for pair, history in enumerate(self.histories)
        )

    def _message(self, kind: str, subject: int, pair: int, side: int, due_at: datetime) -> Values:
        return {
            "key": f"{kind}:{subject + 1}:{side}",
            "team_id": self.team_id,
            "kind": kind,
            "recipient": slack_id(2 * pair + side),
            "subject_id": subject + 1,
            "pair_id": pair + 1,
            "due_at": due_at,
            "fate": Fate.WAITING,
            "attempts": 0,
            "settled_at": None,
        }
