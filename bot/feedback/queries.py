from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.feedback.model import CheckIn
from bot.feedback.rules.verdict import TookPlace


async def answers_to(db: AsyncSession, session_id: int) -> Sequence[TookPlace]:
    return (await db.scalars(select(CheckIn.answer).where(CheckIn.session_id == session_id))).all()


async def answer_of(db: AsyncSession, session_id: int, person_id: int) -> TookPlace | None:
    theirs = CheckIn.session_id == session_id, CheckIn.person_id == person_id
    return await db.scalar(select(CheckIn.answer).where(*theirs))


async def answered(db: AsyncSession, session_ids: Collection[int]) -> set[tuple[int, int]]:
    """(session, person) of everybody who has answered."""
    found = await db.execute(select(CheckIn.session_id, CheckIn.person_id).where(CheckIn.session_id.in_(session_ids)))
    return {(session, person) for session, person in found}
