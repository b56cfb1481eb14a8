"""Whom a search chooses from, and by which rules: out of the tables, a few hundred people at a time."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from bot.enrolment.model import Enrolment, Role
from bot.enrolment.queries import enrolled_people
from bot.matching.engine.fit import Fit
from bot.matching.engine.model import Candidate, Couple, Rules, Task, Weights
from bot.matching.engine.passing import SLICE
from bot.matching.queries import forbidden_in, saying
from bot.offers.queries import couples_asked, places_in_use
from bot.pairs.model import PairState
from bot.pairs.queries import everybody_paired
from bot.people.model import Person
from bot.people.queries import blocks_in, managers_of_everybody
from bot.programs.model import Program
from bot.skills.model import Side
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
    rules = Rules(
        min_gap=program.min_gap,
        min_overlap=program.min_overlap,
        needs_language=program.needs_language,
        department=program.department_rule.value,
        background=program.background.value,
        weights=Weights(**program.weights),
    )
    task = Task(
        (),
        (),
        now.date(),
        rules,
        managers=await managers_of_everybody(db, program.team_id),
        never=await _never(db, program, paired) | await couples_asked(db, program.id),
    )
    return Pool(program.id, task, await places_in_use(db, program.id))


async def _never(db: AsyncSession, program: Program, paired: Sequence[tuple[int, int, PairState]]) -> frozenset[Couple]:
    """Who is, or was, a pair; whom a lead ruled out; and whom either of the two did, whoever would teach."""
    blocks = await blocks_in(db, program.team_id)
    both_ways = {(one, other) for pair in blocks for one, other in (pair, pair[::-1])}
    return frozenset({(mentor, mentee) for mentor, mentee, _ in paired} | both_ways) | await forbidden_in(
        db, program.id
    )


async def people_after(db: AsyncSession, pool: Pool, last: int) -> tuple[People, int | None]:
    """Those with a place free among the next few hundred after that id, and the id to go on from; None at the end."""
    enrolled = await enrolled_people(db, pool.program_id, after=last, most=SLICE)
    return await _candidates(db, pool, enrolled), enrolled[-1][1].id if len(enrolled) == SLICE else None


async def fit_among(db: AsyncSession, pool: Pool, people: Collection[int]) -> Fit:
    """How these few fit, as a search among all would say. Its task has those of them who have a place free."""
    mentors: list[Candidate] = []
    mentees: list[Candidate] = []
    ids = list(people)
    for start in range(0, len(ids), SLICE):
        among = await enrolled_people(db, pool.program_id, among=ids[start : start + SLICE])
        some = await _candidates(db, pool, among)
        mentors += some[0]
        mentees += some[1]
    offered = {skill for mentor in mentors for skill in mentor.offers}
    task = replace(pool.task, mentors=tuple(mentors), mentees=tuple(mentees))
    return Fit(task, await _rare_among(db, pool, offered))


async def pins_that_hold(db: AsyncSession, pool: Pool, pins: Sequence[tuple[int, int]]) -> frozenset[Couple]:
    """Those that break no rule by now and take no place that is not there; the first ones where places are short."""
    fit = await fit_among(db, pool, {person for couple in pins for person in couple})
    mentors = {one.id: one for one in fit.task.mentors}
    mentees = {one.id: one for one in fit.task.mentees}
    places = {one.id: one.capacity for one in (*fit.task.mentors, *fit.task.mentees)}
    held: set[Couple] = set()
    for mentor, mentee in pins:
        is_there = mentor in mentors and mentee in mentees
        if is_there and places[mentor] and places[mentee] and not fit.broken(mentors[mentor], mentees[mentee]):
            held.add((mentor, mentee))
            places[mentor] -= 1
            places[mentee] -= 1
    return frozenset(held)


async def _rare_among(db: AsyncSession, pool: Pool, skills: Collection[str]) -> frozenset[str]:
    """Those of a few skills that more people wish for than there are places with people who teach them."""
    places: Counter[str] = Counter()
    wished: Counter[str] = Counter()
    for skill, person, role, side, capacity in await saying(db, pool.program_id, skills):
        free = capacity - pool.taken.get(person, 0)
        if free > 0 and role is Role.MENTOR and side is Side.OFFERS:
            places[skill] += free
        if free > 0 and role is Role.MENTEE and side is Side.WISHES:
            wished[skill] += 1
    return frozenset(skill for skill, count in wished.items() if 0 < places[skill] < count)


async def _candidates(db: AsyncSession, pool: Pool, enrolled: Sequence[Row[Enrolment, Person]]) -> People:
    said = await offers_and_wishes(db, [person.id for _, person in enrolled])
    mentors: list[Candidate] = []
    mentees: list[Candidate] = []
    for enrolment, person in enrolled:
        places = enrolment.capacity - pool.taken.get(person.id, 0)
        if places > 0:
            side = mentors if enrolment.role is Role.MENTOR else mentees
            side.append(_candidate(enrolment, person, places, *said[person.id]))
    return mentors, mentees


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
