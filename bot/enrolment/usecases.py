from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.changes import changes
from bot.core.outbox import OutboxRow, post
from bot.core.refusals import Refusal
from bot.core.words import plainly
from bot.enrolment.model import STANDING, Enrolment, EnrolmentState, Role
from bot.enrolment.queries import first_waiting, places_taken, program_with_enrolment, standing_of
from bot.people.model import Person
from bot.people.ties import follow_roster
from bot.programs.model import JOINABLE, PUBLIC, Entry, Program, ProgramState
from bot.programs.queries import is_lead, joinable_programs, leads_of, resting_programs
from bot.programs.usecases import NotALead, ProgramClosed, ProgramGone
from bot.skills.model import Side
from bot.skills.resolution import OddSkillName
from bot.skills.usecases import set_skills, skills_named

IN_PLAY = (EnrolmentState.APPLIED, EnrolmentState.WAITING)


class NoProgramOpen(Refusal):
    def __init__(self) -> None:
        super().__init__(
            "No program is open right now. Want to start one? Type /mentor program, or ask the colleague who "
            "looks after learning where you work."
        )


class SignupRests(Refusal):
    def __init__(self, name: str) -> None:
        super().__init__(
            f"Sign-up for {name} rests right now, while pairs are being made. Try /mentor signup again in a few days."
        )


class DeclinedBefore(Refusal):
    def __init__(self) -> None:
        super().__init__(
            "The leads of this program could not offer you a place this time. They know that you would like to join."
        )


class ApplicationWithdrawn(Refusal):
    def __init__(self) -> None:
        super().__init__("They have withdrawn in the meantime, so there is nothing left to answer.")


class ApplicationAnswered(Refusal):
    def __init__(self) -> None:
        super().__init__("This was answered in the meantime. Type /mentor applications to see who is still waiting.")


class NothingToWithdraw(Refusal):
    def __init__(self) -> None:
        super().__init__(
            "There is no application of yours to withdraw any more. Type /mentor status to see your place."
        )


class NoPlaceLeft(Refusal):
    def __init__(self) -> None:
        super().__init__(
            "Every place is taken. Put them on the waiting list, or make room first: /mentor program, Entry and places."
        )


@dataclass(frozen=True)
class SignUp:
    """What somebody says of themselves. Skills are slugs, `more` are names that they typed; None: as known before."""

    program_id: int
    role: Role
    level: int | None
    department: str | None
    offers: Sequence[str]
    wishes: Sequence[str]
    capacity: int
    more_offers: Sequence[str] = ()
    more_wishes: Sequence[str] = ()
    languages: Sequence[str] | None = None
    answers: Sequence[dict[str, Any]] = field(default_factory=list)


async def programs_to_join(db: AsyncSession, person: Person) -> Sequence[Program]:
    """Those that can be joined, and those that somebody is in already. Raises NoProgramOpen when there are none."""
    programs = {program.id: program for program in await joinable_programs(db, person.team_id)}
    programs |= {program.id: program for _, program in await standing_of(db, person.id)}
    if not programs:
        resting = await resting_programs(db, person.team_id)
        raise SignupRests(resting[0].name) if resting else NoProgramOpen
    return [programs[key] for key in sorted(programs)]


def program_meant(programs: Sequence[Program], name: str) -> Program | None:
    """None where they have to choose."""
    if len(programs) == 1:
        return programs[0]
    wanted = [program for program in programs if plainly(program.name) == plainly(name)]
    return wanted[0] if len(wanted) == 1 else None


async def sign_up(db: AsyncSession, person: Person, said: SignUp, now: datetime) -> Enrolment:
    """Enrols somebody, takes their application, or brings up to date what they said before.

    Raises ProgramGone, ProgramClosed, SignupRests, DeclinedBefore, OddSkillName.
    """
    program, enrolment = await program_with_enrolment(db, said.program_id, person.id)
    if program is None or program.team_id != person.team_id:
        raise ProgramGone
    if program.places:  # two who want the last place are seen to one after the other
        await db.refresh(program, with_for_update=True)
    _check_may_join(program, enrolment)
    person.level = said.level if said.level is not None else person.level
    person.department = said.department if said.department is not None else person.department
    person.languages = list(said.languages) if said.languages is not None else person.languages
    await follow_roster(db, person)  # which knows better than what they just said
    enrolment = await _take_down(db, program, enrolment, person, said, now)
    await db.flush()
    offers = [*said.offers, *await _named(db, person, said.more_offers, "more_offers", now)]
    wishes = [*said.wishes, *await _named(db, person, said.more_wishes, "more_wishes", now)]
    await set_skills(db, person.id, {Side.OFFERS: offers, Side.WISHES: wishes})
    changes(db).programs.add(program.id)
    await post(db, [_row("signed_up", program, enrolment, person.slack_id, now)], now, are_new=True)
    if enrolment.state is EnrolmentState.APPLIED:
        await _tell_leads(db, program, enrolment, now)
    return enrolment


async def _named(db: AsyncSession, person: Person, names: Sequence[str], field: str, now: datetime) -> list[str]:
    if not names:
        return []
    try:
        return await skills_named(db, person.team_id, names, now)
    except OddSkillName as odd:
        odd.field = field
        raise


def _check_may_join(program: Program, enrolment: Enrolment | None) -> None:
    is_in = enrolment is not None and enrolment.state in STANDING
    if program.state is ProgramState.CLOSED or (is_in and program.state not in PUBLIC):
        raise ProgramClosed
    if not is_in and program.state not in JOINABLE:
        raise SignupRests(program.name)
    if enrolment is not None and enrolment.state is EnrolmentState.DECLINED:
        raise DeclinedBefore


async def _take_down(
    db: AsyncSession, program: Program, enrolment: Enrolment | None, person: Person, said: SignUp, now: datetime
) -> Enrolment:
    if enrolment is None or enrolment.state not in STANDING:
        state = await _place_in(db, program)
        if enrolment is None:
            enrolment = Enrolment(program_id=program.id, person_id=person.id, times_saved=0, answers=[])
            db.add(enrolment)
        enrolment.state, enrolment.enrolled_at = state, now
    enrolment.role = said.role
    enrolment.times_saved += 1
    enrolment.capacity = said.capacity if said.role is Role.MENTOR else 1
    if said.answers:
        enrolment.answers = list(said.answers)
    return enrolment


async def _place_in(db: AsyncSession, program: Program) -> EnrolmentState:
    if program.entry is Entry.APPLICATION:
        return EnrolmentState.APPLIED
    return EnrolmentState.WAITING if await _is_full(db, program) else EnrolmentState.ENROLLED


async def _is_full(db: AsyncSession, program: Program) -> bool:
    return program.places is not None and await places_taken(db, program.id) >= program.places


async def answer_application(
    db: AsyncSession, lead: Person, enrolment_id: int, answer: EnrolmentState, now: datetime
) -> tuple[Enrolment, Person, Program]:
    """A lead accepts, declines or puts on the waiting list. Whoever is answered is told.

    Raises NotALead, ApplicationWithdrawn, ApplicationAnswered, NoPlaceLeft, ProgramClosed.
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
    if enrolment.state not in IN_PLAY or enrolment.state is answer:
        raise ApplicationAnswered
    if answer is EnrolmentState.ENROLLED and await _is_full(db, program):
        raise NoPlaceLeft
    enrolment.state = answer
    person = await db.get_one(Person, enrolment.person_id)
    changes(db).programs.add(program.id)
    await post(db, [_answered(program, enrolment, person, now)], now)
    return enrolment, person, program


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
    _, enrolment = await program_with_enrolment(db, program_id, person.id)
    if enrolment is not None:
        await db.refresh(enrolment)  # a lead may have answered while this waited for the program
    return program, enrolment


async def _give_up(db: AsyncSession, program: Program, enrolment: Enrolment, now: datetime) -> EnrolmentState:
    had = enrolment.state
    enrolment.state = EnrolmentState.LEFT
    enrolment.answers = []
    changes(db).programs.add(program.id)
    if had is EnrolmentState.ENROLLED:
        await db.flush()
        await fill_places(db, program, now)
    return had


class NotIn(Refusal):
    def __init__(self) -> None:
        super().__init__("You do not take part in this program any more, so there is nothing to leave.")


async def fill_places(db: AsyncSession, program: Program, now: datetime) -> None:
    """Where sign-up is open, a free place goes to whoever has waited longest. Applications are for leads to answer."""
    if program.entry is not Entry.OPEN or program.state not in PUBLIC:
        return
    while not await _is_full(db, program) and (enrolment := await first_waiting(db, program.id)):
        enrolment.state = EnrolmentState.ENROLLED
        await db.flush()
        person = await db.get_one(Person, enrolment.person_id)
        changes(db).programs.add(program.id)
        await post(db, [_answered(program, enrolment, person, now)], now)


async def _tell_leads(db: AsyncSession, program: Program, enrolment: Enrolment, now: datetime) -> None:
    rows = [_row("application", program, enrolment, lead.slack_id, now) for lead in await leads_of(db, program.id)]
    for row in rows:
        row.key += f":{row.recipient}"
    await post(db, rows, now)


def _answered(program: Program, enrolment: Enrolment, person: Person, now: datetime) -> OutboxRow:
    row = _row("application_answered", program, enrolment, person.slack_id, now)
    row.key += f":{enrolment.state.value}"
    return row


def _row(kind: str, program: Program, enrolment: Enrolment, recipient: str, now: datetime) -> OutboxRow:
    return OutboxRow(
        key=f"{kind}:{enrolment.id}:{enrolment.times_saved}",
        team_id=program.team_id,
        kind=kind,
        recipient=recipient,
        subject_id=enrolment.id,
        due_at=now,
    )
