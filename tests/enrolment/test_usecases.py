import asyncio

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.enrolment.model import Enrolment, EnrolmentState, Role
from bot.enrolment.places import ApplicationAnswered, ApplicationWithdrawn, answer_application, leave
from bot.enrolment.queries import places_taken
from bot.enrolment.usecases import SignUp, sign_up
from bot.people.model import Person
from bot.programs.model import Entry, Program
from bot.programs.usecases import NotALead, ProgramGone
from tests.office import Office


async def changes_program(office: Office, **values: object) -> None:
    async with office.edge.transaction() as db:
        program = await db.get_one(Program, office.program_id)
        for name, value in values.items():
            setattr(program, name, value)


async def signs_up(office: Office, handle: str, program_id: int | None = None) -> Enrolment:
    said = SignUp(program_id or office.program_id, Role.MENTOR, 2, "Sales", ["ai-ethics"], [], 1)
    enrolment, _ = await office.does(handle, lambda db, one: sign_up(db, one, said, office.clock.now()))
    return enrolment


async def answers(office: Office, handle: str, enrolment_id: int, answer: EnrolmentState) -> EnrolmentState:
    async def does(db: AsyncSession, one: Person) -> EnrolmentState:
        answered, _, _ = await answer_application(db, one, enrolment_id, answer, office.clock.now())
        return answered.state

    return await office.does(handle, does)


async def test_nobody_but_a_lead_answers_an_application(office: Office) -> None:
    await changes_program(office, entry=Entry.APPLICATION)
    applied = await signs_up(office, "oscar")
    for stranger in ("maya", "oscar"):
        with pytest.raises(NotALead):
            await answers(office, stranger, applied.id, EnrolmentState.ENROLLED)


async def test_of_accepting_declining_and_withdrawing_at_once_only_one_happens(office: Office) -> None:
    await changes_program(office, entry=Entry.APPLICATION)
    applied = await signs_up(office, "oscar")
    ends = await asyncio.gather(
        answers(office, "lena", applied.id, EnrolmentState.ENROLLED),
        answers(office, "lena", applied.id, EnrolmentState.DECLINED),
        office.does("oscar", lambda db, oscar: leave(db, oscar, office.program_id, office.clock.now())),
        return_exceptions=True,
    )
    refused = [end for end in ends if isinstance(end, ApplicationAnswered | ApplicationWithdrawn)]
    failed = [end for end in ends if isinstance(end, BaseException)]
    assert len(refused) + len({type(end) for end in failed if end not in refused}) >= 1
    assert len(failed) >= 1, "two answers cannot both count"
    async with office.edge.transaction() as db:
        assert (await db.get_one(Enrolment, applied.id)).state is not EnrolmentState.APPLIED


async def test_places_are_never_given_twice(office: Office) -> None:
    await changes_program(office, places=5)  # four are taken
    await asyncio.gather(*(signs_up(office, handle) for handle in ("oscar", "lena")))
    async with office.edge.transaction() as db:
        assert await places_taken(db, office.program_id) == 5


async def test_a_program_that_is_gone_or_of_another_workspace_is_refused_kindly(office: Office) -> None:
    with pytest.raises(ProgramGone):
        await signs_up(office, "oscar", 404)
    await changes_program(office, team_id="T2")
    with pytest.raises(ProgramGone):
        await signs_up(office, "oscar")
