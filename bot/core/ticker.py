"""A clock that ticks. It stores nothing: what is due stands in the tables."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.second_try import is_away
from bot.core.telemetry import new_reference

SOON = 0.005  # seconds
MISSED = 2  # periods without a tick

NextDue = Callable[[AsyncSession], Awaitable[datetime | None]]

log = structlog.get_logger()


@dataclass(frozen=True)
class Job:
    """`run` does a piece of what is due, and says whether there may be more.

    `next_due` says when its next work comes due by itself; None for work that only follows from what somebody does,
    or that nobody sees. With `lanes`, which says in which workspaces there may be work now, `run` is for one of them:
    they run side by side, and none waits for another.
    """

    name: str
    run: Callable[..., Awaitable[bool]]
    next_due: NextDue | None
    lanes: Callable[[], Awaitable[Collection[str]]] | None = None


class _Runner:
    """Runs some work until nothing is left; asked again while it runs, it looks once more."""

    def __init__(self, name: str, run: Callable[[], Awaitable[bool]]) -> None:
        self._name = name
        self._run_once = run
        self._asked = False
        self._task: asyncio.Task[None] | None = None

    def ask(self) -> None:
        self._asked = True
        if not self.running():
            self._task = asyncio.create_task(self._run(), name=f"job {self._name}")

    def running(self) -> list[asyncio.Task[None]]:
        return [self._task] if self._task and not self._task.done() else []

    async def _run(self) -> None:
        while self._asked:
            self._asked = False
            try:
                while await self._run_once():
                    pass
            except Exception as error:
                if is_away(error):
                    log.warning("job put off until the database is back", job=self._name)
                else:
                    log.error("job failed", job=self._name, reference=new_reference(), exc_info=error)


class _Lanes:
    """Runs a job in each workspace for itself."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._look = _Runner(job.name, self._ask_each)
        self._lanes: dict[str, _Runner] = {}
        self.ask = self._look.ask

    def running(self) -> list[asyncio.Task[None]]:
        return [*self._look.running(), *(task for lane in self._lanes.values() for task in lane.running())]

    async def _ask_each(self) -> bool:
        assert self._job.lanes is not None
        teams = await self._job.lanes()
        self._lanes = {team: lane for team, lane in self._lanes.items() if team in teams or lane.running()}
        for team in teams:
            if team not in self._lanes:
                self._lanes[team] = _Runner(self._job.name, partial(self._job.run, team))
            self._lanes[team].ask()
        return False


class Ticker:
    """APScheduler ticks, by the wall clock: one that is set back an hour keeps it silent for an hour (apscheduler 351,
    752). A watchdog on the loop's own clock, which nobody sets, ticks then, and has it begin anew.
    """

    def __init__(self, seconds: float, jobs: Sequence[Job] = ()) -> None:
        self._seconds = seconds
        self._jobs: list[Job] = []
        self._runners: list[_Runner | _Lanes] = []
        self._scheduler: AsyncIOScheduler | None = None
        self._ticking: Any = None  # the scheduler's job
        self._watchdog: asyncio.TimerHandle | None = None
        self._stopped = False
        self._soon: asyncio.TimerHandle | None = None
        for job in jobs:
            self.add(job)

    def add(self, job: Job) -> None:
        self._jobs.append(job)
        self._runners.append(_Lanes(job) if job.lanes else _Runner(job.name, job.run))

    async def next_due(self, db: AsyncSession) -> datetime | None:
        """When the next work of any job comes due by itself, or has come."""
        moments = [await job.next_due(db) for job in self._jobs if job.next_due]
        return min((moment for moment in moments if moment is not None), default=None)

    def start(self) -> None:
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._ticking = self._scheduler.add_job(
            self._tick, "interval", seconds=self._seconds, coalesce=True, misfire_grace_time=None
        )
        self._scheduler.start()
        self._watch()
        self.tick()

    async def _tick(self) -> None:  # the scheduler would run a plain function in a thread
        self._watch()
        self.tick()

    def _watch(self) -> None:
        if self._watchdog:
            self._watchdog.cancel()
        if not self._stopped:
            self._watchdog = asyncio.get_running_loop().call_later(MISSED * self._seconds, self._miss)

    def _miss(self) -> None:
        log.warning("ticks were missed, as when the clock is set back")
        self._ticking.reschedule("interval", seconds=self._seconds)
        self._watch()
        self.tick()

    def tick(self) -> None:
        """Asks every job to look for what is due, now."""
        if self._soon:
            self._soon.cancel()
            self._soon = None
        if not self._stopped:
            for runner in self._runners:
                runner.ask()

    def tick_soon(self) -> None:
        """For work that a listener has just caused: its ack goes first, some milliseconds ahead."""
        if self._soon is None:
            self._soon = asyncio.get_running_loop().call_later(SOON, self.tick)

    async def settled(self) -> None:
        """Waits until no job has anything left to do at this moment of the clock."""
        self.tick()
        while running := self._running():
            await asyncio.gather(*running)
            if self._soon:
                self.tick()

    def _running(self) -> list[asyncio.Task[None]]:
        return [task for runner in self._runners for task in runner.running()]

    async def stop(self, seconds: float) -> None:
        """No new looks. A job still running after that time is cancelled; its leases bring its work back."""
        self._stopped = True
        if self._scheduler:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None
        if self._watchdog:
            self._watchdog.cancel()
        if self._soon:
            self._soon.cancel()
        try:
            async with asyncio.timeout(seconds):
                while running := self._running():
                    await asyncio.wait(running)
        except TimeoutError:
            for task in (late := self._running()):
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
