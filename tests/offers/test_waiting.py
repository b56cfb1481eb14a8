"""Leads of a running program hear of whoever needs a partner, once for all of a day."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Message
from bot.core.blocks import fallback
from bot.core.outbox import OutboxRow
from bot.enrolment.model import Enrolment, EnrolmentState, Role, RoundAnswer
from bot.enrolment.places import answer_application
from bot.enrolment.usecases import SignUp, sign_up
from bot.letters import LETTERS
from bot.offers.model import Reply
from bot.offers.queries import Waiting, count_waiting
from bot.offers.usecases import Couple, answer_offer, make_offers
from bot.pairs.absences import come_back, leave_program, take_break
from bot.people.model import Person
from bot.people.usecases import learn_profile
from bot.privacy.usecases import erase
from bot.programs.model import Entry, Program, ProgramCounts
from bot.programs.rules.lifecycle import ProgramState
from bot.status.usecases import look_over
from tests.office import Office

Deed = Callable[[Office], Awaitable[None]]


@pytest.fixture
async def running(office: Office) -> Office:
    """Maya and Henrik are a pair; Zoe and Wei have nobody."""
    async with office.edge.transaction() as db:
        (await db.get_one(Program, office.program_id)).state = ProgramState.RUNNING
    return office


async def due(office: Office) -> list[OutboxRow]:
    async with office.edge.transaction() as db:
        found = await db.scalars(select(OutboxRow).where(OutboxRow.kind == "people_waiting").order_by(OutboxRow.id))
        return list(found.all())


async def waiting(office: Office) -> Waiting:
    async with office.edge.transaction() as db:
        return await count_waiting(db, office.program_id)


async def joins(office: Office, handle: str = "oscar", role: Role = Role.MENTOR, capacity: int = 1) -> None:
    said = SignUp(office.program_id, role, 3, "Sales", ["ai-ethics"], ["ai-ethics"], capacity)
    await office.does(handle, lambda db, one: sign_up(db, one, said, office.clock.now()))


async def leaves(office: Office, handle: str = "maya") -> None:
    await office.does(handle, lambda db, one: leave_program(db, one, office.program_id, office.clock.now()))


async def is_accepted(office: Office) -> None:
    async with office.edge.transaction() as db:
        (await db.get_one(Program, office.program_id)).entry = Entry.APPLICATION
    await joins(office)
    assert await due(office) == []
    async with office.edge.transaction() as db:
        applied = select(Enrolment.id).where(Enrolment.person_id == office.ids["oscar"])
        enrolment_id = (await db.scalars(applied)).one()
        lena = await db.get_one(Person, office.ids["lena"])
        await answer_application(db, lena, enrolment_id, EnrolmentState.ENROLLED, office.clock.now())


async def moves_up(office: Office) -> None:
    async with office.edge.transaction() as db:
        (await db.get_one(Program, office.program_id)).places = 4
    await joins(office)
    assert await due(office) == []
    await leaves(office, "zoe")


async def is_erased(office: Office) -> None:
    await office.does("maya", lambda db, maya: erase(db, maya, office.clock.now()))


async def changes_sides(office: Office) -> None:
    await joins(office, "zoe", Role.MENTEE)


async def takes_one_more(office: Office) -> None:
    await joins(office, "maya", Role.MENTOR, capacity=2)


async def goes_and_comes_back(office: Office) -> None:
    now = office.clock.now()
    await office.does("wei", lambda db, wei: take_break(db, wei, now + timedelta(days=9), now))
    assert await due(office) == []
    await office.does("wei", lambda db, wei: come_back(db, wei, now))


async def has_an_account_again(office: Office) -> None:
    await office.leaves_slack("wei")
    assert await due(office) == []
    await office.does("wei", lambda db, wei: learn_profile(db, wei, {"deleted": False}))


@pytest.mark.parametrize(
    "happens",
    [
        joins,
        leaves,
        is_accepted,
        moves_up,
        is_erased,
        changes_sides,
        takes_one_more,
        goes_and_comes_back,
        has_an_account_again,
    ],
)
async def test_leads_hear_the_next_morning_of_whoever_needs_a_partner(running: Office, happens: Deed) -> None:
    await happens(running)
    (row,) = await due(running)
    assert row.recipient == "U0LENA"
    assert row.due_at == running.clock.now().replace(hour=9) + timedelta(days=1), "at nine, of a working day, in UTC"


async def on_leave_with_a_partner(office: Office) -> None:
    now = office.clock.now()
    await office.does("henrik", lambda db, henrik: take_break(db, henrik, now + timedelta(days=9), now))
    await office.does("henrik", lambda db, henrik: come_back(db, henrik, now))


async def says_the_same_again(office: Office) -> None:
    said = SignUp(office.program_id, Role.MENTOR, 1, "Sales", ["ai-ethics"], ["ai-ethics"], 1)
    await office.does("zoe", lambda db, zoe: sign_up(db, zoe, said, office.clock.now()))


async def waits_for_a_place(office: Office) -> None:
    async with office.edge.transaction() as db:
        (await db.get_one(Program, office.program_id)).places = 4
    await joins(office)


async def two_are_asked_and_accept(office: Office) -> None:
    async with office.edge.transaction() as db:
        zoe, wei = [await db.get_one(Person, office.ids[handle]) for handle in ("zoe", "wei")]
        program = await db.get_one(Program, office.program_id)
        reasons = {"wishes": [], "returned": [], "languages": [], "gap": 5, "apart": None, "hours": 1.0}
        (offer,) = await make_offers(db, program, [Couple(zoe, wei, 80, reasons)], office.clock.now())
    for handle in ("zoe", "wei"):
        await office.does(handle, lambda db, one: answer_offer(db, one, offer.id, Reply.YES, office.clock.now()))


@pytest.mark.parametrize(
    "happens", [on_leave_with_a_partner, says_the_same_again, waits_for_a_place, two_are_asked_and_accept]
)
async def test_what_leaves_nobody_new_without_a_partner_is_no_news(running: Office, happens: Deed) -> None:
    await happens(running)
    assert await due(running) == []


@pytest.mark.parametrize("state", [ProgramState.OPEN, ProgramState.MATCHING, ProgramState.CLOSING])
async def test_where_pairs_are_yet_to_be_made_or_none_are_made_any_more_joining_is_no_news(
    running: Office, state: ProgramState
) -> None:
    async with running.edge.transaction() as db:
        (await db.get_one(Program, running.program_id)).state = ProgramState.OPEN
    await joins(running)
    async with running.edge.transaction() as db:
        (await db.get_one(Program, running.program_id)).state = state
    await has_an_account_again(running)
    assert await due(running) == []


async def test_a_day_has_one_message_however_much_happens_and_only_a_day_with_news_has_one(running: Office) -> None:
    await joins(running)
    await leaves(running)
    assert len(await due(running)) == 1
    running.clock.turn(timedelta(days=1))
    await says_the_same_again(running)
    assert len(await due(running)) == 1
    await joins(running, "lena", Role.MENTEE)
    assert len(await due(running)) == 2


async def test_many_who_join_at_once_are_one_message(running: Office) -> None:
    handles = ("oscar", "lena", "maya", "wei")
    sides = (Role.MENTOR, Role.MENTEE, Role.MENTEE, Role.MENTOR)
    for _ in range(3):  # who was first makes the row; the others find it when they try again, as the reception does
        await asyncio.gather(*map(partial(joins, running), handles, sides), return_exceptions=True)
    assert len(await due(running)) == 1
    async with running.edge.transaction() as db:
        assert await db.scalar(select(func.count()).where(Enrolment.program_id == running.program_id)) == 6


async def told(office: Office) -> str | None:
    (row, *_) = await due(office)
    async with office.edge.transaction() as db:
        message = await LETTERS["people_waiting"].compose(db, row, row.due_at)
    assert message is None or isinstance(message, Message)
    return fallback(message.blocks) if message else None


async def test_what_is_told_is_true_when_it_is_read(running: Office) -> None:
    await joins(running)
    said = "*Digital natives*: 3 people are waiting for a partner, 2 mentors and 1 mentee."
    assert (await told(running) or "").replace("*", "") == said.replace("*", "")
    await leaves(running, "wei")
    assert await told(running) is None, "nobody is there for them"


async def test_whoever_leads_no_more_and_a_program_that_makes_no_pairs_any_more_hear_nothing(running: Office) -> None:
    await joins(running)
    async with running.edge.transaction() as db:
        (await db.get_one(Program, running.program_id)).state = ProgramState.CLOSING
    assert await told(running) is None


async def skips(office: Office) -> None:
    async with office.edge.transaction() as db:
        found = await db.scalars(select(Enrolment).where(Enrolment.person_id == office.ids["wei"]))
        found.one().round_answer = RoundAnswer.SKIPS


async def test_only_who_can_be_matched_is_counted_by_place_and_side(running: Office) -> None:
    assert await waiting(running) == Waiting(1, 1)
    await takes_one_more(running)
    assert await waiting(running) == Waiting(2, 1)
    await leaves(running, "zoe")
    assert await waiting(running) == Waiting(1, 1)
    await skips(running)
    assert await waiting(running) == Waiting(1, 0)


async def free_in_status(office: Office) -> Waiting:
    async def looks(db: AsyncSession, lena: Person) -> Waiting:
        (led,) = (await look_over(db, lena)).led
        return Waiting(led.totals.free_mentors, led.totals.free_mentees)

    return await office.does("lena", looks)


async def goes_on_a_break(office: Office) -> None:
    now = office.clock.now()
    await office.does("wei", lambda db, wei: take_break(db, wei, now + timedelta(days=9), now))


async def has_no_account_any_more(office: Office) -> None:
    await office.leaves_slack("zoe")


@pytest.mark.parametrize(
    "happens",
    [
        joins,
        leaves,
        is_erased,
        takes_one_more,
        goes_on_a_break,
        goes_and_comes_back,
        has_no_account_any_more,
        has_an_account_again,
        two_are_asked_and_accept,
    ],
)
async def test_the_status_counts_them_as_they_are_now(running: Office, happens: Deed) -> None:
    assert await free_in_status(running) == Waiting(1, 1)
    await happens(running)
    assert await free_in_status(running) == await waiting(running)


async def test_a_status_that_an_older_version_counted_is_counted_anew(running: Office) -> None:
    await free_in_status(running)
    async with running.edge.transaction() as db:
        counts = await db.get_one(ProgramCounts, running.program_id)
        counts.counts = {name: value for name, value in counts.counts.items() if not name.startswith("free_")}
    assert await free_in_status(running) == Waiting(1, 1)
