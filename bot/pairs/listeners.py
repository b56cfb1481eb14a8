from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer, OpenModal, Tell
from bot.core.calls import Call, number_of
from bot.core.sentences import Sentence, _
from bot.enrolment.queries import standing_of
from bot.pairs import absences, usecases, views
from bot.pairs.forms import BreakForm, LeaveForm
from bot.pairs.queries import PairUp, active_pairs_of
from bot.people.model import Person, stranger
from bot.programs import views as program_views
from bot.programs.first_steps import first_step
from bot.programs.queries import all_programs_led_by
from bot.programs.rules.lifecycle import ProgramState
from bot.workspaces.creators import Creators

NOTHING_TO_REST_FROM = _("You don't take part in a program, so there's nothing to rest from.")
NOTHING_TO_COME_BACK_TO = _("You don't take part in a program, so there's nothing to come back to.")
NOTHING_TO_LEAVE = _("You don't take part in a program, so there's nothing to leave.")


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


async def begin_break(db: AsyncSession, person: Person, creators: Creators, now: datetime) -> Answer:
    step = await first_step(db, person, creators)
    if not step.has_begun:  # where something has, there may be mixers, too, which need no place
        return views.takes_no_part(NOTHING_TO_REST_FROM, step)
    return OpenModal(BreakForm.modal(person, await active_pairs_of(db, person.id), now))


async def submit_break(db: AsyncSession, person: Person, form: BreakForm, now: datetime) -> Answer:
    until = person.hours.morning(form.until)
    return views.on_a_break(until, _partners(await absences.take_break(db, person, until, now), person))


async def come_back(db: AsyncSession, person: Person, creators: Creators, now: datetime) -> Answer:
    if person.paused_until is None and not await standing_of(db, person.id):
        return await _takes_no_part(db, person, creators, NOTHING_TO_COME_BACK_TO)
    return views.back(_partners(await absences.come_back(db, person, now), person))


async def ask_what_to_stop() -> Answer:
    """Who types "stop" may mean a break, leaving, or one session. Nothing is done before they say which."""
    return views.what_to_stop()


async def begin_leaving(db: AsyncSession, known: Person | None, call: Call, creators: Creators) -> Answer:
    person = known or stranger(call.team_id, call.user_id)
    places = await standing_of(db, person.id)
    if not places:
        return await _takes_no_part(db, person, creators, NOTHING_TO_LEAVE)
    return OpenModal(LeaveForm.modal(person, places, await active_pairs_of(db, person.id)))


async def submit_leaving(db: AsyncSession, person: Person, form: LeaveForm, now: datetime) -> Answer:
    program, had, ended = await absences.leave_program(db, person, form.program_id, now)
    return views.left(program, had, _partners(ended, person))


async def _takes_no_part(db: AsyncSession, person: Person, creators: Creators, nothing_to: Sentence) -> Answer:
    return views.takes_no_part(nothing_to, await first_step(db, person, creators))


def _partners(pairs: Sequence[PairUp], person: Person) -> list[str]:
    """Slack ids of those who hear of it."""
    others = (up.partner_of(person.id) for up in pairs)
    return list(dict.fromkeys(other.slack_id for other in others if other.is_active))
