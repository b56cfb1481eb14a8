from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer, OpenModal, Tell
from bot.core.calls import Call, number_of
from bot.enrolment.places import NotIn
from bot.enrolment.queries import standing_of
from bot.pairs import absences, usecases, views
from bot.pairs.queries import active_pairs_of
from bot.people.model import Person
from bot.programs import views as program_views
from bot.programs.model import ProgramState
from bot.programs.queries import all_programs_led_by


async def close_program(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    program = await usecases.move_program_on(db, person, number_of(call), ProgramState.CLOSED, now)
    return views.program_closed(program)


async def open_program(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    return await _move_on(db, person, call, ProgramState.OPEN, now)


async def rest_signup(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    return await _move_on(db, person, call, ProgramState.MATCHING, now)


async def keep_program_going(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    return await _move_on(db, person, call, ProgramState.RUNNING, now)


async def wind_program_down(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    return await _move_on(db, person, call, ProgramState.CLOSING, now)


async def _move_on(db: AsyncSession, person: Person, call: Call, to: ProgramState, now: datetime) -> Answer:
    program = await usecases.move_program_on(db, person, number_of(call), to, now)
    if not call.is_from_answer:
        return program_views.program_moved(program)
    await db.flush()
    return Tell(program_views.programs_led(await all_programs_led_by(db, person.id)), replace=True)


async def begin_break(db: AsyncSession, person: Person, now: datetime) -> Answer:
    return OpenModal(views.BreakForm.modal(person, await active_pairs_of(db, person.id), now))


async def submit_break(db: AsyncSession, person: Person, form: views.BreakForm, now: datetime) -> Answer:
    until = person.hours.morning(form.until)
    await absences.take_break(db, person, until, now)
    return views.on_a_break(until)


async def come_back(db: AsyncSession, person: Person, now: datetime) -> Answer:
    await absences.come_back(db, person, now)
    return views.back()


async def begin_leaving(db: AsyncSession, person: Person) -> Answer:
    places = await standing_of(db, person.id)
    if not places:
        raise NotIn
    return OpenModal(views.LeaveForm.modal(person, places, await active_pairs_of(db, person.id)))


async def submit_leaving(db: AsyncSession, person: Person, form: views.LeaveForm, now: datetime) -> Answer:
    program, had, pairs = await absences.leave_program(db, person, form.program_id, now)
    return views.left(program, had, pairs)
