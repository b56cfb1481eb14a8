from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import LastWord, Message
from bot.core.composing import Letter
from bot.core.outbox import OutboxRow
from bot.matching.kinds import PROPOSALS_FAILED, SEARCH
from bot.matching.model import MatchRun, RunState
from bot.matching.search import views
from bot.programs.model import Program


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


async def proposals_failed(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message:
    run = await db.get_one(MatchRun, row.subject_id)
    return views.proposals_failed(await db.get_one(Program, run.program_id))


LETTERS = (
    Letter(SEARCH, search, settled=search_settled),
    Letter(PROPOSALS_FAILED, proposals_failed),
)
