"""How long the directory takes to answer, with 50,000 people in it who each offer three skills and wish for two.

In this process, from the first statement to the listing, its transaction included: no Slack. Typed as people type:
a name, and a slip of the finger, which has to be compared with every name there is.
"""

import random
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.database import Database, Row
from bot.directory.search import Search
from bot.directory.usecases import find_skill, look_around, look_up
from bot.enrolment.model import Enrolment, Role
from bot.people.model import Person
from bot.programs.model import Program, ProgramLead
from bot.programs.rules.cadence import Cadence
from bot.skills.model import PersonSkill, Side
from bot.skills.rules.catalogue import LABELS
from tests.bench.databases import KINDS
from tests.bench.figures import Figure, of_rounds, spread
from tests.bench.processes import noise

PEOPLE = 50_000
PROGRAMS = 3
OFFERS, WISHES = 3, 2
DEPARTMENTS = 40
TEAM = "T1"

ROUNDS, EACH, WARM_UP = 5, 40, 20
OVERVIEWS = 3  # in a round
MOST_MS = 20.0  # at p50; the promise

Deed = Callable[[AsyncSession, Person, str], Awaitable[object]]


async def measure() -> list[Figure]:
    figures: list[Figure] = []
    for kind, opened in KINDS.items():
        async with opened() as stored:
            await _fill(stored.bot)
            await stored.settle()
            figures += await _measure_on(kind, stored.bot)
    return figures


async def _measure_on(kind: str, url: str) -> list[Figure]:
    deeds = {"search": (_search, EACH), "search with a slip": (_search_with_a_slip, EACH)}
    deeds |= {"filtered page": (_turn_page, EACH), "overview of a lead": (_overview, OVERVIEWS)}
    database = Database(url)
    try:
        for deed, _ in list(deeds.values())[:3]:
            await _round(database, deed, WARM_UP, 0)
        measured: dict[str, list[list[float]]] = {name: [] for name in deeds}
        noises = []
        for number in range(ROUNDS):
            noises.append(noise())
            for name, (deed, times) in deeds.items():
                measured[name].append(await _round(database, deed, times, number + 1))
    finally:
        await database.dispose()
    return [
        *[
            Figure(
                f"{kind}: directory, {name} p50",
                of_rounds(rounds, 50),
                "ms",
                most=None if name.startswith("overview") else MOST_MS,
            )
            for name, rounds in measured.items()
        ],
        Figure(f"{kind}: directory, search p99", of_rounds(measured["search"], 99), "ms"),
        Figure(f"{kind}: directory, machine noise", spread(noises), "times"),
    ]


async def _round(database: Database, deed: Deed, times: int, number: int) -> list[float]:
    """Milliseconds."""
    chance = random.Random(number)
    taken = []
    for label in chance.choices(sorted(LABELS.values()), k=times):
        async with database.session() as db, db.begin():
            lead = await db.get_one(Person, 1)
            started = time.perf_counter()
            await deed(db, lead, label)
        taken.append((time.perf_counter() - started) * 1000)
    return taken


async def _search(db: AsyncSession, lead: Person, typed: str) -> object:
    found = await find_skill(db, TEAM, typed)
    if found.skill is None:
        raise RuntimeError(f"{typed} was not found")
    return await look_up(db, lead, Search(found.skill))


async def _search_with_a_slip(db: AsyncSession, lead: Person, label: str) -> object:
    return await _search(db, lead, f"{label[:3]}{label[4:]}" if len(label) > 5 else label)


async def _turn_page(db: AsyncSession, lead: Person, label: str) -> object:
    slug = next(slug for slug, name in LABELS.items() if name == label)
    return await look_up(db, lead, Search(slug, least=3, page=20))


async def _overview(db: AsyncSession, lead: Person, _typed: str) -> object:
    return await look_around(db, lead)


async def _fill(url: str) -> None:
    """The tables must be empty: what refers to a row by its id counts on ids that begin at 1."""
    chance, now = random.Random(4), datetime.now(UTC)
    tables: list[tuple[type[Row], Iterator[dict[str, Any]]]] = [
        (Program, _programs(now)),
        (Person, _people(chance, now)),
        (ProgramLead, iter([{"program_id": 1, "person_id": 1}])),
        (Enrolment, _enrolments(chance, now)),
        (PersonSkill, _skills(chance)),
    ]
    database = Database(url)
    async with database.engine.begin() as connection:
        for table, rows in tables:
            await connection.execute(insert(table), list(rows))
    await database.dispose()


def _programs(now: datetime) -> Iterator[dict[str, Any]]:
    for number in range(PROGRAMS):
        about = {"name": f"Program {number}", "need": "A need.", "cadence": Cadence.WEEKLY, "session_minutes": 60}
        yield about | {"team_id": TEAM, "created_at": now}


def _people(chance: random.Random, now: datetime) -> Iterator[dict[str, Any]]:
    for number in range(PEOPLE):
        yield {
            "team_id": TEAM,
            "slack_id": f"U0{number:07}",
            "level": chance.randint(1, 7),
            "department": f"Department {chance.randrange(DEPARTMENTS)}",
            "location": "Oslo",
            "met_at": now,
        }


def _enrolments(chance: random.Random, now: datetime) -> Iterator[dict[str, Any]]:
    for number in range(PEOPLE):
        role = chance.choice(list(Role))
        place = {"program_id": chance.randint(1, PROGRAMS), "person_id": number + 1}
        yield place | {"role": role, "enrolled_at": now}


def _skills(chance: random.Random) -> Iterator[dict[str, Any]]:
    slugs = sorted(LABELS)
    for number in range(PEOPLE):
        for slug in chance.sample(slugs, OFFERS):
            offer = {"side": Side.OFFERS, "level": chance.randint(1, 5), "priority": None}
            yield offer | {"person_id": number + 1, "skill": slug}
        for place, slug in enumerate(chance.sample(slugs, WISHES), 1):
            wish = {"side": Side.WISHES, "level": None, "priority": place}
            yield wish | {"person_id": number + 1, "skill": slug}
