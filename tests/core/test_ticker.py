"""The clock's tick, over a real scheduler and a wall clock that somebody sets back."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from bot.core.ticker import Job, Ticker

SECONDS = 0.1  # between two ticks
CALM = 0.3  # where a machine that is busy for a moment must not count
NOON = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)


class Count:
    """A job that counts its looks, and can be waited for."""

    def __init__(self) -> None:
        self.looks = 0
        self._looked = asyncio.Event()

    async def run(self) -> bool:
        self.looks += 1
        self._looked.set()
        return False

    async def reaches(self, looks: int) -> None:
        async with asyncio.timeout(5):
            while self.looks < looks:
                self._looked.clear()
                await self._looked.wait()


@pytest.fixture
def count() -> Count:
    return Count()


@pytest.fixture
async def ticker(count: Count, request: pytest.FixtureRequest) -> AsyncIterator[Ticker]:
    ticker = Ticker(getattr(request, "param", SECONDS), [Job("count", count.run, None)])
    yield ticker
    await ticker.stop(1)


async def test_a_clock_set_back_an_hour_stops_no_ticks(ticker: Ticker, count: Count) -> None:
    with time_machine.travel(NOON) as wall:
        ticker.start()
        await count.reaches(3)
        wall.shift(timedelta(hours=-1))
        await count.reaches(count.looks + 5)


async def test_one_that_jumps_forward_stops_none_either(ticker: Ticker, count: Count) -> None:
    with time_machine.travel(NOON) as wall:
        ticker.start()
        await count.reaches(3)
        wall.shift(timedelta(hours=1))
        await count.reaches(count.looks + 5)


@pytest.mark.parametrize("ticker", [CALM], indirect=True)
async def test_the_log_says_once_that_ticks_were_missed_since_the_scheduler_ticks_again_then(
    ticker: Ticker, count: Count, logs: Callable[[], list[dict[str, Any]]]
) -> None:
    with time_machine.travel(NOON) as wall:
        ticker.start()
        await count.reaches(3)
        wall.shift(timedelta(hours=-1))
        await count.reaches(count.looks + 3)
    assert [line["event"] for line in logs()] == ["ticks were missed, as when the clock is set back"]


@pytest.mark.parametrize("ticker", [CALM], indirect=True)
async def test_nothing_is_missed_while_the_scheduler_ticks(
    ticker: Ticker, count: Count, logs: Callable[[], list[dict[str, Any]]]
) -> None:
    ticker.start()
    await count.reaches(4)
    assert logs() == []


class Lanes:
    """A job in workspaces, of which some wait for Slack."""

    def __init__(self, *teams: str) -> None:
        self.teams = list(teams)
        self.slow = asyncio.Event()
        self.done: list[str] = []
        self._done = asyncio.Event()

    async def has_done(self, team_id: str) -> None:
        async with asyncio.timeout(5):
            while team_id not in self.done:
                self._done.clear()
                await self._done.wait()

    async def find(self) -> list[str]:
        return self.teams

    async def run(self, team_id: str) -> bool:
        if team_id == "slow":
            await self.slow.wait()
        if team_id == "broken":
            raise RuntimeError
        if team_id in self.teams:
            self.teams.remove(team_id)
            self.done.append(team_id)
            self._done.set()
        return False


async def test_one_workspace_waits_for_no_other(logs: Callable[[], list[dict[str, Any]]]) -> None:
    lanes = Lanes("slow", "broken", "quick")
    ticker = Ticker(SECONDS, [Job("carry", lanes.run, None, lanes.find)])
    ticker.tick()
    await lanes.has_done("quick")
    lanes.teams.append("other")
    ticker.tick()
    await lanes.has_done("other")
    lanes.teams.remove("broken")
    lanes.slow.set()
    await ticker.settled()
    assert lanes.done == ["quick", "other", "slow"]
    assert {line["event"] for line in logs()} == {"job failed"}
    await ticker.stop(1)


async def test_a_workspace_that_does_not_come_to_an_end_is_let_go_at_a_stop() -> None:
    lanes = Lanes("slow", "quick")
    ticker = Ticker(SECONDS, [Job("carry", lanes.run, None, lanes.find)])
    ticker.tick()
    await ticker.stop(SECONDS)
    assert lanes.done == ["quick"]


async def test_after_a_stop_it_ticks_no_more(ticker: Ticker, count: Count) -> None:
    with time_machine.travel(NOON) as wall:
        ticker.start()
        await count.reaches(2)
        wall.shift(timedelta(hours=-1))
        await ticker.stop(1)
        looks = count.looks
        await asyncio.sleep(4 * SECONDS)
    assert count.looks == looks
