"""Whom a search chooses from, and by which rules: out of the tables, a few hundred people at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.enrolment.model import Enrolment, Role
from bot.enrolment.queries import enrolled_people
from bot.matching.engine.model import Candidate, Rules, Task
from bot.matching.engine.passing import SLICE
from bot.offers.model import OfferState
from bot.offers.queries import everybody_offered, places_in_use
from bot.pairs.queries import everybody_paired
from bot.people.model import Person
from bot.people.queries import managers_of_everybody
from bot.programs.model import Program
from bot.skills.queries import offers_and_wishes

People = tuple[list[Candidate], list[Candidate]]  # mentors, mentees


@dataclass(frozen=True)
class Pool:
    """`task` has everything but people; `taken` is how many partners somebody has already, or is offered."""

    program_id: int
    task: Task
    taken: Mapping[int, int]


async def pool_of(db: AsyncSession, program: Program, now: datetime) -> Pool:
    paired = await everybody_paired(db, program.id)
    offered = await everybody_offered(db, program.id)
    asked = [(mentor, mentee) for mentor, mentee, state in offered if state is not OfferState.WITHDRAWN]
    rules = Rules(
        min_gap=program.min_gap,
        min_overlap=program.min_overlap,
        needs_language=program.needs_language,
        department=program.department_rule.value,
        background=program.background.value,
    )
    task = Task(
        (),
        (),
        now.date(),
        rules,
        managers=await managers_of_everybody(db, program.team_id),
        never=frozenset([*((mentor, mentee) for mentor, mentee, _ in paired), *asked]),
    )
    return Pool(program.id, task, await places_in_use(db, program.id))


async def people_after(db: AsyncSession, pool: Pool, last: int) -> tuple[People, int | None]:
    """Those with a place free among the next few hundred after that id, and the id to go on from; None at the end."""
    enrolled = await enrolled_people(db, pool.program_id, after=last, most=SLICE)
    said = await offers_and_wishes(db, [person.id for _, person in enrolled])
    mentors: list[Candidate] = []
    mentees: list[Candidate] = []
    for enrolment, person in enrolled:
        places = enrolment.capacity - pool.taken.get(person.id, 0)
        if places > 0:
            side = mentors if enrolment.role is Role.MENTOR else mentees
            side.append(_candidate(enrolment, person, places, *said[person.id]))
    return (mentors, mentees), enrolled[-1][1].id if len(enrolled) == SLICE else None


async def whole_task(db: AsyncSession, pool: Pool) -> Task:
    """With everybody in it, for a look that needs no search."""
    mentors: list[Candidate] = []
    mentees: list[Candidate] = []
    last: int | None = 0
    while last is not None:
        people, last = await people_after(db, pool, last)
        mentors += people[0]
        mentees += people[1]
    return replace(pool.task, mentors=tuple(mentors), mentees=tuple(mentees))


def _candidate(
    enrolment: Enrolment, person: Person, places: int, offers: dict[str, int], wishes: dict[str, int]
) -> Candidate:
    return Candidate(
        person.id,
        person.level or 0,
        person.department or "",
        person.tz,
        frozenset(person.languages),
        offers,
        wishes,
        places if enrolment.role is Role.MENTOR else 1,
        person.work_starts,
        person.work_ends,
        person.work_days,
        person.location or "",
    )
