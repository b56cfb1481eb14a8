"""What a door has taken in and not answered yet, so that a stop can wait for it."""

import asyncio
from collections.abc import Callable
from typing import Any

import structlog

TURNS = 3  # of the loop, in which a payload gets from its socket into hand

log = structlog.get_logger()


class InHand:
    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def take(self) -> None:
        """The task that is running, until it is done."""
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def drain(self, seconds: float, is_more_coming: Callable[[], bool] = lambda: False) -> None:
        """Waits until nothing is in hand, nor about to be, for that long at most; what is left is logged."""
        try:
            async with asyncio.timeout(seconds):
                await self._emptied(is_more_coming)
        except TimeoutError:
            log.warning("stopped with calls in hand", calls=len(self._tasks))

    async def _emptied(self, is_more_coming: Callable[[], bool]) -> None:
        quiet = 0
        while quiet < TURNS:
            if self._tasks:
                await asyncio.wait(self._tasks)
            await asyncio.sleep(0)
            quiet = 0 if self._tasks or is_more_coming() else quiet + 1
