from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import LastWord, Message
from bot.core.composing import Letter
from bot.core.outbox import OutboxRow
from bot.matching.kinds import PROPOSALS_READY
from bot.matching.model import MatchRun, RunState
from bot.matching.review.pages import review_at
from bot.matching.review.views import review
from bot.matching.search import results, views
from bot.matching.spots import Order, Spot
from bot.programs.model import Program
from bot.programs.rules.lifecycle import ProgramState


async def proposals_ready(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    run = await db.get_one(MatchRun, row.subject_id)
    program = await db.get_one(Program, run.program_id)
    if program.state is ProgramState.CLOSED or run.state is not RunState.READY:
        return None
    return review(await review_at(db, run, Spot(run.id, Order.BEST, 1)))


async def proposals_settled(db: AsyncSession, row: OutboxRow, now: datetime) -> Message | None:
    """Good again where the search that was to replace them came to nothing."""
    run = await db.get_one(MatchRun, row.subject_id)
    program = await db.get_one(Program, run.program_id)
    if run.state is RunState.PUBLISHED:
        return LastWord(views.proposals_published(program).blocks)
    if program.state is ProgramState.CLOSED:
        return LastWord(views.closed(program).blocks)
    return await proposals_ready(db, row, now) or views.proposals_replaced(program)


async def proposals_undelivered(db: AsyncSession, row: OutboxRow, now: datetime) -> None:
    await results.lead_told_failed(db, row.subject_id, now)


LETTERS = (Letter(PROPOSALS_READY, proposals_ready, failed=proposals_undelivered, settled=proposals_settled),)
