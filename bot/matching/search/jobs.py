import asyncio
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.core.edge import Edge
from bot.matching.search import results, usecases, views
from bot.matching.search.engine.fit import points
from bot.matching.search.engine.model import Unmatched
from bot.matching.search.engine.passing import LENGTH, packed, unpacked
from bot.matching.search.pool import Pool, people_after

ROOT = Path(__file__).parents[3]
CHILD = (sys.executable, "-m", "bot.matching.search.engine.child")
MANY = 2_000  # people from which on a search says how far it is
AHEAD = 2**22  # bytes read out of the database while the process is still busy with its imports
LOOK_EVERY = 0.4  # seconds between two looks at whether the search was called off


async def solve_asked_run(edge: Edge, child: Sequence[str] = CHILD, many: int = MANY) -> bool:
    """Works out one run that a lead asked for. The solving happens in a process of its own."""
    async with edge.transaction() as db:
        taken = await usecases.take_run(db, edge.clock.now())
    if taken is None:
        return False
    run, pool = taken
    progress = Progress(edge, run.id, many)
    try:
        await _solve_elsewhere(edge, run.id, pool, child, progress)
    except BaseException as error:  # a stop, too: whoever comes next need not wait for the lease
        async with edge.transaction() as db:
            stopped = isinstance(error, asyncio.CancelledError)
            await usecases.give_back(db, run.id, edge.clock.now(), counts=not stopped)
        raise
    return True


async def _solve_elsewhere(edge: Edge, run_id: int, pool: Pool, child: Sequence[str], progress: "Progress") -> None:
    """In a process that reads its task, writes the answer and ends; should this one die, it ends by itself.

    People are read, and results stored, in short transactions, so that a search among thousands keeps nobody waiting.
    A lead who calls the search off is noticed between two of them.
    """
    process = await asyncio.create_subprocess_exec(
        *child, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    )
    work = asyncio.create_task(_ask(process, edge, run_id, pool, progress))
    following = asyncio.create_task(_follow(process, progress))
    try:
        while not (await asyncio.wait({work}, timeout=LOOK_EVERY))[0]:
            async with edge.transaction() as db:
                if not await usecases.keep_on(db, run_id, edge.clock.now()):
                    return
        await work
    except asyncio.CancelledError:
        following.cancel()
        raise
    finally:
        if process.returncode is None:
            process.kill()
        work.cancel()
        await asyncio.gather(work, following, return_exceptions=True)
        await process.wait()


async def _follow(process: asyncio.subprocess.Process, progress: "Progress") -> None:
    assert process.stderr is not None
    async for line in process.stderr:
        await progress.note(line.decode(errors="replace").strip())


class Progress:
    """How far a long search is, noted for whoever waits for it."""

    def __init__(self, edge: Edge, run_id: int, many: int) -> None:
        self._edge, self._run_id, self._many = edge, run_id, many
        self.people = 0

    async def note(self, stage: str) -> None:
        if self.people >= self._many and stage in views.STAGES:
            async with self._edge.transaction() as db:
                await usecases.note_stage(db, self._run_id, stage)


async def _ask(process: asyncio.subprocess.Process, edge: Edge, run_id: int, pool: Pool, progress: "Progress") -> None:
    await _tell(process, edge, pool, progress)
    await _store(process, edge, run_id, pool)


async def _tell(process: asyncio.subprocess.Process, edge: Edge, pool: Pool, progress: "Progress") -> None:
    assert process.stdin is not None
    process.stdin.transport.set_write_buffer_limits(AHEAD)
    process.stdin.write(packed(pool.task))
    last: int | None = 0
    while last is not None:
        async with edge.transaction() as db:
            people, last = await people_after(db, pool, last)
        progress.people += len(people[0]) + len(people[1])
        process.stdin.write(packed(people))
        await process.stdin.drain()
    process.stdin.write(packed(None))
    await process.stdin.drain()


async def _store(process: asyncio.subprocess.Process, edge: Edge, run_id: int, pool: Pool) -> None:
    certificate, what_ifs = await _heard(process)
    async with edge.transaction() as db:
        pinned, now = pool.task.pinned, edge.clock.now()
        counted = points(pool.task.rules)
        if not await results.begin_results(db, run_id, certificate, what_ifs, now, pinned=len(pinned), counted=counted):
            return
    alone: Counter[str] = Counter()
    while (some := await _heard(process)) is not None:
        alone.update(one.role for one in some if isinstance(one, Unmatched))
        async with edge.transaction() as db:
            await results.add_results(db, run_id, some, pinned)
    async with edge.transaction() as db:
        await results.finish_run(db, run_id, alone, edge.clock.now())


async def _heard(process: asyncio.subprocess.Process) -> Any:
    """What the process says next. Raises IncompleteReadError where it ended instead."""
    assert process.stdout is not None
    (length,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
    return unpacked(await process.stdout.readexactly(length))
