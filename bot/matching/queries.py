from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.matching.model import Alone, MatchRun, Proposal, RunState
from bot.people.model import Person

Mentor = aliased(Person, name="mentor")
Mentee = aliased(Person, name="mentee")


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


async def proposals_of(
    db: AsyncSession, run_id: int, most: int | None = None
) -> Sequence[tuple[Proposal, Person, Person]]:
    """Proposals with mentor and mentee, the best first."""
    found = await db.execute(
        select(Proposal, Mentor, Mentee)
        .join(Mentor, Mentor.id == Proposal.mentor_id)
        .join(Mentee, Mentee.id == Proposal.mentee_id)
        .where(Proposal.run_id == run_id, Mentor.erased_at.is_(None), Mentee.erased_at.is_(None))
        .order_by(Proposal.score.desc(), Proposal.id)
        .limit(most)
    )
    return [(proposal, mentor, mentee) for proposal, mentor, mentee in found]


async def count_proposals(db: AsyncSession, run_id: int) -> int:
    return await db.scalar(select(func.count()).where(Proposal.run_id == run_id)) or 0


async def alone_of(db: AsyncSession, run_id: int, most: int) -> Sequence[tuple[Alone, Person]]:
    """Those for whom a search found nobody, with who they are."""
    found = await db.execute(
        select(Alone, Person)
        .join(Person, Person.id == Alone.person_id)
        .where(Alone.run_id == run_id)
        .order_by(Alone.person_id)
        .limit(most)
    )
    return [(alone, person) for alone, person in found]
