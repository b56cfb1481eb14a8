"""What a search found, stored some hundred at a time, and its lead told."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.cards import settle_cards
from bot.core.kinds import Address, Kind
from bot.core.outbox import NewRow, post
from bot.matching.kinds import PROPOSALS_FAILED, PROPOSALS_READY
from bot.matching.model import Alone, MatchRun, Proposal, ProposalState, RunState
from bot.matching.search.engine.model import Certificate, Couple, Unmatched, WhatIf
from bot.matching.search.engine.model import ProposedPair as Found
from bot.programs.model import Program

PROPOSALS, SEARCHES = ("proposals_ready",), ("search",)  # kinds of cards
LEASE = timedelta(minutes=2)  # of whoever works on a run, from their last word on


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
    settle_cards(db, SEARCHES, [run.id])
    if run.replaces_id is not None:  # in whose place a search may have been asked for
        settle_cards(db, PROPOSALS, [run.replaces_id])
    run.unmatched_mentors, run.unmatched_mentees = alone.get("mentor", 0), alone.get("mentee", 0)
    await post(db, [await to_lead(db, PROPOSALS_READY, run, now)], now)


async def lead_told_failed(db: AsyncSession, run_id: int, now: datetime) -> None:
    """Slack did not take the proposals: better a word than silence."""
    await post(db, [await to_lead(db, PROPOSALS_FAILED, await db.get_one(MatchRun, run_id), now)], now)


async def to_lead(db: AsyncSession, kind: Kind, run: MatchRun, due: datetime) -> NewRow:
    program = await db.get_one(Program, run.program_id)
    return kind.to(Address(program.team_id, run.asked_by), run.id, due=due)
