import asyncio

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.edge import Edge
from bot.core.outbox import OutboxRow
from bot.core.refusals import Refusal
from bot.matching.jobs import solve_asked_run
from bot.matching.model import MatchRun
from bot.matching.pool import pool_of
from bot.matching.results import LEASE
from bot.matching.usecases import (
    CUT_OFF,
    ENOUGH,
    FAILED,
    AlreadyLooking,
    AlreadyPublished,
    NobodyLeft,
    ask_for_proposals,
    give_back,
    publish_proposals,
    take_run,
)
from bot.pairs.usecases import move_program_on
from bot.people.model import Person
from bot.programs.model import Program
from bot.programs.rules.lifecycle import ProgramState
from bot.programs.usecases import AlreadyClosed, NotALead
from tests.matching.pools import whole_task
from tests.office import Office
from tests.workplace import MONDAY


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


async def free(edge: Edge, program_id: int) -> tuple[set[int], set[int]]:
    async with edge.transaction() as db:
        task = await whole_task(db, await pool_of(db, await db.get_one(Program, program_id), MONDAY))
    return {int(one.id) for one in task.mentors}, {int(one.id) for one in task.mentees}


async def test_only_people_with_a_place_free_and_an_active_account_are_matched(office: Office) -> None:
    ids = office.ids
    assert await free(office.edge, office.program_id) == ({ids["zoe"]}, {ids["wei"]})
    await office.leaves_slack("wei")
    assert await free(office.edge, office.program_id) == ({ids["zoe"]}, set())


async def test_nobody_but_a_lead_publishes_or_closes(office: Office) -> None:
    run_id = await proposals(office)
    for stranger in ("oscar", "maya", "wei"):
        with pytest.raises(NotALead):
            await publish(office, stranger, run_id)
        with pytest.raises(NotALead):
            await close(office, stranger)
    assert await publish(office, "lena", run_id) == 1


async def test_publishing_twice_at_once_makes_each_pair_once(office: Office) -> None:
    run_id = await proposals(office)
    ends = await asyncio.gather(*(publish(office, "lena", run_id) for _ in range(4)), return_exceptions=True)
    assert sorted(type(end).__name__ for end in ends) == ["AlreadyPublished"] * 3 + ["int"]
    with pytest.raises(AlreadyPublished):
        await publish(office, "lena", run_id)


async def test_whoever_became_unavailable_is_left_out_when_publishing(office: Office) -> None:
    run_id = await proposals(office)
    await office.leaves_slack("zoe")
    with pytest.raises(NobodyLeft):
        await publish(office, "lena", run_id)


async def test_asking_again_while_a_search_runs_is_refused(office: Office) -> None:
    await ask(office)
    with pytest.raises(AlreadyLooking):
        await ask(office)


async def test_a_closed_program_is_neither_matched_nor_published(office: Office) -> None:
    run_id = await proposals(office)
    await close(office, "lena")
    with pytest.raises(AlreadyClosed):
        await publish(office, "lena", run_id)
    with pytest.raises(AlreadyClosed):
        await ask(office)


async def test_a_search_that_keeps_failing_is_given_up(office: Office) -> None:
    run_id = await ask(office)
    assert ENOUGH // FAILED == 3
    for _ in range(ENOUGH // FAILED):
        async with office.edge.transaction() as db:
            assert await take_run(db, office.clock.now()) is not None
        async with office.edge.transaction() as db:
            await give_back(db, run_id, office.clock.now())
    async with office.edge.transaction() as db:
        assert await take_run(db, office.clock.now()) is None
        assert (await db.get_one(MatchRun, run_id)).state == "failed"


async def test_a_run_that_never_was_is_refused_kindly(office: Office) -> None:
    with pytest.raises(Refusal):
        await publish(office, "lena", 404)


async def is_killed(office: Office) -> None:
    """Somebody takes the run up, and is not heard of again."""
    async with office.edge.transaction() as db:
        assert await take_run(db, office.clock.now()) is not None
    office.clock.turn(LEASE)


async def test_a_search_that_is_cut_off_by_one_restart_after_the_other_comes_to_its_end(office: Office) -> None:
    run_id = await ask(office)
    for _ in range(4):
        await is_killed(office)
    assert await solve_asked_run(office.edge)
    assert await publish(office, "lena", run_id) == 1


async def test_a_search_that_takes_its_bot_with_it_is_not_tried_for_ever(office: Office) -> None:
    run_id = await ask(office)
    for _ in range(ENOUGH // CUT_OFF):
        await is_killed(office)
    assert not await solve_asked_run(office.edge)
    async with office.edge.transaction() as db:
        assert (await db.get_one(MatchRun, run_id)).state == "failed"
        assert len((await db.scalars(select(OutboxRow).where(OutboxRow.kind == "proposals_failed"))).all()) == 1


async def test_a_stop_in_good_order_counts_nothing_however_often(office: Office) -> None:
    run_id = await ask(office)
    for _ in range(2 * ENOUGH):
        async with office.edge.transaction() as db:
            assert await take_run(db, office.clock.now()) is not None
        async with office.edge.transaction() as db:
            await give_back(db, run_id, office.clock.now(), counts=False)
    assert await solve_asked_run(office.edge)
