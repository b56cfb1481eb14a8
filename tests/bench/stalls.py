"""How long one piece of work keeps an event loop from all others."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

EVERY = 0.001  # seconds between two looks


@dataclass
class Stall:
    """The longest, in milliseconds: by the clock, which counts what the machine did meanwhile for others, too; and by
    what this thread worked at a stretch, which counts nothing else.
    """

    late: float = 0.0
    worked: float = 0.0


@asynccontextmanager
async def watched() -> AsyncIterator[Stall]:
    stall = Stall()
    watch = asyncio.create_task(_watch(stall))
    await asyncio.sleep(0)
    try:
        yield stall
        await asyncio.sleep(EVERY)  # so that what came last is seen, too
    finally:
        watch.cancel()
        await asyncio.gather(watch, return_exceptions=True)


async def at_rest(seconds: float) -> Stall:
    """What is seen where nothing is done: the noise of the machine."""
    async with watched() as stall:
        await asyncio.sleep(seconds)
    return stall


async def _watch(stall: Stall) -> None:
    while True:
        began, worked = time.perf_counter(), time.thread_time()
        await asyncio.sleep(EVERY)
        stall.late = max(stall.late, (time.perf_counter() - began - EVERY) * 1000)
        stall.worked = max(stall.worked, (time.thread_time() - worked) * 1000)
