"""A clock that ticks. It stores nothing: what is due stands in the tables."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.core.telemetry import new_reference

Job = Callable[[], Awaitable[bool]]  # does a piece of what is due, and says whether there may be more

SOON = 0.005  # seconds

log = structlog.get_logger()


class _Runner:
    """Runs one job until nothing is left; asked again while it runs, it looks once more."""

    def __init__(self, name: str, job: Job) -> None:
        self._name = name
        self._job = job
        self._asked = False
        self.task: asyncio.Task[None] | None = None

    def ask(self) -> None:
        self._asked = True
        if self.task is None or self.task.done():
            self.task = asyncio.create_task(self._run(), name=f"job {self._name}")

    async def _run(self) -> None:
        while self._asked:
            self._asked = False
            try:
                while await self._job():
                    pass
            except Exception as error:
                log.error("job failed", job=self._name, reference=new_reference(), exc_info=error)


class Ticker:
    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._runners: list[_Runner] = []
        self._scheduler: AsyncIOScheduler | None = None
        self._stopped = False
        self._soon: asyncio.TimerHandle | None = None

    def add(self, name: str, job: Job) -> None:
        self._runners.append(_Runner(name, job))

    def start(self) -> None:
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._scheduler.add_job(self._tick, "interval", seconds=self._seconds, coalesce=True, misfire_grace_time=None)
        self._scheduler.start()
        self.tick()

    async def _tick(self) -> None:  # the scheduler would run a plain function in a thread
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
        if self._soon:
            self._soon.cancel()
        if running := self._running():
            _, late = await asyncio.wait(running, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
