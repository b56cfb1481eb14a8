from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.enrolment.model import Enrolment, EnrolmentState, Role
from bot.offers.model import Offer
from bot.pairs.model import Pair
from bot.pairs.rules.lifecycle import PairState
from bot.programs.model import Program
from bot.programs.rules.lifecycle import PLANNING


async def places_to_ask_from(db: AsyncSession, person_id: int) -> Sequence[Row[Enrolment, Program]]:
    """Somebody's places in programs in which people ask each other, as they are now."""
    found = await db.execute(
        select(Enrolment, Program)
        .join(Program, Program.id == Enrolment.program_id)
        .where(
            Enrolment.person_id == person_id,
            Enrolment.state == EnrolmentState.ENROLLED,
            Program.self_chosen,
            Program.state.in_(PLANNING),
        )
        .order_by(Program.id)
        .execution_options(populate_existing=True)
    )
    return found.all()


async def offers_between(db: AsyncSession, program_id: int, one: int, other: int) -> Sequence[Offer]:
    """Whoever of the two would have taught, the earliest first."""
    found = await db.scalars(
        select(Offer)
        .where(
            Offer.program_id == program_id,
            or_(
                and_(Offer.mentor_id == one, Offer.mentee_id == other),
                and_(Offer.mentor_id == other, Offer.mentee_id == one),
            ),
        )
        .order_by(Offer.id)
        .execution_options(populate_existing=True)
    )
    return found.all()


async def pairs_between(db: AsyncSession, program_id: int, one: int, other: int) -> Sequence[PairState]:
    found = await db.scalars(
        select(Pair.state).where(
            Pair.program_id == program_id,
            or_(
                and_(Pair.mentor_id == one, Pair.mentee_id == other),
                and_(Pair.mentor_id == other, Pair.mentee_id == one),
            ),
        )
    )
    return found.all()


async def requests_since(db: AsyncSession, program_id: int, asker_id: int, since: datetime) -> int:
    """How many somebody made, whatever became of them."""
    as_mentor = and_(Offer.mentor_id == asker_id, Offer.asked_by == Role.MENTOR)
    as_mentee = and_(Offer.mentee_id == asker_id, Offer.asked_by == Role.MENTEE)
    made = Offer.program_id == program_id, Offer.offered_at > since, or_(as_mentor, as_mentee)
    return await db.scalar(select(func.count()).select_from(Offer).where(*made)) or 0
