import asyncio
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import LastWord, Message
from bot.core.edge import Edge
from bot.core.outbox import OutboxRow
from bot.enrolment.model import Enrolment, EnrolmentState, RoundAnswer
from bot.matching import results, review_views, round_views, rounds, usecases, views
from bot.matching.engine.fit import points
from bot.matching.engine.model import Unmatched
from bot.matching.engine.passing import LENGTH, packed, unpacked
from bot.matching.model import MatchRun, RunState
from bot.matching.pages import Spot, review_at
from bot.matching.pool import Pool, people_after
from bot.matching.queries import Order
from bot.matching.rounds import counts_of
from bot.people.queries import find_person
from bot.programs.model import PLANNING, Program, ProgramState

ROOT = Path(__file__).parents[2]
CHILD = (sys.executable, "-m", "bot.matching.engine.child")
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


async def proposals_ready(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    run = await db.get_one(MatchRun, row.subject_id)
    program = await db.get_one(Program, run.program_id)
    if program.state is ProgramState.CLOSED or run.state is not RunState.READY:
        return None
    return review_views.review(await review_at(db, run, Spot(run.id, Order.BEST, 1)))


async def proposals_settled(db: AsyncSession, row: OutboxRow, now: datetime) -> Message | None:
    """Good again where the search that was to replace them came to nothing."""
    run = await db.get_one(MatchRun, row.subject_id)
    program = await db.get_one(Program, run.program_id)
    if run.state is RunState.PUBLISHED:
        return LastWord(views.proposals_published(program).blocks)
    if program.state is ProgramState.CLOSED:
        return LastWord(views.closed(program).blocks)
    return await proposals_ready(db, row, now) or views.proposals_replaced(program)


async def search(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    """Where it takes longer than a moment."""
    run = await db.get_one(MatchRun, row.subject_id)
    if run.state is not RunState.ASKED:
        return None
    return views.progress(await db.get_one(Program, run.program_id), run)


async def search_settled(db: AsyncSession, row: OutboxRow, now: datetime) -> Message:
    run = await db.get_one(MatchRun, row.subject_id)
    program = await db.get_one(Program, run.program_id)
    if run.state is RunState.FAILED:
        return LastWord(views.search_failed(program).blocks)
    if run.state is RunState.CANCELLED:
        before = await db.get(MatchRun, run.replaces_id) if run.replaces_id is not None else None
        is_good = before is not None and before.state is RunState.READY
        return LastWord(views.stopped(program, before if is_good else None).blocks)
    return await search(db, row, now) or LastWord(views.search_over(program).blocks)


async def proposals_undelivered(db: AsyncSession, row: OutboxRow, now: datetime) -> None:
    await results.lead_told_failed(db, row.subject_id, now)


async def still_in(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    enrolment = await db.get(Enrolment, row.subject_id)
    if enrolment is None or enrolment.state is not EnrolmentState.ENROLLED:
        return None
    if enrolment.round_answer is not RoundAnswer.ASKED:  # answered, or over
        return None
    return round_views.still_in(await db.get_one(Program, enrolment.program_id), enrolment)


async def still_in_settled(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    enrolment = await db.get_one(Enrolment, row.subject_id)
    program = await db.get_one(Program, enrolment.program_id)
    if not rounds.is_asked(enrolment):
        return LastWord(round_views.round_over(program).blocks)
    return None if enrolment.round_answer is RoundAnswer.ASKED else round_views.answered(program, enrolment).message


async def match_day(db: AsyncSession, row: OutboxRow, now: datetime) -> Message | None:
    """Not where the day was moved, or the pairs are published already."""
    program = await db.get_one(Program, row.subject_id)
    lead = await find_person(db, row.team_id, row.recipient)
    if lead is None or program.state not in PLANNING or program.matches_on != now.astimezone(lead.hours.zone).date():
        return None
    return round_views.match_day(program, await counts_of(db, program.id))


async def proposals_failed(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message:
    run = await db.get_one(MatchRun, row.subject_id)
    return views.proposals_failed(await db.get_one(Program, run.program_id))
