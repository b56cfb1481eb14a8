from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import LastWord, Message
from bot.core.composing import Letter
from bot.core.outbox import OutboxRow
from bot.enrolment import application_views, views
from bot.enrolment.applications import Application
from bot.enrolment.kinds import APPLICATION, APPLICATION_ANSWERED, PROGRAM_OVER, SIGNED_UP, UNREACHED
from bot.enrolment.model import STANDING, Enrolment, EnrolmentState
from bot.enrolment.unreached import leads_told_unreached
from bot.people.model import Person
from bot.programs.model import Program
from bot.programs.rules.lifecycle import ProgramState
from bot.skills.model import Side
from bot.skills.queries import labels_of, skills_of


async def signed_up(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    enrolment = await db.get_one(Enrolment, row.subject_id)
    if enrolment.state not in STANDING:
        return None
    person = await db.get_one(Person, enrolment.person_id)
    program = await db.get_one(Program, enrolment.program_id)
    skills = await skills_of(db, [person.id])
    said = {side: skills.get((person.id, side), []) for side in Side}
    labels = await labels_of(db, person.team_id, [slug for slugs in said.values() for slug in slugs])
    return views.signed_up(program, enrolment, person, said, labels)


async def application(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    enrolment = await db.get_one(Enrolment, row.subject_id)
    if enrolment.state is not EnrolmentState.APPLIED:
        return None
    person = await db.get_one(Person, enrolment.person_id)
    program = await db.get_one(Program, enrolment.program_id)
    skills = await skills_of(db, [person.id])
    labels = await labels_of(db, person.team_id)
    offers = [labels.get(slug, slug) for slug in skills.get((person.id, Side.OFFERS), ())]
    return application_views.application_received(program, Application(enrolment, person, offers))


async def application_settled(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    """For every lead, whoever of them has answered. Who withdrew is not named any more."""
    enrolment = await db.get_one(Enrolment, row.subject_id)
    program = await db.get_one(Program, enrolment.program_id)
    match enrolment.state:
        case EnrolmentState.APPLIED:
            return None
        case EnrolmentState.LEFT:
            return LastWord(application_views.application_over(program).blocks)
    person = await db.get_one(Person, enrolment.person_id)
    settled = application_views.application_settled(program, enrolment, person)
    return LastWord(settled) if enrolment.state is EnrolmentState.ENROLLED else Message(settled)


async def application_answered(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    enrolment = await db.get_one(Enrolment, row.subject_id)
    program = await db.get_one(Program, enrolment.program_id)
    if enrolment.times_answered != row.version:
        return None  # answered anew since, or withdrawn
    if enrolment.state is EnrolmentState.LEFT and program.state is not ProgramState.CLOSED:
        return None
    return views.application_answered(program, enrolment)


async def unreached(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    enrolment = await db.get_one(Enrolment, row.subject_id)
    person = await db.get_one(Person, enrolment.person_id)
    if enrolment.state not in STANDING or not person.is_active:
        return None
    return views.unreached(await db.get_one(Program, enrolment.program_id), person)


async def program_over(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message:
    enrolment = await db.get_one(Enrolment, row.subject_id)
    return views.program_over(await db.get_one(Program, enrolment.program_id))


LETTERS = (
    Letter(SIGNED_UP, signed_up, failed=leads_told_unreached),
    Letter(APPLICATION, application, settled=application_settled),
    Letter(APPLICATION_ANSWERED, application_answered, failed=leads_told_unreached),
    Letter(PROGRAM_OVER, program_over),
    Letter(UNREACHED, unreached),
)
