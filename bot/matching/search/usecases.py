from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.cards import settle_cards
from bot.core.changes import changes
from bot.core.outbox import post
from bot.core.refusals import Refusal
from bot.core.sentences import _
from bot.enrolment.queries import widest_gap
from bot.matching.kinds import PROPOSALS_FAILED, SEARCH
from bot.matching.model import MatchRun, RunState
from bot.matching.search.pool import Pool, pins_that_hold, pool_of
from bot.matching.search.queries import Missing, missing_in, oldest_asked_run, pins_of
from bot.matching.search.results import LEASE, PROPOSALS, SEARCHES, to_lead
from bot.people.model import Person
from bot.people.queries import levels_in_use
from bot.programs.model import Program
from bot.programs.queries import is_lead
from bot.programs.rules.lifecycle import PLANNING, ProgramState
from bot.programs.usecases import lock_led_program

# What a try counts that failed, and one that was cut off, as by a restart, which may have been no fault of the search.
FAILED, CUT_OFF = 2, 1
ENOUGH = 6  # three that failed, or six that were cut off
MOMENT = timedelta(seconds=3)  # a search that takes longer says how far it is


NOTHING_TO_MATCH = {
    ProgramState.DRAFT: _(
        "{program} is still a draft, so there are no pairs to make yet. To open it, type /mentor program."
    ),
    ProgramState.CLOSING: _(
        "{program} is winding down, so there are no new pairs to make. To keep it going, type /mentor program."
    ),
    ProgramState.CLOSED: _("{program} has closed, so there are no more pairs to make."),
}


class AlreadyLooking(Refusal):
    def __init__(self) -> None:
        super().__init__(_("I'm looking for pairs already. You'll have my proposals in a moment."))


class NothingToMatch(Refusal):
    def __init__(self, program: Program) -> None:
        super().__init__(NOTHING_TO_MATCH[program.state], program=program.name)


class NothingToStop(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This search is over already. To start another one, type /mentor match."))


async def doubt_about_gap(
    db: AsyncSession, person: Person, program_id: int, values: Mapping[str, Any]
) -> tuple[int, int, int] | None:
    """(gap asked for, most junior level, most senior level) where no two people are that far apart, or may ever be."""
    if not await is_lead(db, program_id, person.id):
        return None  # and no hint of who is in it either
    wanted = values["min_gap"]
    scale = await levels_in_use(db, person.team_id)
    enrolled = await widest_gap(db, program_id)
    for junior, senior in ((scale[0], scale[-1]), *([enrolled] if enrolled else [])):
        if senior - junior < wanted:
            return wanted, junior, senior
    return None


async def who_is_missing(db: AsyncSession, person: Person, program_id: int) -> Missing | None:
    """None where both sides have somebody. Raises NotALead, AlreadyClosed, NothingToMatch."""
    program = await lock_led_program(db, person, program_id)
    if program.state not in PLANNING:
        raise NothingToMatch(program)
    return await missing_in(db, program.id)


async def ask_for_proposals(db: AsyncSession, person: Person, program_id: int, now: datetime) -> MatchRun:
    """Notes that a lead wants proposals; a job makes them, around what was pinned in older ones, which lapse."""
    program = await lock_led_program(db, person, program_id)
    if program.state not in PLANNING:
        raise NothingToMatch(program)
    running = await db.scalar(
        select(MatchRun.id).where(MatchRun.program_id == program.id, MatchRun.state == RunState.ASKED)
    )
    if running is not None:
        raise AlreadyLooking
    older = MatchRun.program_id == program.id, MatchRun.state == RunState.READY
    replaced = await db.scalar(select(func.max(MatchRun.id)).where(*older))
    await db.execute(update(MatchRun).where(*older).values(state=RunState.OUTDATED))
    if replaced is not None:
        settle_cards(db, PROPOSALS, [replaced])
    run = MatchRun(program_id=program.id, asked_by=person.slack_id, asked_at=now, replaces_id=replaced)
    db.add(run)
    await db.flush()
    await post(db, [await to_lead(db, SEARCH, run, now + MOMENT)], now)
    changes(db).work_is_due = True
    return run


async def take_run(db: AsyncSession, now: datetime) -> tuple[MatchRun, Pool] | None:
    """Claims the oldest run that waits. One that failed or was cut off often enough is given up, and its lead told."""
    run = await oldest_asked_run(db, now)
    if run is None:
        return None
    if run.tries >= ENOUGH:
        await _give_up(db, run, now)
        return None
    run.tries += CUT_OFF  # all that stays of a try of which nobody heard again
    run.leased_until = now + LEASE
    pool = await pool_of(db, await db.get_one(Program, run.program_id), now)
    pinned = await pins_that_hold(db, pool, await pins_of(db, run.replaces_id))
    return run, replace(pool, task=replace(pool.task, pinned=pinned))


async def note_stage(db: AsyncSession, run_id: int, stage: str) -> None:
    """How far a search is, for whoever waits for it."""
    run = await db.get_one(MatchRun, run_id, with_for_update=True, populate_existing=True)
    if run.state is RunState.ASKED:
        run.stage = stage
        settle_cards(db, SEARCHES, [run.id])


async def keep_on(db: AsyncSession, run_id: int, now: datetime) -> bool:
    """Whether somebody still waits for this search; nobody else takes it up for another while, then."""
    state = await db.scalar(select(MatchRun.state).where(MatchRun.id == run_id))
    if state is not RunState.ASKED:
        return False
    await db.execute(update(MatchRun).where(MatchRun.id == run_id).values(leased_until=now + LEASE))
    return True


async def give_back(db: AsyncSession, run_id: int, now: datetime, *, counts: bool = True) -> None:
    """After a failure: the run is tried again, until it is enough; then its lead is told.

    `counts` says whether this try does at all: being stopped in good order is no failure.
    """
    run = await db.get_one(MatchRun, run_id, with_for_update=True, populate_existing=True)
    if run.state is not RunState.ASKED:
        return
    run.leased_until = None
    if not counts:
        run.tries -= CUT_OFF
        return
    run.tries += FAILED - CUT_OFF
    if run.tries >= ENOUGH:
        await _give_up(db, run, now)


async def stop_search(db: AsyncSession, person: Person, run_id: int) -> tuple[Program, MatchRun | None]:
    """Calls off a search; whoever works on it sees that soon. Proposals that it was to replace are good again.

    Returns those, too. Raises NotALead, AlreadyClosed, NothingToStop.
    """
    run = await db.get(MatchRun, run_id)
    if run is None:
        raise NothingToStop
    program = await lock_led_program(db, person, run.program_id)
    await db.refresh(run, with_for_update=True)
    if run.state is not RunState.ASKED:
        raise NothingToStop
    return program, await _end(db, run, RunState.CANCELLED)


async def _give_up(db: AsyncSession, run: MatchRun, now: datetime) -> None:
    await _end(db, run, RunState.FAILED)
    await post(db, [await to_lead(db, PROPOSALS_FAILED, run, now)], now)


async def _end(db: AsyncSession, run: MatchRun, state: RunState) -> MatchRun | None:
    """Without proposals. Returns the run whose proposals are good again."""
    run.state = state
    run.leased_until = None
    settle_cards(db, SEARCHES, [run.id])
    before = await db.get(MatchRun, run.replaces_id) if run.replaces_id is not None else None
    if before is None or before.state is not RunState.OUTDATED:
        return None
    before.state = RunState.READY
    settle_cards(db, PROPOSALS, [before.id])
    return before
