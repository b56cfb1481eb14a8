"""What becomes of a program that its lead has deleted, and of its buttons."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.model import Person
from bot.programs.model import Program
from bot.programs.rules.cadence import Cadence
from bot.programs.rules.lifecycle import ProgramState
from bot.programs.usecases import NewProgram, ProgramDeleted, create_program, delete_draft, move_on
from bot.status.usecases import figures_of
from tests.office import Office


async def drafts(office: Office, name: str) -> int:
    rules = NewProgram(name, "A need.", Cadence.WEEKLY, 60, [], None, opens=False)

    async def creates(db: AsyncSession, lena: Person) -> int:
        return (await create_program(db, lena, "T1", rules, "everyone", office.clock.now())).id

    return await office.does("lena", creates)


async def test_the_buttons_of_a_deleted_draft_say_so_and_leave_the_next_draft_alone(office: Office) -> None:
    first = await drafts(office, "First try")
    assert await office.does("lena", lambda db, lena: delete_draft(db, lena, first)) == "First try"
    second = await drafts(office, "Second try")
    assert second != first
    with pytest.raises(ProgramDeleted):
        await office.does("lena", lambda db, lena: delete_draft(db, lena, first))
    with pytest.raises(ProgramDeleted):
        await office.does("lena", lambda db, lena: move_on(db, lena, first, ProgramState.OPEN, office.clock.now()))
    with pytest.raises(ProgramDeleted):
        await office.does("lena", lambda db, lena: figures_of(db, lena, first))
    async with office.edge.transaction() as db:
        program = await db.get_one(Program, second)
    assert (program.name, program.state) == ("Second try", ProgramState.DRAFT)
