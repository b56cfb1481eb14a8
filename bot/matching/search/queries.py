from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.enrolment.model import Enrolment, EnrolmentState, Role
from bot.enrolment.queries import TAKES_PART, count_applied, enrolled_by_role
from bot.matching.model import MatchRun, Proposal, ProposalState, RunState
from bot.matching.search.engine.model import Couple
from bot.offers.model import Forbidden
from bot.offers.queries import Waiting, count_waiting
from bot.people.model import Person
from bot.skills.model import PersonSkill, Side


@dataclass(frozen=True)
class Missing:
    """A program in which one side at least has nobody free: who is, who signed up, and who waits for an answer."""

    free: Waiting
    mentors: int
    mentees: int
    applied: int


async def missing_in(db: AsyncSession, program_id: int) -> Missing | None:
    """None where both sides have somebody who could be matched."""
    free = await count_waiting(db, program_id)
    if free.mentors and free.mentees:
        return None
    mentors, mentees = await enrolled_by_role(db, program_id)
    return Missing(free, mentors, mentees, await count_applied(db, program_id))


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
