from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer, OpenModal, Tell
from bot.core.calls import Call
from bot.people.model import Person
from bot.programs.queries import programs_led_by
from bot.programs.usecases import Creators, Rules, check_may_create, create_program
from bot.programs.views import ProgramForm, programs_led

NEW = {"new", "create", "add"}


async def show_programs(db: AsyncSession, person: Person, call: Call, creators: Creators) -> Answer:
    led = await programs_led_by(db, person.id)
    if led and call.text.lower() not in NEW:
        return Tell(programs_led(led))
    return await begin_program(person, creators)


async def begin_program(person: Person, creators: Creators) -> Answer:
    check_may_create(person, creators)
    return OpenModal(ProgramForm.modal(person.slack_id))


async def submit_program(
    db: AsyncSession, person: Person, call: Call, form: ProgramForm, creators: Creators, now: datetime
) -> Answer:
    rules = Rules(form.name, form.need, form.cadence, form.session_minutes, form.leads, form.channel_id)
    await create_program(db, person, call.team_id, rules, creators, now)
    return None
