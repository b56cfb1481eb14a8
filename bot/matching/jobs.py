import asyncio
import subprocess
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Message
from bot.core.edge import Edge
from bot.core.outbox import OutboxRow
from bot.matching import usecases, views
from bot.matching.engine.model import Unmatched
from bot.matching.engine.passing import LENGTH, packed, unpacked
from bot.matching.model import MatchRun, RunState
from bot.matching.pool import Pool, people_after
from bot.matching.queries import alone_of, count_proposals, proposals_of
from bot.programs.model import Program, ProgramState
from bot.skills.model import Side
from bot.skills.queries import labels_of, skills_of

ROOT = Path(__file__).parents[2]


async def solve_asked_run(edge: Edge) -> bool:
    """Works out one run that a lead asked for. The solving happens in a process of its own."""
    async with edge.transaction() as db:
        taken = await usecases.take_run(db, edge.clock.now())
    if taken is None:
        return False
    run, pool = taken
    try:
        await _solve_elsewhere(edge, run.id, pool)
    except BaseException:  # a stop, too: whoever comes next need not wait for the lease
        async with edge.transaction() as db:
            await usecases.give_back(db, run.id, edge.clock.now())
        raise
    return True


async def _solve_elsewhere(edge: Edge, run_id: int, pool: Pool) -> None:
    """In a process that reads its task, writes the answer and ends; should this one die, it ends by itself.

    People are read, and results stored, in short transactions, so that a search among thousands keeps nobody waiting.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.matching.engine.child",
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT,
    )  # fmt: skip
    try:
        await _tell(process, edge, pool)
        await _store(process, edge, run_id)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _tell(process: asyncio.subprocess.Process, edge: Edge, pool: Pool) -> None:
    assert process.stdin is not None
    process.stdin.write(packed(pool.task))
    last: int | None = 0
    while last is not None:
        async with edge.transaction() as db:
            people, last = await people_after(db, pool, last)
        process.stdin.write(packed(people))
        await process.stdin.drain()
    process.stdin.write(packed(None))
    await process.stdin.drain()


async def _store(process: asyncio.subprocess.Process, edge: Edge, run_id: int) -> None:
    certificate, what_ifs = await _heard(process)
    async with edge.transaction() as db:
        if not await usecases.begin_results(db, run_id, certificate, what_ifs, edge.clock.now()):
            return
    alone: Counter[str] = Counter()
    while (some := await _heard(process)) is not None:
        alone.update(one.role for one in some if isinstance(one, Unmatched))
        async with edge.transaction() as db:
            await usecases.add_results(db, run_id, some)
    async with edge.transaction() as db:
        await usecases.finish_run(db, run_id, alone, edge.clock.now())


async def _heard(process: asyncio.subprocess.Process) -> Any:
    """What the process says next. Raises IncompleteReadError where it ended instead."""
    assert process.stdout is not None
    (length,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
    return unpacked(await process.stdout.readexactly(length))


async def proposals_ready(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    run = await db.get_one(MatchRun, row.subject_id)
    program = await db.get_one(Program, run.program_id)
    if program.state is ProgramState.CLOSED or run.state is not RunState.READY:
        return None
    shown = await proposals_of(db, run.id, views.SHOWN)
    offers = await skills_of(db, [mentor.id for _, mentor, _ in shown])
    labels = await labels_of(db, program.team_id)
    proposed = [
        views.Proposed(proposal, mentor, mentee, [labels.get(s, s) for s in offers.get((mentor.id, Side.OFFERS), ())])
        for proposal, mentor, mentee in shown
    ]
    total = await count_proposals(db, run.id)
    return views.proposals_ready(program, run, proposed, total, await alone_of(db, run.id, views.ALONE_SHOWN))


async def proposals_undelivered(db: AsyncSession, row: OutboxRow, now: datetime) -> None:
    await usecases.lead_told_failed(db, row.subject_id, now)


async def proposals_failed(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message:
    run = await db.get_one(MatchRun, row.subject_id)
    return views.proposals_failed(await db.get_one(Program, run.program_id))
