from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer
from bot.core.calls import Call
from bot.matching import usecases, views
from bot.people.model import Person
from bot.programs.usecases import program_to_lead


async def ask_for_match(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    program = await program_to_lead(db, person, call.text, "/mentor match")
    await usecases.ask_for_proposals(db, person, program, now)
    return views.looking(program)


async def publish_proposals(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    return views.published(*await usecases.publish_proposals(db, person, int(call.value), now))
