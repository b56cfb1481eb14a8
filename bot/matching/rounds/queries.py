from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.enrolment.model import Enrolment, EnrolmentState, RoundAnswer

Counts = Mapping[RoundAnswer, int]


async def counts_of(db: AsyncSession, program_id: int) -> Counts:
    """Of those who were asked and still have a place."""
    found = await db.execute(
        select(Enrolment.round_answer, func.count())
        .where(
            Enrolment.program_id == program_id,
            Enrolment.state == EnrolmentState.ENROLLED,
            Enrolment.round_answer.is_not(None),
        )
        .group_by(Enrolment.round_answer)
    )
    counts = dict.fromkeys(RoundAnswer, 0)
    for answer, count in found:
        if answer is not None:
            counts[answer] = count
    return counts


def is_asked(enrolment: Enrolment) -> bool:
    return enrolment.state is EnrolmentState.ENROLLED and enrolment.round_answer is not None
