from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.changes import note
from bot.core.outbox import post
from bot.core.refusals import Refusal
from bot.core.sentences import _
from bot.core.words import plainly
from bot.enrolment.changes import SideChanged
from bot.enrolment.kinds import APPLICATION, SIGNED_UP
from bot.enrolment.model import STANDING, Enrolment, EnrolmentState, Role
from bot.enrolment.places import note_new, place_in
from bot.enrolment.queries import program_with_enrolment, standing_of
from bot.people.changes import PersonChanged
from bot.people.model import Person
from bot.people.ties import follow_roster
from bot.programs.changes import ProgramChanged
from bot.programs.model import Program
from bot.programs.queries import joinable_programs, leads_of, resting_programs
from bot.programs.rules.lifecycle import JOINABLE, PUBLIC, ProgramState
from bot.programs.usecases import ProgramClosed, ProgramGone
from bot.skills.model import PersonSkill, Side
from bot.skills.rules.resolution import OddSkillName
from bot.skills.usecases import set_skills, skills_named


class SignupRests(Refusal):
    def __init__(self, name: str) -> None:
        super().__init__(
            _("Sign-up for {program} is paused while pairs are being made. Try /mentor signup again in a few days."),
            program=name,
        )


class DeclinedBefore(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("The leads of this program couldn't offer you a place this time. They know that you'd like to join.")
        )


class FormOutdated(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _(
                "This form is out of date. Please close it and type /mentor signup again: the new one asks for what's "
                "missing."
            )
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
    answers: Sequence[str] = ()  # to the program's questions, in their order


async def programs_to_join(db: AsyncSession, person: Person) -> Sequence[Program]:
    """Those that can be joined, and those that somebody is in already.

    Raises SignupRests where there are none but those whose sign-up rests.
    """
    programs = {program.id: program for program in await joinable_programs(db, person.team_id)}
    programs |= {program.id: program for _enrolment, program in await standing_of(db, person.id)}
    if not programs and (resting := await resting_programs(db, person.team_id)):
        raise SignupRests(resting[0].name)
    return [programs[key] for key in sorted(programs)]


def program_meant(programs: Sequence[Program], name: str) -> Program | None:
    """None where they have to choose."""
    if len(programs) == 1:
        return programs[0]
    wanted = [program for program in programs if plainly(program.name) == plainly(name)]
    return wanted[0] if len(wanted) == 1 else None


async def sign_up(
    db: AsyncSession, person: Person, said: SignUp, now: datetime
) -> tuple[Enrolment, Sequence[PersonSkill]]:
    """Enrols somebody, takes their application, or brings up to date what they said before.

    Returns all the skills that they named, too.

    Raises ProgramGone, ProgramClosed, SignupRests, DeclinedBefore, OddSkillName.
    """
    program, enrolment = await program_with_enrolment(db, said.program_id, person.id)
    if program is None or program.team_id != person.team_id:
        raise ProgramGone
    if program.places:  # two who want the last place are seen to one after the other
        await db.refresh(program, with_for_update=True)
    check_may_join(program, enrolment)
    person.level = said.level if said.level is not None else person.level
    person.department = said.department if said.department is not None else person.department
    person.languages = list(said.languages) if said.languages is not None else person.languages
    await follow_roster(db, person)  # which knows better than what they just said
    if person.level is None:  # the form knew them, and since then they were erased
        raise FormOutdated
    enrolment = await _take_down(db, program, enrolment, person, said, now)
    await db.flush()
    offers = [*said.offers, *await _named(db, person, said.more_offers, "more_offers", now)]
    wishes = [*said.wishes, *await _named(db, person, said.more_wishes, "more_wishes", now)]
    skills = await set_skills(db, person.id, {Side.OFFERS: offers, Side.WISHES: wishes})
    note(db, ProgramChanged(program.id))
    await post(db, [SIGNED_UP.to(person, enrolment.id, version=enrolment.times_saved, due=now)], now, are_new=True)
    if enrolment.state is EnrolmentState.APPLIED:
        await _tell_leads(db, program, enrolment, now)
    return enrolment, skills


async def _named(db: AsyncSession, person: Person, names: Sequence[str], field: str, now: datetime) -> list[str]:
    if not names:
        return []
    try:
        return await skills_named(db, person.team_id, names, now)
    except OddSkillName as odd:
        odd.field = field
        raise


def check_may_join(program: Program, enrolment: Enrolment | None) -> None:
    """Before the form opens, and when it is sent. Raises ProgramGone, ProgramClosed, SignupRests, DeclinedBefore."""
    if program.state is ProgramState.DRAFT:
        raise ProgramGone
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
        state = await place_in(db, program)
        if enrolment is None:
            enrolment = Enrolment(program_id=program.id, person_id=person.id, times_saved=0, answers=[])
            db.add(enrolment)
        enrolment.state, enrolment.enrolled_at, enrolment.round_answer = state, now, None
        if state is EnrolmentState.ENROLLED:
            note_new(db, program)
    elif enrolment.role is not said.role:
        note(db, PersonChanged(person.id), SideChanged(program.id, person.id))
        note_new(db, program)
    elif said.role is Role.MENTOR and said.capacity > enrolment.capacity:
        note_new(db, program)
    enrolment.role = said.role
    enrolment.times_saved += 1
    enrolment.capacity = said.capacity if said.role is Role.MENTOR else 1
    if said.answers:
        pairs = zip(program.questions, said.answers, strict=False)
        enrolment.answers = [{"question": question, "answer": answer} for question, answer in pairs]
    return enrolment


async def _tell_leads(db: AsyncSession, program: Program, enrolment: Enrolment, now: datetime) -> None:
    leads, version = await leads_of(db, program.id), enrolment.times_saved
    await post(db, [APPLICATION.to(lead, enrolment.id, version=version, due=now) for lead in leads], now)
