from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import LastWord, Message
from bot.core.composing import Letter
from bot.core.outbox import OutboxRow
from bot.enrolment.model import Enrolment, EnrolmentState, RoundAnswer
from bot.enrolment.unreached import leads_told_unreached
from bot.matching import results, review_views, round_views, rounds, views
from bot.matching.kinds import MATCH_DAY, PROPOSALS_FAILED, PROPOSALS_READY, SEARCH, STILL_IN
from bot.matching.model import MatchRun, RunState
from bot.matching.pages import Spot, review_at
from bot.matching.queries import Order
from bot.matching.rounds import counts_of
from bot.people.queries import find_person
from bot.programs.model import Program
from bot.programs.rules.lifecycle import PLANNING, ProgramState


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


LETTERS = (
    Letter(SEARCH, search, settled=search_settled),
    Letter(PROPOSALS_READY, proposals_ready, failed=proposals_undelivered, settled=proposals_settled),
    Letter(PROPOSALS_FAILED, proposals_failed),
    Letter(STILL_IN, still_in, failed=leads_told_unreached, settled=still_in_settled),
    Letter(MATCH_DAY, match_day),
)
