"""The whole way of a search in the bot: from rows in the database to proposals with their reasons, and what follows.

In this process, with the search in one of its own, as always: no Slack. With everything that a lead does around it, and
how long each keeps the event loop from answering others.
"""

import asyncio
import gc
import json
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.app import RECONCILERS
from bot.core.clock import Clock
from bot.core.database import Database
from bot.core.edge import Edge
from bot.matching.model import MatchRun, RunState
from bot.matching.review.publishing import publish_proposals
from bot.matching.rounds.usecases import ask_who_is_in
from bot.matching.search.jobs import solve_asked_run
from bot.matching.search.usecases import ask_for_proposals, stop_search
from bot.people.model import Person
from tests.bench.crowd_rows import LEAD, PROGRAM, settle_crowd
from tests.bench.databases import KINDS
from tests.bench.figures import Figure
from tests.bench.stalls import Stall, at_rest, watched
from tests.matching.search.engine.crowd import crowd

SIZES = ((1_000, 0.5, 3), (5_000, 3.0, 1), (20_000, 20.0, 1))  # people of a side, the promised seconds, searches
MEMORY = 500.0  # MB, promised for the largest
STALL_MS = 50.0  # of the event loop; the promise
AT_REST = 5.0  # seconds
INTO_IT = 1.0  # seconds after which a search is called off

# The child, which leaves behind when it began to search and, once it is done, when that was and its memory at its
# highest. Its clock is that of this process.
NOTING = """
import json, pathlib, sys, time
from bot.matching.search.engine import child
note, search = pathlib.Path(sys.argv[1]), child.solve
def noted(*of):
    began = time.perf_counter()
    note.write_text(json.dumps([began]))
    result = search(*of)
    done = time.perf_counter()
    status = pathlib.Path("/proc/self/status").read_text()
    peak = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
    note.write_text(json.dumps([began, done, int(peak) * 1024 / 1e6]))
    return result
child.solve = noted
child.main()
"""

T = TypeVar("T")


async def measure() -> list[Figure]:
    figures: list[Figure] = []
    gc.freeze()  # as the bot does once it has started
    for kind, opened in KINDS.items():
        for size, seconds, times in SIZES:
            async with opened() as stored:
                await settle_crowd(stored.bot, crowd(size, size), datetime.now(UTC))
                await stored.settle()
                figures += await _measure_on(f"{kind}: {size:,} a side", stored.bot, size, seconds, times)
    gc.unfreeze()
    return figures


async def _measure_on(name: str, url: str, size: int, seconds: float, times: int) -> list[Figure]:
    is_largest = size == SIZES[-1][0]
    database = Database(url)
    bot = _Bot(database)
    try:
        figures = await _asking(name, bot) if is_largest else []
        figures += await _searching(name, bot, seconds, times, is_largest)
        figures += await _calling_off(name, bot) if is_largest else []
        figures += await _publishing(name, bot)
        return figures + await _asking_again(name, bot) if is_largest else figures
    finally:
        await database.dispose()


class _Bot:
    def __init__(self, database: Database) -> None:
        self.edge = Edge(database, Clock(), RECONCILERS)

    async def lead_does(self, deed: Callable[[AsyncSession, Person, datetime], Awaitable[T]]) -> T:
        async with self.edge.transaction() as db:
            return await deed(db, await db.get_one(Person, LEAD), self.edge.clock.now())

    async def ask(self) -> int:
        return (await self.lead_does(lambda db, lead, now: ask_for_proposals(db, lead, PROGRAM, now))).id

    async def state_of(self, run_id: int) -> RunState:
        async with self.edge.transaction() as db:
            return (await db.get_one(MatchRun, run_id)).state


@dataclass(frozen=True)
class _Search:
    """Seconds of its parts; memory of the child at its highest, in MB of 1,000,000."""

    run_id: int
    reading: float
    solving: float
    storing: float
    memory: float
    stall: Stall

    @property
    def seconds(self) -> float:
        return self.reading + self.solving + self.storing


async def _search(bot: _Bot) -> _Search:
    run_id = await bot.ask()
    with tempfile.TemporaryDirectory(prefix="flipside-bench-") as folder:
        note = Path(folder) / "note"
        async with watched() as stall:
            asked = time.perf_counter()
            await solve_asked_run(bot.edge, _child(note))
            over = time.perf_counter()
        began, done, memory = json.loads(note.read_text())
    if await bot.state_of(run_id) is not RunState.READY:
        raise RuntimeError("the search came to nothing")
    return _Search(run_id, began - asked, done - began, over - done, memory, stall)


def _child(note: Path) -> tuple[str, ...]:
    return sys.executable, "-c", NOTING, str(note)


async def _searching(name: str, bot: _Bot, seconds: float, times: int, is_largest: bool) -> list[Figure]:
    searches = [await _search(bot) for _ in range(times)]
    best = min(searches, key=lambda one: one.seconds)
    return [
        Figure(f"{name}, from rows to proposals", best.seconds, "s", most=seconds),
        Figure(f"{name}, thereof reading", best.reading, "s"),
        Figure(f"{name}, thereof solving", best.solving, "s"),
        Figure(f"{name}, thereof storing", best.storing, "s"),
        Figure(f"{name}, memory of the search", best.memory, "MB", most=MEMORY if is_largest else None),
        *_stalls(f"{name}, searching", best.stall),
    ]


def _stalls(name: str, stall: Stall) -> list[Figure]:
    return [
        Figure(f"{name}, longest stall of the loop", stall.late, "ms", most=STALL_MS),
        Figure(f"{name}, longest work of the loop at a stretch", stall.worked, "ms"),
    ]


async def _asking(name: str, bot: _Bot) -> list[Figure]:
    """The reminder before a matching."""
    rest = await at_rest(AT_REST)
    started = time.perf_counter()
    async with watched() as stall:
        day = bot.edge.clock.now().date() + timedelta(days=3)
        _, asked = await bot.lead_does(lambda db, lead, now: ask_who_is_in(db, lead, PROGRAM, day, now))
    seconds = time.perf_counter() - started
    return [
        Figure(f"{name}, longest stall with nothing to do, the noise of the machine", rest.late, "ms"),
        Figure(f"{name}, {asked:,} asked who is in", seconds, "s"),
        *_stalls(f"{name}, asking who is in", stall),
    ]


async def _calling_off(name: str, bot: _Bot) -> list[Figure]:
    run_id = await bot.ask()
    with tempfile.TemporaryDirectory(prefix="flipside-bench-") as folder:
        note = Path(folder) / "note"
        search = asyncio.create_task(solve_asked_run(bot.edge, _child(note)))
        while not note.exists() and not search.done():  # noqa: ASYNC110 - a file is no event
            await asyncio.sleep(0.01)
        await asyncio.sleep(INTO_IT)
        pressed = time.perf_counter()
        await bot.lead_does(lambda db, lead, _now: stop_search(db, lead, run_id))
        await search
        seconds = time.perf_counter() - pressed
    return [Figure(f"{name}, from calling it off to the end of its process", seconds, "s")]


async def _publishing(name: str, bot: _Bot) -> list[Figure]:
    async with bot.edge.transaction() as db:
        run_id = (await db.scalars(select(MatchRun.id).where(MatchRun.state == RunState.READY))).one()
    started = time.perf_counter()
    async with watched() as stall:
        _, published = await bot.lead_does(lambda db, lead, now: publish_proposals(db, lead, run_id, now))
    seconds = time.perf_counter() - started
    return [
        Figure(f"{name}, {len(published):,} pairs published", seconds, "s"),
        *_stalls(f"{name}, publishing", stall),
    ]


async def _asking_again(name: str, bot: _Bot) -> list[Figure]:
    """With all of them offered to somebody, so that there is nobody to search for: what is left is to see that."""
    again = await _search(bot)
    return [
        Figure(f"{name}, asked again when all are offered", again.seconds, "s"),
        *_stalls(f"{name}, asking again", again.stall),
    ]
