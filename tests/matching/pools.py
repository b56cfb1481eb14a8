from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from bot.matching.search.engine.model import Candidate, Task
from bot.matching.search.pool import Pool, people_after


async def whole_task(db: AsyncSession, pool: Pool) -> Task:
    """With everybody in it, at once."""
    mentors: list[Candidate] = []
    mentees: list[Candidate] = []
    last: int | None = 0
    while last is not None:
        people, last = await people_after(db, pool, last)
        mentors += people[0]
        mentees += people[1]
    return replace(pool.task, mentors=tuple(mentors), mentees=tuple(mentees))
