from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer, OpenModal
from bot.core.calls import Call, number_of
from bot.mixers import lead_views, usecases, views
from bot.mixers.forms import MixerForm
from bot.mixers.queries import invitation, invitations
from bot.people.model import Person, stranger
from bot.programs.first_step_views import leads_nothing
from bot.programs.first_steps import first_step
from bot.programs.queries import programs_led_by
from bot.workspaces.creators import Creators

NEW = {"new", "create", "add"}


async def show_mixers(db: AsyncSession, known: Person | None, call: Call, creators: Creators, now: datetime) -> Answer:
    person = known or stranger(call.team_id, call.user_id)
    first, _, name = call.text.partition(" ")
    leads = bool(await programs_led_by(db, person.id))
    if first.lower() in NEW:
        if not leads:
            return leads_nothing(await first_step(db, person, creators))
        return await _choose_program(db, person, name, now)
    found = await invitations(db, person, now)
    step = None if found or leads else await first_step(db, person, creators)
    return views.mixers(found, leads=leads, step=step)


async def new_mixer(db: AsyncSession, person: Person, now: datetime) -> Answer:
    return await _choose_program(db, person, "", now)


async def _choose_program(db: AsyncSession, person: Person, name: str, now: datetime) -> Answer:
    programs = await usecases.programs_to_invite(db, person, name)
    if len(programs) > 1:
        return lead_views.which_program(programs)
    return OpenModal(MixerForm.modal(programs[0], person, now))


async def begin_mixer(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    program = await usecases.program_to_invite(db, person, number_of(call))
    return OpenModal(MixerForm.modal(program, person, now))


async def submit_mixer(db: AsyncSession, person: Person, form: MixerForm, now: datetime) -> Answer:
    return lead_views.invited(*await usecases.invite(db, person, form.program_id, form.plan, form.until(person), now))


async def join_mixer(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    await usecases.join(db, person, number_of(call), now)
    return views.joined(await invitation(db, person, number_of(call)))


async def leave_mixer(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    await usecases.leave(db, person, number_of(call), now)
    return views.left(await invitation(db, person, number_of(call)))


async def group_mixer(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    return lead_views.being_grouped(await usecases.group_now(db, person, number_of(call), now))


async def call_off_mixer(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    return lead_views.called_off_by_you(await usecases.call_off(db, person, number_of(call), now))


async def announce_mixer(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    program, channel, stands = await usecases.announce_again(db, person, number_of(call), now)
    return lead_views.announcing_again(program, channel, stands=stands)
