"""A lead of the office who looks for pairs, and what they do then."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.matching.review.publishing import publish_proposals
from bot.matching.search.jobs import solve_asked_run
from bot.matching.search.usecases import ask_for_proposals
from bot.pairs.usecases import move_program_on
from bot.people.model import Person
from bot.programs.rules.lifecycle import ProgramState
from tests.office import Office


async def ask(office: Office) -> int:
    async def asks(db: AsyncSession, lena: Person) -> int:
        run = await ask_for_proposals(db, lena, office.program_id, office.clock.now())
        await db.flush()
        return run.id

    return await office.does("lena", asks)


async def proposals(office: Office) -> int:
    """A run with proposals for everybody who is free."""
    run_id = await ask(office)
    assert await solve_asked_run(office.edge)
    return run_id


async def publish(office: Office, handle: str, run_id: int) -> int:
    _, pairs = await office.does(handle, lambda db, one: publish_proposals(db, one, run_id, office.clock.now()))
    return len(pairs)


async def close(office: Office, handle: str) -> None:
    async def closes(db: AsyncSession, one: Person) -> None:
        await move_program_on(db, one, office.program_id, ProgramState.CLOSED, office.clock.now())

    await office.does(handle, closes)
