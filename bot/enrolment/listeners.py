from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer, Message, OpenModal, ReplaceModal, Tell
from bot.core.calls import Call, number_of
from bot.enrolment import application_views, places, usecases, views
from bot.enrolment.applications import ApplicationSpot, application_to_read, applications_at
from bot.enrolment.forms import SignupForm, SkillsForm
from bot.enrolment.model import STANDING, EnrolmentState
from bot.enrolment.queries import program_with_enrolment
from bot.people.model import Person, stranger
from bot.people.queries import levels_in_use
from bot.programs.first_step_views import leads_nothing, nothing_yet
from bot.programs.first_steps import first_step
from bot.programs.model import Program
from bot.programs.queries import programs_led_by
from bot.programs.rule_forms import EntryForm
from bot.programs.rules.lifecycle import ProgramState
from bot.programs.saving import save_part
from bot.programs.usecases import AlreadyClosed, ProgramDeleted, program_to_lead
from bot.skills.model import Side
from bot.skills.queries import additions, current_slugs, labels_of, skills_of
from bot.skills.usecases import describe_skills
from bot.workspaces.creators import Creators


async def choose_signup(db: AsyncSession, person: Person, call: Call, creators: Creators) -> Answer:
    """`/mentor signup`: the form at once, or a choice where there are several programs."""
    programs = await usecases.programs_to_join(db, person)
    if not programs:
        return nothing_yet(await first_step(db, person, creators))
    program = usecases.program_meant(programs, call.text)
    return await _signup(db, person, program) if program else views.which_program(programs)


async def begin_signup(db: AsyncSession, person: Person, call: Call) -> Answer:
    program = await db.get(Program, number_of(call))
    if program is None or program.team_id != person.team_id:
        raise ProgramDeleted
    if program.state is ProgramState.CLOSED:
        raise AlreadyClosed
    return await _signup(db, person, program)


async def _signup(db: AsyncSession, person: Person, program: Program) -> Answer:
    _, enrolment = await program_with_enrolment(db, program.id, person.id)
    usecases.check_may_join(program, enrolment)
    known = await skills_of(db, [person.id])
    return OpenModal(
        SignupForm.modal(
            program,
            person,
            {side: known.get((person.id, side), []) for side in Side},
            await additions(db, person.team_id),
            enrolment if enrolment and enrolment.state in STANDING else None,
            await levels_in_use(db, person.team_id) if person.level is None else (),
        )
    )


async def submit_signup(db: AsyncSession, person: Person, form: SignupForm, now: datetime) -> Answer:
    said = usecases.SignUp(
        form.program_id,
        form.role,
        form.level,
        form.department,
        await current_slugs(db, person.team_id, form.offers),
        await current_slugs(db, person.team_id, form.wishes),
        form.capacity,
        form.more_offers,
        form.more_wishes,
        form.languages,
        form.answers,
    )
    _, skills = await usecases.sign_up(db, person, said, now)
    labels = await labels_of(db, person.team_id, [one.skill for one in skills])
    return ReplaceModal(SkillsForm.modal(skills, labels))


async def submit_skills(db: AsyncSession, person: Person, form: SkillsForm) -> Answer:
    said, taken_back = await describe_skills(db, person.id, form.levels, form.questions, form.first)
    labels = await labels_of(db, person.team_id, [one.skill for one in said])
    return views.skills_described(said, taken_back, labels)


async def submit_entry(db: AsyncSession, person: Person, form: EntryForm, now: datetime) -> Answer:
    """More places than before are given away at once."""
    answer = await save_part(db, person, form, now)
    await places.fill_places(db, await db.get_one(Program, form.program_id), now)
    return answer


async def withdraw(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    return views.withdrawn(await places.withdraw(db, person, number_of(call), now))


async def show_applications(db: AsyncSession, known: Person | None, call: Call, creators: Creators) -> Answer:
    person = known or stranger(call.team_id, call.user_id)
    if not await programs_led_by(db, person.id):
        return leads_nothing(await first_step(db, person, creators))
    program = await program_to_lead(db, person, call.text)
    spot = ApplicationSpot(program_id=program.id if program and call.text else 0)
    return application_views.applications(await applications_at(db, person, spot))


async def turn_applications(db: AsyncSession, person: Person, call: Call) -> Answer:
    """To another page, to those who were accepted, or back."""
    found = await applications_at(db, person, ApplicationSpot.read(call.value))
    return application_views.applications(found, in_place=True)


async def read_application(db: AsyncSession, person: Person, call: Call) -> Answer:
    return OpenModal(application_views.answers(*await application_to_read(db, person, number_of(call))))


async def accept_application(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    return await _answer(db, person, call, EnrolmentState.ENROLLED, now)


async def let_application_wait(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    return await _answer(db, person, call, EnrolmentState.WAITING, now)


async def decline_application(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    return await _answer(db, person, call, EnrolmentState.DECLINED, now)


async def _answer(db: AsyncSession, lead: Person, call: Call, answer: EnrolmentState, now: datetime) -> Answer:
    spot = ApplicationSpot.read(call.value)
    enrolment, person, program = await places.answer_application(db, lead, spot.id, answer, now)
    settled = application_views.application_settled(program, enrolment, person)
    if not call.is_from_answer:
        return Tell(Message(settled), replace=True)
    await db.flush()
    return application_views.applications(await applications_at(db, lead, spot), settled)
