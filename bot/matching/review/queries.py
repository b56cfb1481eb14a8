from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from bot.enrolment.model import Enrolment, Role
from bot.enrolment.queries import enrolled_people
from bot.matching.model import Alone, Proposal, ProposalState
from bot.matching.spots import Order
from bot.offers.model import Forbidden
from bot.offers.taken import places_in_use
from bot.people.model import Person

Mentor = aliased(Person, name="mentor")
Mentee = aliased(Person, name="mentee")

FEW_HUNDRED = 500
_WHO = (Person.id, Person.slack_id, Enrolment.role, Enrolment.capacity)

_ORDERS: dict[Order, tuple[ColumnElement[Any] | InstrumentedAttribute[int], ...]] = {
    Order.BEST: (Proposal.score.desc(), Proposal.id),
    Order.LEAST: (Proposal.score, Proposal.id),
    Order.DEPARTMENT: (func.coalesce(Mentee.department, ""), Proposal.score.desc(), Proposal.id),
}


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
