from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.model import Person
from bot.people.rules.accounts import TAKES_PART
from bot.programs.model import Program, ProgramLead
from bot.programs.rules.lifecycle import JOINABLE, PUBLIC, UNFINISHED, ProgramState


async def joinable_programs(db: AsyncSession, team_id: str) -> Sequence[Program]:
    found = await db.scalars(
        select(Program).where(Program.team_id == team_id, Program.state.in_(JOINABLE)).order_by(Program.id)
    )
    return found.all()


async def begun_programs(db: AsyncSession, team_id: str) -> Sequence[Program]:
    """Those that people can see."""
    found = await db.scalars(
        select(Program).where(Program.team_id == team_id, Program.state.in_(PUBLIC)).order_by(Program.id)
    )
    return found.all()


async def closed_programs(db: AsyncSession, team_id: str) -> Sequence[Program]:
    found = await db.scalars(
        select(Program).where(Program.team_id == team_id, Program.state == ProgramState.CLOSED).order_by(Program.id)
    )
    return found.all()


async def resting_programs(db: AsyncSession, team_id: str) -> Sequence[Program]:
    """Those whose sign-up opens again once their pairs are published."""
    found = await db.scalars(
        select(Program).where(Program.team_id == team_id, Program.state == ProgramState.MATCHING).order_by(Program.id)
    )
    return found.all()


async def programs_led_by(db: AsyncSession, person_id: int) -> Sequence[Program]:
    """Those not closed yet, drafts too, in the order in which they were created."""
    found = await db.scalars(
        select(Program)
        .join(ProgramLead, ProgramLead.program_id == Program.id)
        .where(ProgramLead.person_id == person_id, Program.state.in_(UNFINISHED))
        .order_by(Program.id)
    )
    return found.all()


async def all_programs_led_by(db: AsyncSession, person_id: int) -> Sequence[Program]:
    """In the order in which they were created, closed ones last, of those the newest first."""
    found = await db.scalars(
        select(Program)
        .join(ProgramLead, ProgramLead.program_id == Program.id)
        .where(ProgramLead.person_id == person_id)
        .order_by(Program.id)
    )
    programs = found.all()
    closed = [program for program in programs if program.state is ProgramState.CLOSED]
    return [*(program for program in programs if program.state is not ProgramState.CLOSED), *reversed(closed)]


async def public_programs_led_by(db: AsyncSession, person_id: int) -> Sequence[Program]:
    """Without drafts, which anybody may make, and without those that are closed."""
    return [program for program in await programs_led_by(db, person_id) if program.state in PUBLIC]


async def is_lead(db: AsyncSession, program_id: int, person_id: int) -> bool:
    return await db.get(ProgramLead, (program_id, person_id)) is not None


async def next_to_settle(db: AsyncSession) -> Program | None:
    """One of which something follows from its last step, locked; those that somebody else sees to are passed by."""
    some = select(Program).where(Program.settles_from.is_not(None)).order_by(Program.settles_from, Program.id)
    return (await db.scalars(some.limit(1).with_for_update(skip_locked=True))).one_or_none()


async def leads_of(db: AsyncSession, program_id: int) -> Sequence[Person]:
    found = await db.scalars(
        select(Person)
        .join(ProgramLead, ProgramLead.person_id == Person.id)
        .where(ProgramLead.program_id == program_id, Person.account.in_(TAKES_PART))
        .order_by(Person.id)
    )
    return found.all()
