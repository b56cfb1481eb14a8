import asyncio
from collections.abc import Awaitable

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.outbox import OutboxRow
from bot.enrolment.model import Enrolment, EnrolmentState, Role
from bot.enrolment.places import (
    ApplicationAnswered,
    ApplicationWithdrawn,
    NothingToWithdraw,
    answer_application,
    withdraw,
)
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


async def all_at_once(*deeds: Awaitable[object]) -> tuple[list[object], list[type[BaseException]]]:
    """What those came to that happened, and how the others were refused."""
    ends = await asyncio.gather(*deeds, return_exceptions=True)
    refused = [type(end) for end in ends if isinstance(end, BaseException)]
    return [end for end in ends if not isinstance(end, BaseException)], refused


async def answers_told(office: Office) -> int:
    async with office.edge.transaction() as db:
        rows = await db.scalars(select(OutboxRow).where(OutboxRow.kind == "application_answered"))
        return len(rows.all())


async def test_of_two_leads_who_accept_and_an_applicant_who_withdraws_at_once_only_one_does(office: Office) -> None:
    await changes_program(office, entry=Entry.APPLICATION)
    applied = await signs_up(office, "oscar")
    happened, refused = await all_at_once(
        answers(office, "lena", applied.id, EnrolmentState.ENROLLED),
        answers(office, "lena", applied.id, EnrolmentState.ENROLLED),
        office.does("oscar", lambda db, oscar: withdraw(db, oscar, office.program_id, office.clock.now())),
    )
    assert len(happened) == 1
    async with office.edge.transaction() as db:
        state = (await db.get_one(Enrolment, applied.id)).state
    if state is EnrolmentState.ENROLLED:
        assert refused == [ApplicationAnswered, NothingToWithdraw]
        assert await answers_told(office) == 1
    else:
        assert (state, refused) == (EnrolmentState.LEFT, [ApplicationWithdrawn] * 2)
        assert await answers_told(office) == 0


async def test_of_accepting_and_declining_at_once_the_friendly_answer_stays(office: Office) -> None:
    """Declined first, accepting is a second thought; accepted first, it is too late to decline."""
    await changes_program(office, entry=Entry.APPLICATION)
    applied = await signs_up(office, "oscar")
    happened, refused = await all_at_once(
        answers(office, "lena", applied.id, EnrolmentState.DECLINED),
        answers(office, "lena", applied.id, EnrolmentState.ENROLLED),
    )
    assert EnrolmentState.ENROLLED in happened
    assert refused == [ApplicationAnswered] * (2 - len(happened))
    assert await answers_told(office) == len(happened)
    async with office.edge.transaction() as db:
        assert (await db.get_one(Enrolment, applied.id)).state is EnrolmentState.ENROLLED


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
