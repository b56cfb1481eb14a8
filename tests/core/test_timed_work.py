"""Work by the clock: all that features write down is done, each once, in one order."""

from datetime import datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.clock import TurnedClock
from bot.core.database import Database
from bot.core.edge import Edge
from bot.core.timed_work import OddWork, TimedWork, jobs_in_turn
from tests.workplace import MONDAY

done: list[str] = []


async def sweep(floor: str) -> bool:
    done.append(f"sweep {floor}")
    return False


async def air(floor: str, windows: int = 2) -> bool:
    done.append(f"air {floor} by {windows}")
    return True


async def mop(water: str) -> bool:
    done.append(water)
    return False


SWEEP, AIR = TimedWork("sweep", sweep), TimedWork("air", air)


def said(work: dict[str, list[TimedWork]], *turn: str) -> str:
    with pytest.raises(OddWork) as odd:
        jobs_in_turn(work, turn, floor="hall")
    return str(odd.value)


async def test_jobs_stand_in_the_order_and_get_what_they_name_and_nothing_else() -> None:
    jobs = jobs_in_turn({"above": [SWEEP], "below": [AIR]}, ["air", "sweep"], floor="hall")
    assert [job.name for job in jobs] == ["air", "sweep"]
    done.clear()
    assert [await job.run() for job in jobs] == [True, False]
    assert done == ["air hall by 2", "sweep hall"]


async def test_work_with_lanes_is_done_in_each_workspace_for_itself(database: Database) -> None:
    async def teams(_db: AsyncSession, now: datetime) -> list[str]:
        return ["T1", f"T{now.day}"]

    async def sweep_in(floor: str, team_id: str) -> bool:
        done.append(f"{floor} of {team_id}")
        return False

    edge = Edge(database, TurnedClock(MONDAY))
    (job,) = jobs_in_turn({"above": [TimedWork("sweep", sweep_in, lanes=teams)]}, ["sweep"], floor="hall", edge=edge)
    done.clear()
    assert job.lanes is not None
    for team in await job.lanes():
        await job.run(team)
    assert done == ["hall of T1", f"hall of T{MONDAY.day}"]


def test_no_work_is_left_out_or_made_up_or_named_twice() -> None:
    assert said({"above": [SWEEP], "below": [AIR]}, "air") == (
        "above: the work “sweep” has no place in the order, so nobody would do it."
    )
    assert said({"above": [SWEEP]}, "sweep", "air") == "The order names the work “air”, which is in no feature."
    assert said({"above": [SWEEP]}, "sweep", "sweep") == "The order names the work “sweep” twice."
    assert said({"above": [SWEEP], "below": [SWEEP]}, "sweep") == "below: the work “sweep” is in above already."


def test_no_work_asks_for_what_nobody_provides() -> None:
    assert said({"above": [TimedWork("mop", mop)]}, "mop") == (
        "above: the work “mop” asks for “water”, which nobody provides."
    )
