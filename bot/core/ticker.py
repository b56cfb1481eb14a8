"""A clock that ticks. It stores nothing: what is due stands in the tables."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.telemetry import new_reference

SOON = 0.005  # seconds
MISSED = 2  # periods without a tick

NextDue = Callable[[AsyncSession], Awaitable[datetime | None]]

log = structlog.get_logger()


@dataclass(frozen=True)
class Job:
    """`run` does a piece of what is due, and says whether there may be more.

    `next_due` says when its next work comes due by itself; None for work that only follows from what somebody does,
    or that nobody sees.
    """

    name: str
    run: Callable[[], Awaitable[bool]]
    next_due: NextDue | None


class _Runner:
    """Runs one job until nothing is left; asked again while it runs, it looks once more."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._asked = False
        self.task: asyncio.Task[None] | None = None

    def ask(self) -> None:
        self._asked = True
        if self.task is None or self.task.done():
            self.task = asyncio.create_task(self._run(), name=f"job {self._job.name}")

    async def _run(self) -> None:
        while self._asked:
            self._asked = False
            try:
                while await self._job.run():
                    pass
            except Exception as error:
                log.error("job failed", job=self._job.name, reference=new_reference(), exc_info=error)


class Ticker:
    """APScheduler ticks, by the wall clock: one that is set back an hour keeps it silent for an hour (apscheduler 351,
    752). A watchdog on the loop's own clock, which nobody sets, ticks then, and has it begin anew.
    """

    def __init__(self, seconds: float, jobs: Sequence[Job] = ()) -> None:
        self._seconds = seconds
        self._jobs: list[Job] = []
        self._runners: list[_Runner] = []
        self._scheduler: AsyncIOScheduler | None = None
        self._ticking: Any = None  # the scheduler's job
        self._watchdog: asyncio.TimerHandle | None = None
        self._stopped = False
        self._soon: asyncio.TimerHandle | None = None
        for job in jobs:
            self.add(job)

    def add(self, job: Job) -> None:
        self._jobs.append(job)
        self._runners.append(_Runner(job))

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
        return [runner.task for runner in self._runners if runner.task and not runner.task.done()]

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
        if running := self._running():
            _, late = await asyncio.wait(running, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
