from collections.abc import Sequence

from sqlalchemy import Integer, Row, and_, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.enrolment.model import Enrolment, Role
from bot.people.model import Person
from bot.programs.model import Program, ProgramCounts, ProgramLead, ProgramState


async def program_with_enrolment(
    db: AsyncSession, program_id: int, person_id: int
) -> tuple[Program | None, Enrolment | None]:
    """A program, and this person's place in it."""
    found = await db.execute(
        select(Program, Enrolment)
        .outerjoin(Enrolment, and_(Enrolment.program_id == Program.id, Enrolment.person_id == person_id))
        .where(Program.id == program_id)
    )
    row = found.one_or_none()
    return (row[0], row[1]) if row else (None, None)


_PERSON = bindparam("person", type_=Integer)
_PROGRAMS_OF = (
    select(Program, ProgramCounts, ProgramLead.person_id, Enrolment.role)
    .join(ProgramCounts, ProgramCounts.program_id == Program.id)
    .outerjoin(ProgramLead, and_(ProgramLead.program_id == Program.id, ProgramLead.person_id == _PERSON))
    .outerjoin(Enrolment, and_(Enrolment.program_id == Program.id, Enrolment.person_id == _PERSON))
    .where(
        Program.team_id == bindparam("team"),
        Program.state == ProgramState.OPEN,
        or_(ProgramLead.person_id.is_not(None), Enrolment.id.is_not(None)),
    )
    .order_by(Program.id)
)


async def programs_of(
    db: AsyncSession, person: Person
) -> Sequence[Row[Program, ProgramCounts, int | None, Role | None]]:
    """Open programs that somebody leads (the third is theirs, then) or is enrolled in (the fourth is their role)."""
    return (await db.execute(_PROGRAMS_OF, {"person": person.id, "team": person.team_id})).all()


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
