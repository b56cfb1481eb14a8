"""Who has a place in a program, who waits for one, and how it is given, taken back and passed on."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.cards import settle_cards
from bot.core.changes import note
from bot.core.outbox import AT_ONCE, NewRow, post
from bot.core.pieces import in_pieces
from bot.core.refusals import Refusal
from bot.core.sentences import _
from bot.enrolment.changes import PartnerNeeded
from bot.enrolment.kinds import APPLICATION_ANSWERED
from bot.enrolment.model import STANDING, Enrolment, EnrolmentState
from bot.enrolment.queries import (
    places_taken,
    program_with_enrolment,
    programs_with_place,
    standing_in,
    waiting_longest,
)
from bot.people.changes import PersonChanged
from bot.people.model import Person
from bot.programs.changes import ProgramChanged
from bot.programs.model import Entry, Program
from bot.programs.queries import is_lead
from bot.programs.rules.lifecycle import PLANNING, ProgramState
from bot.programs.usecases import NotALead, ProgramClosed

CARDS = ("application",)  # to leads, who answer in them
IN_PLAY = (EnrolmentState.APPLIED, EnrolmentState.WAITING)


class ApplicationWithdrawn(Refusal):
    def __init__(self) -> None:
        super().__init__(_("They've withdrawn in the meantime, so there's nothing left to answer."))


class ApplicationAnswered(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This was answered in the meantime. To see who's still waiting, type /mentor applications."))


class NothingToWithdraw(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("You have no application to withdraw any more. To see where you're in, type /mentor status.")
        )


class NoPlaceLeft(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Every place is taken. Put them on the waiting list, or make room first: type /mentor program, then "
                "press Entry and places."
            )
        )


class WindsDown(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _(
                "This program is winding down, so there are no places to give. To go on, type /mentor program, then "
                "press Keep it going."
            )
        )


class NotIn(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("You're not in that program, so there's nothing to leave. To see where you're in, type /mentor status.")
        )


def note_new(db: AsyncSession, program: Program) -> None:
    """Somebody new in a running program needs a partner. While pairs are yet to be made everybody does."""
    if program.state is ProgramState.RUNNING:
        note(db, PartnerNeeded(program.id))


async def place_in(db: AsyncSession, program: Program) -> EnrolmentState:
    """What somebody new gets."""
    if program.entry is Entry.APPLICATION:
        return EnrolmentState.APPLIED
    return EnrolmentState.WAITING if await _free(db, program) == 0 else EnrolmentState.ENROLLED


async def _free(db: AsyncSession, program: Program) -> int | None:
    """None for any number."""
    return None if program.places is None else max(0, program.places - await places_taken(db, program.id))


async def answer_application(
    db: AsyncSession, lead: Person, enrolment_id: int, answer: EnrolmentState, now: datetime
) -> tuple[Enrolment, Person, Program]:
    """A lead accepts, declines or puts on the waiting list; what was declined can be accepted after all.

    Whoever is answered is told. Raises NotALead, ApplicationWithdrawn, ApplicationAnswered, NoPlaceLeft, WindsDown,
    ProgramClosed.
    """
    found = await db.get(Enrolment, enrolment_id)
    if found is None:
        raise ApplicationWithdrawn
    # The program before the enrolment, as everywhere: two leads, and an applicant who withdraws, take turns.
    program = await db.get_one(Program, found.program_id, with_for_update=True, populate_existing=True)
    enrolment = await db.get_one(Enrolment, enrolment_id, with_for_update=True, populate_existing=True)
    if not await is_lead(db, program.id, lead.id):
        raise NotALead
    if program.state is ProgramState.CLOSED:
        raise ProgramClosed
    if enrolment.state is EnrolmentState.LEFT:
        raise ApplicationWithdrawn
    is_second_thought = enrolment.state is EnrolmentState.DECLINED and answer is EnrolmentState.ENROLLED
    if enrolment.state is answer or not (enrolment.state in IN_PLAY or is_second_thought):
        raise ApplicationAnswered
    if answer is EnrolmentState.ENROLLED:
        await _check_may_give(db, program)
        note_new(db, program)
    enrolment.state = answer
    enrolment.times_answered += 1
    settle_cards(db, CARDS, [enrolment.id])
    person = await db.get_one(Person, enrolment.person_id)
    note(db, ProgramChanged(program.id))
    await post(db, [_answered(enrolment, person, now)], now)
    return enrolment, person, program


async def _check_may_give(db: AsyncSession, program: Program) -> None:
    if program.state not in PLANNING:
        raise WindsDown
    if await _free(db, program) == 0:
        raise NoPlaceLeft


async def withdraw(db: AsyncSession, person: Person, program_id: int, now: datetime) -> Program:
    """Takes back an application, or a place on the waiting list. Raises NothingToWithdraw."""
    program, enrolment = await _locked(db, person, program_id)
    if program is None or enrolment is None or enrolment.state not in IN_PLAY:
        raise NothingToWithdraw
    await _give_up(db, program, enrolment, now)
    return program


async def leave(db: AsyncSession, person: Person, program_id: int, now: datetime) -> tuple[Program, EnrolmentState]:
    """Gives up a place, or withdraws an application; who waits longest moves up. Returns what they had.

    What happens to pairs is up to `pairs`. Raises NotIn.
    """
    program, enrolment = await _locked(db, person, program_id)
    if program is None or enrolment is None or enrolment.state not in STANDING:
        raise NotIn
    return program, await _give_up(db, program, enrolment, now)


async def _locked(db: AsyncSession, person: Person, program_id: int) -> tuple[Program | None, Enrolment | None]:
    program = await db.get(Program, program_id, with_for_update=True, populate_existing=True)
    _program, enrolment = await program_with_enrolment(db, program_id, person.id)
    if enrolment is not None:
        await db.refresh(enrolment)  # a lead may have answered while this waited for the program
    return program, enrolment


async def _give_up(db: AsyncSession, program: Program, enrolment: Enrolment, now: datetime) -> EnrolmentState:
    had = enrolment.state
    enrolment.state = EnrolmentState.LEFT
    enrolment.times_answered += 1  # what they are still to hear of the answer before has no meaning any more
    enrolment.answers = []
    note(db, ProgramChanged(program.id), PersonChanged(enrolment.person_id))
    if had in IN_PLAY:
        settle_cards(db, CARDS, [enrolment.id])
    if had is EnrolmentState.ENROLLED:
        await db.flush()
        await fill_places(db, program, now)
    return had


async def fill_places(db: AsyncSession, program: Program, now: datetime) -> None:
    """Where sign-up is open, free places go to those who have waited longest. Applications are for leads to answer.

    Whoever applied before entry was opened waits like everybody else.
    """
    if program.entry is not Entry.OPEN or program.state not in PLANNING:
        return
    free = await _free(db, program)
    next_in = await waiting_longest(db, program.id, free)
    await _move(db, program, next_in, EnrolmentState.ENROLLED, now)
    applied = [pair for pair in await standing_in(db, program.id, (EnrolmentState.APPLIED,)) if pair not in next_in]
    await _move(db, program, applied, EnrolmentState.WAITING, now)


async def fill_places_of(db: AsyncSession, person: Person, now: datetime) -> None:
    """Somebody's account was closed: the places that they had are free again."""
    for program in await programs_with_place(db, person.id):
        if program.places is not None:
            await db.refresh(program, with_for_update=True)
            await fill_places(db, program, now)


async def settle_who_waits(
    db: AsyncSession, program: Program, waiting: Sequence[tuple[Enrolment, Person]], now: datetime
) -> None:
    """A program closes: those who waited for a place or an answer hear that there is none to come."""
    await _move(db, program, waiting, EnrolmentState.LEFT, now)


async def _move(
    db: AsyncSession,
    program: Program,
    some: Sequence[tuple[Enrolment, Person]],
    state: EnrolmentState,
    now: datetime,
) -> None:
    """Some hundred at a time, since a program may have thousands waiting."""
    for batch in in_pieces(some, AT_ONCE):
        ids = [enrolment.id for enrolment, _person in batch]
        await db.execute(
            update(Enrolment)
            .where(Enrolment.id.in_(ids))
            .values(state=state, times_answered=Enrolment.times_answered + 1)
            .execution_options(synchronize_session="evaluate")
        )
        settle_cards(db, CARDS, ids)
        await post(db, [_answered(enrolment, person, now) for enrolment, person in batch], now)
    if some:
        note(db, ProgramChanged(program.id))
        if state is EnrolmentState.ENROLLED:
            note_new(db, program)


def _answered(enrolment: Enrolment, person: Person, now: datetime) -> NewRow:
    return APPLICATION_ANSWERED.to(person, enrolment.id, version=enrolment.times_answered, due=now)
