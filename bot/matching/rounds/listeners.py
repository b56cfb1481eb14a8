from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer, OpenModal
from bot.core.calls import Call, number_of
from bot.enrolment.model import RoundAnswer
from bot.matching.rounds import usecases, views
from bot.matching.rounds.queries import counts_of
from bot.people.model import Person
from bot.programs.model import Program
from bot.programs.queries import programs_led_by
from bot.programs.usecases import lock_led_program

ROUND_ANSWERS = {"in_this_round": RoundAnswer.IN, "skip_this_round": RoundAnswer.SKIPS}


async def begin_round(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    return await open_round_form(db, person, await lock_led_program(db, person, number_of(call)), now)


async def open_round_form(db: AsyncSession, person: Person, program: Program | None, now: datetime) -> Answer:
    if program is None:
        return views.which_program_to_ask(await programs_led_by(db, person.id))
    return OpenModal(views.RoundForm.modal(program, person, await counts_of(db, program.id), now))


async def submit_round(db: AsyncSession, person: Person, form: views.RoundForm, now: datetime) -> Answer:
    return views.asking(*await usecases.ask_who_is_in(db, person, form.program_id, form.day, now))


async def answer_round(db: AsyncSession, person: Person, call: Call) -> Answer:
    answer = ROUND_ANSWERS[call.name]
    return views.answered(*await usecases.answer_round(db, person, number_of(call), answer))
