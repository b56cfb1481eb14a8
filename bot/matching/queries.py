import enum
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from bot.enrolment.model import Enrolment, EnrolmentState, Role
from bot.enrolment.queries import TAKES_PART, count_applied, enrolled_by_role, enrolled_people
from bot.matching.engine.model import Couple
from bot.matching.model import Alone, MatchRun, Proposal, ProposalState, RunState
from bot.offers.model import Forbidden
from bot.offers.queries import Waiting, count_waiting, places_in_use
from bot.people.model import Person
from bot.programs.model import Program
from bot.skills.model import PersonSkill, Side

Mentor = aliased(Person, name="mentor")
Mentee = aliased(Person, name="mentee")


class Order(enum.StrEnum):
    """In which order a lead reads proposals. The words stand in the values of buttons."""

    BEST = "best"
    LEAST = "least"
    DEPARTMENT = "department"


FEW_HUNDRED = 500
_WHO = (Person.id, Person.slack_id, Enrolment.role, Enrolment.capacity)


@dataclass(frozen=True)
class Missing:
    """A program in which one side at least has nobody free: who is, who signed up, and who waits for an answer."""

    free: Waiting
    mentors: int
    mentees: int
    applied: int


async def free_people(db: AsyncSession, program_id: int) -> dict[Role, list[str]]:
    """Slack ids of those who could be matched, by role; of nobody where more than FEW_HUNDRED have a place."""
    enrolled = await enrolled_people(db, program_id, _WHO, most=FEW_HUNDRED + 1)
    free: dict[Role, list[str]] = {role: [] for role in Role}
    if len(enrolled) > FEW_HUNDRED:
        return free
    taken = await places_in_use(db, program_id)
    for person, slack_id, role, capacity in enrolled:
        if capacity > taken[person]:
            free[role].append(slack_id)
    return free


async def missing_in(db: AsyncSession, program_id: int) -> Missing | None:
    """None where both sides have somebody who could be matched."""
    free = await count_waiting(db, program_id)
    if free.mentors and free.mentees:
        return None
    mentors, mentees = await enrolled_by_role(db, program_id)
    return Missing(free, mentors, mentees, await count_applied(db, program_id))


_ORDERS: dict[Order, tuple[ColumnElement[Any] | InstrumentedAttribute[int], ...]] = {
    Order.BEST: (Proposal.score.desc(), Proposal.id),
    Order.LEAST: (Proposal.score, Proposal.id),
    Order.DEPARTMENT: (func.coalesce(Mentee.department, ""), Proposal.score.desc(), Proposal.id),
}


async def oldest_asked_run(db: AsyncSession, now: datetime) -> MatchRun | None:
    """One that nobody works on, locked for whoever asks."""
    found = await db.scalars(
        select(MatchRun)
        .where(
            MatchRun.state == RunState.ASKED,
            MatchRun.leased_until.is_(None) | (MatchRun.leased_until <= now),
        )
        .order_by(MatchRun.asked_at, MatchRun.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return found.one_or_none()


def _joined() -> Select[Proposal, Person, Person]:
    return (
        select(Proposal, Mentor, Mentee)
        .join(Mentor, Mentor.id == Proposal.mentor_id)
        .join(Mentee, Mentee.id == Proposal.mentee_id)
    )


async def proposals_of(
    db: AsyncSession, run_id: int, most: int | None = None, *, after: int = 0, order: Order = Order.BEST
) -> Sequence[tuple[Proposal, Person, Person]]:
    """Proposals with mentor and mentee, the best first; without those that come before the one at place `after`."""
    found = await db.execute(
        _joined()
        .where(Proposal.run_id == run_id, Mentor.erased_at.is_(None), Mentee.erased_at.is_(None))
        .order_by(*_ORDERS[order])
        .limit(most)
        .offset(after)
    )
    return [(proposal, mentor, mentee) for proposal, mentor, mentee in found]


async def couples_proposed(db: AsyncSession, run_id: int) -> Sequence[tuple[int, int, int]]:
    """Id, mentor and mentee of each proposal that no lead left out, those that fit best first."""
    found = await db.execute(
        select(Proposal.id, Proposal.mentor_id, Proposal.mentee_id)
        .where(Proposal.run_id == run_id, Proposal.state != ProposalState.LEFT_OUT)
        .order_by(*_ORDERS[Order.BEST])
    )
    return [(proposal, mentor, mentee) for proposal, mentor, mentee in found]


async def proposals_with_ids(db: AsyncSession, ids: Collection[int]) -> Sequence[tuple[Proposal, Person, Person]]:
    """Of at most AT_ONCE, with mentor and mentee, those that fit best first."""
    found = await db.execute(_joined().where(Proposal.id.in_(ids)).order_by(*_ORDERS[Order.BEST]))
    return [(proposal, mentor, mentee) for proposal, mentor, mentee in found]


async def count_proposals(db: AsyncSession, run_id: int) -> dict[ProposalState, int]:
    """By state, each of them."""
    found = await db.execute(
        select(Proposal.state, func.count()).where(Proposal.run_id == run_id).group_by(Proposal.state)
    )
    counts = dict.fromkeys(ProposalState, 0)
    for state, count in found:
        counts[state] = count
    return counts


async def proposals_with(db: AsyncSession, run_id: int, people: Collection[int]) -> Sequence[Proposal]:
    """Those of a run that any of these few people are in."""
    theirs = or_(Proposal.mentor_id.in_(people), Proposal.mentee_id.in_(people))
    found = await db.scalars(select(Proposal).where(Proposal.run_id == run_id, theirs).order_by(Proposal.id))
    return found.all()


async def mentees_but(db: AsyncSession, proposal: Proposal) -> list[str]:
    """Slack ids of those who learn in the other proposals of its run; of nobody where they are more than a few."""
    found = await db.scalars(
        select(Mentee.slack_id)
        .join(Proposal, Proposal.mentee_id == Mentee.id)
        .where(
            Proposal.run_id == proposal.run_id,
            Proposal.mentee_id != proposal.mentee_id,
            Mentee.erased_at.is_(None),
        )
        .order_by(Proposal.id)
        .limit(FEW_HUNDRED)
    )
    return list(dict.fromkeys(found))


async def couples_forbidden(db: AsyncSession, program_id: int, most: int) -> Sequence[tuple[Person, Person]]:
    """Mentor and mentee of those whom a lead never wants as a pair."""
    found = await db.execute(
        select(Mentor, Mentee)
        .select_from(Forbidden)
        .join(Mentor, Mentor.id == Forbidden.mentor_id)
        .join(Mentee, Mentee.id == Forbidden.mentee_id)
        .where(Forbidden.program_id == program_id)
        .order_by(Forbidden.mentor_id, Forbidden.mentee_id)
        .limit(most)
    )
    return [(mentor, mentee) for mentor, mentee in found]


async def count_forbidden(db: AsyncSession, program_id: int) -> int:
    return await db.scalar(select(func.count()).where(Forbidden.program_id == program_id)) or 0


async def pins_of(db: AsyncSession, run_id: int | None) -> list[tuple[int, int]]:
    """Mentor and mentee of each pinned proposal, those that fit best first."""
    found = await db.execute(
        select(Proposal.mentor_id, Proposal.mentee_id)
        .where(Proposal.run_id == run_id, Proposal.state == ProposalState.PINNED)
        .order_by(Proposal.score.desc(), Proposal.id)
    )
    return [(mentor, mentee) for mentor, mentee in found]


async def forbidden_in(db: AsyncSession, program_id: int) -> frozenset[Couple]:
    found = await db.execute(select(Forbidden.mentor_id, Forbidden.mentee_id).where(Forbidden.program_id == program_id))
    return frozenset((mentor, mentee) for mentor, mentee in found)


async def saying(
    db: AsyncSession, program_id: int, skills: Collection[str]
) -> Sequence[tuple[str, int, Role, Side, int]]:
    """Who offers or wishes for these skills among those who can be matched: skill, person, role, side, capacity."""
    found = await db.execute(
        select(PersonSkill.skill, Enrolment.person_id, Enrolment.role, PersonSkill.side, Enrolment.capacity)
        .join(Person, Person.id == PersonSkill.person_id)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(
            PersonSkill.skill.in_(skills),
            Enrolment.program_id == program_id,
            Enrolment.state == EnrolmentState.ENROLLED,
            Person.is_active,
            Person.paused_until.is_(None),
            TAKES_PART,
        )
    )
    return [(skill, person, role, side, capacity) for skill, person, role, side, capacity in found]


async def count_alone(db: AsyncSession, run_id: int) -> int:
    return await db.scalar(select(func.count()).where(Alone.run_id == run_id)) or 0


async def alone_of(db: AsyncSession, run_id: int, most: int, after: int = 0) -> Sequence[tuple[Alone, Person]]:
    """Those without a partner after a search, with who they are."""
    found = await db.execute(
        select(Alone, Person)
        .join(Person, Person.id == Alone.person_id)
        .where(Alone.run_id == run_id)
        .order_by(Alone.person_id)
        .limit(most)
        .offset(after)
    )
    return [(alone, person) for alone, person in found]


async def forget_answers(db: AsyncSession, program: Program) -> None:
    """A round is over: whoever skipped it is in again."""
    program.matches_on = None
    answered = Enrolment.program_id == program.id, Enrolment.round_answer.is_not(None)
    await db.execute(update(Enrolment).where(*answered).values(round_answer=None))
