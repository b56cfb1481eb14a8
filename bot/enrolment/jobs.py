from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Message
from bot.core.outbox import OutboxRow
from bot.enrolment import views
from bot.enrolment.model import Enrolment
from bot.people.model import Person
from bot.programs.model import Program
from bot.skills.model import Side
from bot.skills.queries import skills_of


async def signed_up(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message:
    enrolment = await db.get_one(Enrolment, row.subject_id)
    person = await db.get_one(Person, enrolment.person_id)
    program = await db.get_one(Program, enrolment.program_id)
    skills = await skills_of(db, [person.id])
    return views.signed_up(program, enrolment, person, {side: skills.get((person.id, side), []) for side in Side})
