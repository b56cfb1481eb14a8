"""Whom a search chooses from, and by which rules: out of the tables, a few hundred people at a time."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.pieces import in_pieces
from bot.enrolment.model import Enrolment, Role
from bot.enrolment.queries import enrolled_people
from bot.matching.search.engine.fit import Fit
from bot.matching.search.engine.model import Candidate, Couple, Rules, Task, Weights
from bot.matching.search.engine.passing import SLICE
from bot.matching.search.queries import forbidden_in, saying
from bot.offers.taken import couples_asked, places_in_use
from bot.pairs.queries import everybody_paired
from bot.pairs.rules.lifecycle import PairState
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
    enrolled = await enrolled_people(db, pool.program_id, _COLUMNS, after=last, most=SLICE)
    return await _candidates(db, pool, enrolled), enrolled[-1].id if len(enrolled) == SLICE else None


async def fit_among(db: AsyncSession, pool: Pool, people: Collection[int]) -> Fit:
    """How these few fit, as a search among all would say. Its task has those of them who have a place free."""
    task = await task_among(db, pool, people)
    offered = {skill for mentor in task.mentors for skill in mentor.offers}
    return Fit(task, await _rare_among(db, pool, offered))


async def task_among(db: AsyncSession, pool: Pool, people: Collection[int], *, with_skills: bool = True) -> Task:
    """With those of these few who have a place free. No rule asks for skills, only scores do."""
    mentors: list[Candidate] = []
    mentees: list[Candidate] = []
    for piece in in_pieces(list(people), SLICE):
        among = await enrolled_people(db, pool.program_id, _COLUMNS, among=piece)
        some = await _candidates(db, pool, among, with_skills=with_skills)
        mentors += some[0]
        mentees += some[1]
    return replace(pool.task, mentors=tuple(mentors), mentees=tuple(mentees))


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


_COLUMNS = (
    Person.id,
    (Enrolment.role == Role.MENTOR).label("is_mentor"),
    Enrolment.capacity,
    Person.level,
    Person.department,
    Person.tz,
    Person.languages,
    Person.work_starts,
    Person.work_ends,
    Person.work_days,
    Person.location,
)


async def _candidates(
    db: AsyncSession, pool: Pool, enrolled: Sequence[Row[*tuple[Any, ...]]], *, with_skills: bool = True
) -> People:
    """Of rows of _COLUMNS."""
    said = await offers_and_wishes(db, [row.id for row in enrolled]) if with_skills else {}
    mentors: list[Candidate] = []
    mentees: list[Candidate] = []
    for person, is_mentor, capacity, level, department, tz, languages, starts, ends, days, location in enrolled:
        places = capacity - pool.taken.get(person, 0)
        if places > 0:
            (mentors if is_mentor else mentees).append(
                Candidate(
                    person,
                    level or 0,
                    department or "",
                    tz,
                    frozenset(languages),
                    *said.get(person, ({}, {})),
                    places if is_mentor else 1,
                    starts,
                    ends,
                    days,
                    location or "",
                )
            )
    return mentors, mentees
