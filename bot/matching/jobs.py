import asyncio
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Message
from bot.core.edge import Edge
from bot.core.outbox import OutboxRow
from bot.matching import usecases, views
from bot.matching.model import MatchRun
from bot.matching.queries import count_proposals, proposals_of
from bot.matching.rules import Couple
from bot.matching.solver import solve
from bot.programs.model import Program


async def solve_asked_run(edge: Edge) -> bool:
    """Works out one run that a lead asked for. The solving happens in a process of its own."""
    async with edge.transaction() as db:
        taken = await usecases.take_run(db, edge.clock.now())
    if taken is None:
        return False
    run, pool = taken
    try:
        found = await _solve_elsewhere(pool)
    except Exception:
        async with edge.transaction() as db:
            await usecases.give_back(db, run.id, edge.clock.now())
        raise
    async with edge.transaction() as db:
        await usecases.store_proposals(db, run.id, pool, found, edge.clock.now())
    return True


async def _solve_elsewhere(pool: usecases.Pool) -> list[Couple]:
    # Spawned, since a forked child would inherit locks held by this process's threads.
    spawn = multiprocessing.get_context("spawn")
    process = ProcessPoolExecutor(max_workers=1, mp_context=spawn)
    try:
        return await asyncio.get_running_loop().run_in_executor(process, solve, pool.mentors, pool.mentees, pool.never)
    finally:
        process.shutdown(wait=False, cancel_futures=True)


async def proposals_ready(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message:
    run = await db.get_one(MatchRun, row.subject_id)
    program = await db.get_one(Program, run.program_id)
    shown = await proposals_of(db, run.id, views.SHOWN)
    return views.proposals_ready(program, run, shown, await count_proposals(db, run.id))


async def proposals_failed(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message:
    run = await db.get_one(MatchRun, row.subject_id)
    return views.proposals_failed(await db.get_one(Program, run.program_id))
