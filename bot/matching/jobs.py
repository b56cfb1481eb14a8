import asyncio
import pickle
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Message
from bot.core.edge import Edge
from bot.core.outbox import OutboxRow
from bot.matching import usecases, views
from bot.matching.model import MatchRun, RunState
from bot.matching.queries import count_proposals, proposals_of
from bot.matching.rules import Couple
from bot.programs.model import Program, ProgramState
from bot.skills.queries import labels_of

ROOT = Path(__file__).parents[2]


async def solve_asked_run(edge: Edge) -> bool:
    """Works out one run that a lead asked for. The solving happens in a process of its own."""
    async with edge.transaction() as db:
        taken = await usecases.take_run(db, edge.clock.now())
    if taken is None:
        return False
    run, pool = taken
    try:
        found = await _solve_elsewhere(pool)
    except BaseException:  # a stop, too: whoever comes next need not wait for the lease
        async with edge.transaction() as db:
            await usecases.give_back(db, run.id, edge.clock.now())
        raise
    async with edge.transaction() as db:
        await usecases.store_proposals(db, run.id, pool, found, edge.clock.now())
    return True


async def _solve_elsewhere(pool: usecases.Pool) -> list[Couple]:
    """In a process that reads its task, writes the answer and ends; should this one die, it ends by itself."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.matching.solver", stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    )
    try:
        answer, _ = await process.communicate(pickle.dumps((pool.mentors, pool.mentees, pool.never, pool.guidelines)))
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise RuntimeError(f"the solver ended with status {process.returncode}")
    found: list[Couple] = pickle.loads(answer)  # noqa: S301 - written by our own child
    return found


async def proposals_ready(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    run = await db.get_one(MatchRun, row.subject_id)
    program = await db.get_one(Program, run.program_id)
    if program.state is ProgramState.CLOSED or run.state is not RunState.READY:
        return None
    shown = await proposals_of(db, run.id, views.SHOWN)
    return views.proposals_ready(
        program, run, shown, await count_proposals(db, run.id), await labels_of(db, program.team_id)
    )


async def proposals_failed(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message:
    run = await db.get_one(MatchRun, row.subject_id)
    return views.proposals_failed(await db.get_one(Program, run.program_id))
