"""Whether anything is under way between Slack and the app."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Activity:
    """Counts what is under way; `idle` waits until that is nothing."""

    def __init__(self) -> None:
        self._count = 0
        self._idle = asyncio.Event()
        self._idle.set()

    def begin(self) -> None:
        self._count += 1
        self._idle.clear()

    def end(self) -> None:
        self._count -= 1
        if self._count == 0:
            self._idle.set()

    @contextmanager
    def busy(self) -> Iterator[None]:
        self.begin()
        try:
            yield
        finally:
            self.end()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Inside what is under way, a stretch that nobody should wait for."""
        self.end()
        try:
            yield
        finally:
            self.begin()

    async def idle(self) -> None:
        # Something may begin between the event and the waking of this task.
        while self._count:
            await self._idle.wait()
