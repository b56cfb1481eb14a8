from collections.abc import Sequence

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.enrolment.model import Enrolment
from bot.people.model import Person
from bot.programs.model import Program, ProgramState


async def find_enrolment(db: AsyncSession, program_id: int, person_id: int) -> Enrolment | None:
    found = await db.scalars(
        select(Enrolment).where(Enrolment.program_id == program_id, Enrolment.person_id == person_id)
    )
    return found.one_or_none()


async def enrolments_of(db: AsyncSession, person_id: int) -> Sequence[Row[Enrolment, Program]]:
    """In programs that are open."""
    found = await db.execute(
        select(Enrolment, Program)
        .join(Program, Program.id == Enrolment.program_id)
        .where(Enrolment.person_id == person_id, Program.state == ProgramState.OPEN)
        .order_by(Program.id)
    )
    return found.all()


async def enrolled_people(db: AsyncSession, program_id: int) -> Sequence[Row[Enrolment, Person]]:
    """Those who can be matched: whose Slack account is active."""
    found = await db.execute(
        select(Enrolment, Person)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.program_id == program_id, Person.is_active)
        .order_by(Person.id)
    )
    return found.all()
