import pytest
from sqlalchemy import select

from bot.core.edge import Edge
from bot.core.outbox import OutboxRow
from bot.matching.model import MatchRun
from bot.matching.search.jobs import solve_asked_run
from bot.matching.search.pool import pool_of
from bot.matching.search.results import LEASE
from bot.matching.search.usecases import (
    CUT_OFF,
    ENOUGH,
    FAILED,
    AlreadyLooking,
    give_back,
    take_run,
)
from bot.programs.model import Program
from tests.matching.asking import ask, publish
from tests.matching.pools import whole_task
from tests.office import Office
from tests.workplace import MONDAY


async def free(edge: Edge, program_id: int) -> tuple[set[int], set[int]]:
    async with edge.transaction() as db:
        task = await whole_task(db, await pool_of(db, await db.get_one(Program, program_id), MONDAY))
    return {int(one.id) for one in task.mentors}, {int(one.id) for one in task.mentees}


async def test_only_people_with_a_place_free_and_an_active_account_are_matched(office: Office) -> None:
    ids = office.ids
    assert await free(office.edge, office.program_id) == ({ids["zoe"]}, {ids["wei"]})
    await office.leaves_slack("wei")
    assert await free(office.edge, office.program_id) == ({ids["zoe"]}, set())


async def test_asking_again_while_a_search_runs_is_refused(office: Office) -> None:
    await ask(office)
    with pytest.raises(AlreadyLooking):
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
