"""Breaks, and leaving, with a second program and a second workspace beside."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.enrolment.model import EnrolmentState
from bot.enrolment.places import NotIn
from bot.pairs.absences import (
    AT_A_TIME,
    LONGEST_BREAK,
    BadBreak,
    NotOnABreak,
    come_back,
    leave_program,
    take_break,
    wake_people,
)
from bot.pairs.queries import next_return
from bot.people.model import Person
from bot.people.usecases import meet
from tests.office import Office
from tests.pairs.beside import opened_beside, running, told

WEEK = timedelta(days=7)
PARTNERS = [("T1", "U0HENRIK"), ("T1", "U0WEI")]


async def rests(office: Office, handle: str, time: timedelta = WEEK) -> list[str]:
    """Slack ids of the partners who hear of it."""
    now = office.clock.now()
    pairs = await office.does(handle, lambda db, one: take_break(db, one, now + time, now))
    return [up.partner_of(office.ids[handle]).slack_id for up in pairs]


@pytest.mark.parametrize("time", [timedelta(), -WEEK, LONGEST_BREAK + timedelta(seconds=1)])
async def test_a_break_ends_after_today_and_within_a_year(office: Office, time: timedelta) -> None:
    with pytest.raises(BadBreak) as refused:
        await rests(office, "maya", time)
    assert refused.value.field == "until"
    assert await told(office, "partner_on_break") == []


async def test_a_break_is_told_to_the_partners_of_every_program_and_again_when_it_changes(office: Office) -> None:
    await opened_beside(office)
    assert await rests(office, "maya", LONGEST_BREAK) == ["U0HENRIK", "U0WEI"]
    assert await told(office, "partner_on_break") == PARTNERS
    await rests(office, "maya")
    assert await told(office, "partner_on_break") == sorted(PARTNERS * 2)
    async with office.edge.transaction() as db:
        assert await next_return(db) == office.clock.now() + WEEK, "the second takes the place of the first"


async def test_a_break_can_end_early_but_not_twice(office: Office) -> None:
    await rests(office, "maya")
    await office.does("maya", lambda db, maya: come_back(db, maya, office.clock.now()))
    assert await told(office, "partner_back") == [("T1", "U0HENRIK")]
    with pytest.raises(NotOnABreak):
        await office.does("maya", lambda db, maya: come_back(db, maya, office.clock.now()))


async def test_breaks_end_by_themselves_in_every_workspace_and_only_when_they_are_over(office: Office) -> None:
    beside = await opened_beside(office)
    office.ids["far"] = beside.far_mentor
    for handle, time in (("maya", WEEK), ("far", WEEK), ("wei", WEEK * 2)):
        await rests(office, handle, time)
    for days, woken in ((6, 0), (1, 2), (0, 0), (7, 1)):
        office.clock.turn(timedelta(days=days))
        async with office.edge.transaction() as db:
            assert await wake_people(db, office.clock.now()) == woken
    assert await told(office, "break_over") == [("T1", "U0MAYA"), ("T1", "U0WEI"), ("T2", "U0FAR")]
    assert await told(office, "partner_back") == [
        ("T1", "U0HENRIK"), ("T1", "U0MAYA"), ("T1", "U0WEI"), ("T2", "U0AWAY"),
    ]  # fmt: skip


async def test_many_who_are_back_at_once_are_welcomed_some_at_a_time(office: Office) -> None:
    now = office.clock.now()
    async with office.edge.transaction() as db:
        for number in range(AT_A_TIME + 3):
            await meet(db, "T1", f"U9{number}", now)
        await db.execute(update(Person).where(Person.team_id == "T1").values(paused_until=now))
    woken: list[int] = []
    while not woken or woken[-1]:
        async with office.edge.transaction() as db:
            woken.append(await wake_people(db, now))
    assert woken == [AT_A_TIME, 9, 0], "six of them are the office's own"


async def test_who_leaves_a_program_keeps_their_pair_in_the_other(office: Office) -> None:
    beside = await opened_beside(office)
    program, had, ended = await office.does(
        "maya", lambda db, maya: leave_program(db, maya, office.program_id, office.clock.now())
    )
    assert (program.id, had) == (office.program_id, EnrolmentState.ENROLLED)
    assert [up.pair.id for up in ended] == [office.pair_id]
    assert await running(office) == [beside.pair_id, beside.far_pair_id]
    assert await told(office, "partner_left") == [("T1", "U0HENRIK")]
    with pytest.raises(NotIn):
        await office.does("maya", lambda db, maya: leave_program(db, maya, office.program_id, office.clock.now()))


async def test_nobody_leaves_a_program_of_another_workspace(office: Office) -> None:
    beside = await opened_beside(office)
    with pytest.raises(NotIn):
        await office.does("maya", lambda db, maya: leave_program(db, maya, beside.far_program_id, office.clock.now()))
    assert beside.far_pair_id in await running(office)
