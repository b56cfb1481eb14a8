"""What belongs to more than one room, and which of them sees to it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer
from bot.core.calls import Call
from bot.matching.rounds.listeners import open_round_form
from bot.matching.search.listeners import look
from bot.matching.search.views import which_program
from bot.people.model import Person
from bot.programs.first_step_views import leads_nothing
from bot.programs.first_steps import first_step
from bot.programs.queries import programs_led_by
from bot.programs.usecases import program_to_lead
from bot.workspaces.creators import Creators

REMIND = {"remind", "reminder", "ask"}


async def ask_for_match(db: AsyncSession, person: Person, call: Call, creators: Creators, now: datetime) -> Answer:
    if not await programs_led_by(db, person.id):
        return leads_nothing(await first_step(db, person, creators))
    first, _, name = call.text.partition(" ")
    if first.lower() in REMIND:
        return await open_round_form(db, person, await program_to_lead(db, person, name), now)
    program = await program_to_lead(db, person, call.text)
    if program is None:
        return which_program(await programs_led_by(db, person.id))
    return await look(db, person, program.id, now)
