from collections.abc import Mapping, Sequence, Set
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.changes import changes
from bot.core.outbox import OutboxRow, post
from bot.core.refusals import Refusal
from bot.enrolment.queries import widest_gap
from bot.matching.engine.fit import Fit
from bot.matching.engine.model import Certificate, Couple, Unmatched, WhatIf
from bot.matching.engine.model import Proposal as Found
from bot.matching.model import Alone, MatchRun, Proposal, ProposalState, RunState
from bot.matching.pool import Pool, pins_that_hold, pool_of, whole_task
from bot.matching.queries import forget_answers, oldest_asked_run, pins_of, proposals_of
from bot.offers.usecases import Couple as Offered
from bot.offers.usecases import make_offers
from bot.people.model import Person
from bot.people.queries import levels_in_use
from bot.programs.lifecycle import LABELS
from bot.programs.model import PLANNING, Program, ProgramState
from bot.programs.queries import is_lead
from bot.programs.usecases import lock_led_program

LEASE = timedelta(minutes=2)
TRIES = 3


class AlreadyLooking(Refusal):
    def __init__(self) -> None:
        super().__init__("I am looking for pairs already. You will have my proposals in a moment.")


class NothingToMatch(Refusal):
    def __init__(self, program: Program) -> None:
        super().__init__(
            f"{program.name} is {LABELS[program.state]}, so there are no pairs to make. "
            "Type /mentor program to open it or keep it going."
        )


class ProposalsOutdated(Refusal):
    def __init__(self) -> None:
        super().__init__("These proposals are no longer the newest ones. Type /mentor match to get fresh ones.")


class AlreadyPublished(Refusal):
    def __init__(self) -> None:
        super().__init__("These pairs are published already, and both sides of each have been asked.")


class NobodyLeft(Refusal):
    def __init__(self) -> None:
        super().__init__("By now nobody of these can be paired any more. Type /mentor match to get fresh proposals.")


class NothingToStop(Refusal):
    def __init__(self) -> None:
        super().__init__("This search is over already. Type /mentor match to start another one.")


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
    run = MatchRun(program_id=program.id, asked_by=person.slack_id, asked_at=now, replaces_id=replaced)
    db.add(run)
    await db.flush()
    changes(db).work_is_due = True
    return run


async def take_run(db: AsyncSession, now: datetime) -> tuple[MatchRun, Pool] | None:
    """Claims the oldest run that waits. One that failed TRIES times is given up, and its lead told."""
    run = await oldest_asked_run(db, now)
    if run is None:
        return None
    if run.tries >= TRIES:
        await _give_up(db, run, now)
        return None
    run.tries += 1
    run.leased_until = now + LEASE
    pool = await pool_of(db, await db.get_one(Program, run.program_id), now)
    pinned = await pins_that_hold(db, pool, await pins_of(db, run.replaces_id))
    return run, replace(pool, task=replace(pool.task, pinned=pinned))


async def keep_on(db: AsyncSession, run_id: int, now: datetime) -> bool:
    """Whether somebody still waits for this search; nobody else takes it up for another while, then."""
    state = await db.scalar(select(MatchRun.state).where(MatchRun.id == run_id))
    if state is not RunState.ASKED:
        return False
    await db.execute(update(MatchRun).where(MatchRun.id == run_id).values(leased_until=now + LEASE))
    return True


async def give_back(db: AsyncSession, run_id: int, now: datetime, *, counts: bool = True) -> None:
    """After a failure: the run is tried again, up to TRIES times; then its lead is told.

    `counts` says whether this try is one of those: being stopped is no failure.
    """
    run = await db.get_one(MatchRun, run_id, with_for_update=True, populate_existing=True)
    if run.state is not RunState.ASKED:
        return
    run.leased_until = None
    if not counts:
        run.tries -= 1
    elif run.tries >= TRIES:
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
    await post(db, [await _to_lead(db, "proposals_failed", run, now)], now)


async def _end(db: AsyncSession, run: MatchRun, state: RunState) -> MatchRun | None:
    """Without proposals. Returns the run whose proposals are good again."""
    run.state = state
    run.leased_until = None
    before = await db.get(MatchRun, run.replaces_id) if run.replaces_id is not None else None
    if before is None or before.state is not RunState.OUTDATED:
        return None
    before.state = RunState.READY
    return before


async def begin_results(
    db: AsyncSession,
    run_id: int,
    certificate: Certificate,
    what_ifs: Sequence[WhatIf],
    now: datetime,
    *,
    pinned: int = 0,
    counted: Mapping[str, int] | None = None,
) -> bool:
    """Before the first of them: whatever an earlier try left goes. False for a run that nobody waits for any more.

    `counted` is how many points each thing could add.
    """
    run = await db.get_one(MatchRun, run_id, with_for_update=True)
    if run.state is not RunState.ASKED:
        return False
    for table in (Proposal, Alone):
        await db.execute(delete(table).where(table.run_id == run_id))
    run.leased_until = now + LEASE
    run.proof = asdict(certificate) | {"pinned": pinned, "counted": dict(counted or {})}
    run.what_ifs = [asdict(one) for one in sorted(what_ifs, key=lambda one: -one.more) if one.more]
    return True


async def add_results(
    db: AsyncSession, run_id: int, found: Sequence[Found | Unmatched], pinned: Set[Couple] = frozenset()
) -> None:
    """Some of what a search found: pairs, or people for whom there was nobody."""
    states = {True: ProposalState.PINNED, False: ProposalState.PROPOSED}
    pairs = [one for one in found if isinstance(one, Found)]
    alone = [one for one in found if isinstance(one, Unmatched)]
    if pairs:
        await db.execute(
            insert(Proposal),
            [
                {
                    "run_id": run_id,
                    "mentor_id": one.mentor,
                    "mentee_id": one.mentee,
                    "score": one.score,
                    "reasons": one.reasons,
                    "state": states[(one.mentor, one.mentee) in pinned],
                }
                for one in pairs
            ],
        )
    if alone:
        facts = [{"run_id": run_id, "person_id": one.id, "facts": asdict(one)} for one in alone]
        await db.execute(insert(Alone), facts)


async def finish_run(db: AsyncSession, run_id: int, alone: Mapping[str, int], now: datetime) -> None:
    """All is stored: the lead hears of it. `alone` is how many of each role were left without a partner."""
    run = await db.get_one(MatchRun, run_id, with_for_update=True)
    if run.state is not RunState.ASKED:
        return
    run.state = RunState.READY
    run.leased_until = None
    run.unmatched_mentors, run.unmatched_mentees = alone.get("mentor", 0), alone.get("mentee", 0)
    await post(db, [await _to_lead(db, "proposals_ready", run, now)], now)


async def lead_told_failed(db: AsyncSession, run_id: int, now: datetime) -> None:
    """Slack did not take the proposals: better a word than silence."""
    await post(db, [await _to_lead(db, "proposals_failed", await db.get_one(MatchRun, run_id), now)], now)


async def lock_open_run(db: AsyncSession, person: Person, run_id: int) -> tuple[Program, MatchRun]:
    """Proposals that a lead can still change and publish, locked against another lead's press, and their program.

    Raises ProposalsOutdated, NotALead, AlreadyClosed, AlreadyPublished, NothingToMatch.
    """
    run = await db.get(MatchRun, run_id)
    if run is None:
        raise ProposalsOutdated
    program = await lock_led_program(db, person, run.program_id)
    await db.refresh(run, with_for_update=True)
    if run.state is RunState.PUBLISHED:
        raise AlreadyPublished
    if run.state is not RunState.READY:
        raise ProposalsOutdated
    if program.state not in PLANNING:
        raise NothingToMatch(program)
    return program, run


async def publish_proposals(
    db: AsyncSession, person: Person, run_id: int, now: datetime
) -> tuple[Program, list[tuple[Proposal, Person, Person]]]:
    """Offers the proposals to both sides of each, all at once. Returns those that were offered.

    Without those that a lead left out, and whoever no longer fits (left, was paired elsewhere, signed up anew).
    """
    program, run = await lock_open_run(db, person, run_id)
    task = await whole_task(db, await pool_of(db, program, now))
    fit = Fit(task)
    mentors = {candidate.id: candidate for candidate in task.mentors}
    mentees = {candidate.id: candidate for candidate in task.mentees}
    places = {one.id: one.capacity for one in (*task.mentors, *task.mentees)}
    published = []
    for proposal, mentor, mentee in await proposals_of(db, run.id):
        is_there = mentor.id in mentors and mentee.id in mentees
        if proposal.state is ProposalState.LEFT_OUT or not is_there:
            continue
        still_fits = not fit.broken(mentors[mentor.id], mentees[mentee.id])
        if still_fits and places[mentor.id] and places[mentee.id]:
            places[mentor.id] -= 1
            places[mentee.id] -= 1
            published.append((proposal, mentor, mentee))
    if not published:
        raise NobodyLeft
    couples = [Offered(mentor, mentee, found.score, found.reasons) for found, mentor, mentee in published]
    await make_offers(db, program, couples, now)
    run.state = RunState.PUBLISHED
    program.state = ProgramState.RUNNING
    await forget_answers(db, program)
    return program, published


async def _to_lead(db: AsyncSession, kind: str, run: MatchRun, now: datetime) -> OutboxRow:
    program = await db.get_one(Program, run.program_id)
    return OutboxRow(
        key=f"{kind}:{run.id}",
        team_id=program.team_id,
        kind=kind,
        recipient=run.asked_by,
        subject_id=run.id,
        due_at=now,
    )
