from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer
from bot.core.calls import Call, number_of
from bot.pairs import usecases, views
from bot.people.model import Person


async def close_program(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    return views.program_closed(await usecases.close_program(db, person, number_of(call), now))
