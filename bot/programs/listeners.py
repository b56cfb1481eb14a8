from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer, OpenModal, Tell
from bot.core.calls import Call, number_of
from bot.core.editing import fingerprints
from bot.people.model import Person
from bot.programs import usecases, views
from bot.programs.announcing import announce_again
from bot.programs.forms import BasicsForm, EditForm, ProgramForm
from bot.programs.queries import all_programs_led_by
from bot.programs.rule_forms import EntryForm, RulesForm
from bot.programs.saving import save_part
from bot.programs.usecases import NewProgram, check_may_create, create_program
from bot.programs.weight_form import WeightsForm
from bot.workspaces.creators import Creators

NEW = {"new", "create", "add"}


async def show_programs(db: AsyncSession, person: Person, call: Call, creators: Creators) -> Answer:
    if call.text.lower() not in NEW and (led := await all_programs_led_by(db, person.id)):
        return Tell(views.programs_led(led))
    return await begin_program(person, creators)


async def turn_programs(db: AsyncSession, person: Person, call: Call) -> Answer:
    return Tell(views.programs_led(await all_programs_led_by(db, person.id), number_of(call)), replace=True)


async def begin_program(person: Person, creators: Creators) -> Answer:
    check_may_create(person, creators)
    return OpenModal(ProgramForm.modal(person.slack_id))


async def submit_program(
    db: AsyncSession, person: Person, call: Call, form: ProgramForm, creators: Creators, now: datetime
) -> Answer:
    new = NewProgram(
        form.name,
        form.need,
        form.cadence,
        form.session_minutes,
        form.leads,
        form.channel_id,
        form.style,
        form.footing,
        form.opens,
    )
    await create_program(db, person, call.team_id, new, creators, now)
    return None


async def delete_draft(db: AsyncSession, person: Person, call: Call) -> Answer:
    return views.draft_deleted(await usecases.delete_draft(db, person, number_of(call)))


async def announce_program(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    program = await usecases.lock_led_program(db, person, number_of(call))
    return views.announcing_again(program, stands=not await announce_again(db, program, now))


async def begin_basics(db: AsyncSession, person: Person, call: Call) -> Answer:
    return await _begin_edit(db, person, call, BasicsForm)


async def begin_rules(db: AsyncSession, person: Person, call: Call) -> Answer:
    return await _begin_edit(db, person, call, RulesForm)


async def begin_weights(db: AsyncSession, person: Person, call: Call) -> Answer:
    return await _begin_edit(db, person, call, WeightsForm)


async def begin_entry(db: AsyncSession, person: Person, call: Call) -> Answer:
    return await _begin_edit(db, person, call, EntryForm)


async def _begin_edit(db: AsyncSession, person: Person, call: Call, form: type[EditForm]) -> Answer:
    program = await usecases.lock_led_program(db, person, number_of(call))
    values = await usecases.values_of(db, program, form.fields)
    return OpenModal(form.modal(program.id, values, fingerprints(values)))


async def submit_edit(db: AsyncSession, person: Person, form: EditForm, now: datetime) -> Answer:
    return await save_part(db, person, form, now)
