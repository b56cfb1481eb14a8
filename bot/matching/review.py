"""What leads change in proposals before they publish them. Rules that must hold, hold here too."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.changes import note
from bot.core.refusals import Refusal
from bot.matching.judging import couple_named, judge
from bot.matching.model import Alone, MatchRun, Proposal, ProposalState
from bot.matching.queries import proposals_with
from bot.matching.usecases import lock_open_run
from bot.offers.model import Forbidden
from bot.people.changes import PersonChanged
from bot.people.model import Person
from bot.people.queries import find_person
from bot.programs.model import Program


class ProposalGone(Refusal):
    def __init__(self) -> None:
        super().__init__("This pair was changed in the meantime. Type /mentor match to get fresh proposals.")


class InNoPair(Refusal):
    def __init__(self) -> None:
        super().__init__("They are in none of the other pairs. “Pair two by hand” is the way, then.", field="other")


@dataclass(frozen=True)
class Price:
    """Scores of the pairs that go, and of those that come. `is_paid` says whether it was done."""

    before: Sequence[int]
    after: Sequence[int]
    is_paid: bool

    @property
    def loss(self) -> int:
        return sum(self.before) - sum(self.after)


async def lock_proposal(db: AsyncSession, person: Person, proposal_id: int) -> tuple[Program, MatchRun, Proposal]:
    """Raises ProposalGone, and whatever `lock_open_run` does."""
    proposal = await db.get(Proposal, proposal_id)
    if proposal is None:
        raise ProposalGone
    program, run = await lock_open_run(db, person, proposal.run_id)
    proposal = await db.get(Proposal, proposal_id, populate_existing=True)
    if proposal is None:  # another lead was faster
        raise ProposalGone
    return program, run, proposal


async def set_state(db: AsyncSession, person: Person, proposal_id: int, state: ProposalState) -> MatchRun:
    """Pins a pair, leaves it out, or takes either back."""
    _, run, proposal = await lock_proposal(db, person, proposal_id)
    proposal.state = state
    return run


async def forbid(db: AsyncSession, person: Person, proposal_id: int) -> MatchRun:
    """These two are never proposed again in this program."""
    program, run, proposal = await lock_proposal(db, person, proposal_id)
    couple = proposal.mentor_id, proposal.mentee_id
    await db.merge(Forbidden(program_id=program.id, mentor_id=couple[0], mentee_id=couple[1]))
    note(db, *map(PersonChanged, couple))  # one of them may have been asked meanwhile
    await _take_away(db, run, [proposal])
    return run


async def allow(db: AsyncSession, person: Person, run_id: int, mentor_id: int, mentee_id: int) -> MatchRun:
    """Takes back that two are never to be paired."""
    program, run = await lock_open_run(db, person, run_id)
    couple = Forbidden.mentor_id == mentor_id, Forbidden.mentee_id == mentee_id
    await db.execute(delete(Forbidden).where(Forbidden.program_id == program.id, *couple))
    return run


async def swap(
    db: AsyncSession, person: Person, proposal_id: int, other: str, now: datetime, *, anyway: bool
) -> tuple[MatchRun, Price]:
    """Exchanges the partners of two pairs; `other` is the Slack id of the other mentee. Both are pinned, then.

    Where they fit less than before, all in all, nothing is done unless `anyway`.
    Raises ProposalGone, RulesBroken, InNoPair, NotFree.
    """
    program, run, one = await lock_proposal(db, person, proposal_id)
    mentee = await find_person(db, program.team_id, other)
    found = await proposals_with(db, run.id, [mentee.id]) if mentee else []
    another = next((proposal for proposal in found if proposal.mentee_id != one.mentee_id), None)
    if another is None:
        raise InNoPair
    couples = [(one.mentor_id, another.mentee_id), (another.mentor_id, one.mentee_id)]
    judged = await judge(db, program, couples, now, fields=("other", "other"))
    price = Price([one.score, another.score], [fit.score for fit in judged], is_paid=False)
    if price.loss > 0 and not anyway:
        return run, price
    for proposal, fit in zip((one, another), judged, strict=True):
        proposal.mentee_id, proposal.score, proposal.reasons = int(fit.mentee.id), fit.score, fit.reasons
        proposal.state = ProposalState.PINNED
    _mark_changed(run)
    return run, Price(price.before, price.after, is_paid=True)


async def pair_by_hand(
    db: AsyncSession, person: Person, run_id: int, couple: tuple[str, str], now: datetime, *, anyway: bool
) -> tuple[MatchRun, Price]:
    """Makes a pinned proposal of two people, by their Slack ids. Whoever has no other place leaves their pair.

    Where that takes a partner from somebody, nothing is done unless `anyway`. Raises RulesBroken, NotFree.
    """
    program, run = await lock_open_run(db, person, run_id)
    mentor, mentee = await couple_named(db, program, couple)
    (judged,) = await judge(db, program, [(mentor.id, mentee.id)], now, fields=("mentor", "mentee"))
    theirs = await proposals_with(db, run.id, [mentor.id, mentee.id])
    if same := next((one for one in theirs if (one.mentor_id, one.mentee_id) == (mentor.id, mentee.id)), None):
        same.state = ProposalState.PINNED
        return run, Price([], [], is_paid=True)
    goes = _displaced(theirs, mentor.id, mentee.id, places=judged.mentor.capacity)
    price = Price([one.score for one in goes], [judged.score], is_paid=False)
    if goes and not anyway:
        return run, price
    await _take_away(db, run, goes)
    await _no_longer_alone(db, run, {mentor.id: "mentor", mentee.id: "mentee"})
    made = Proposal(run_id=run.id, mentor_id=mentor.id, mentee_id=mentee.id, score=judged.score)
    made.reasons, made.state = judged.reasons, ProposalState.PINNED
    db.add(made)
    _mark_changed(run)
    return run, Price(price.before, price.after, is_paid=True)


def _displaced(theirs: Collection[Proposal], mentor_id: int, mentee_id: int, places: int) -> list[Proposal]:
    """The mentee's, and so many of the mentor's that a place is free: those left out, then those that fit least."""
    goes = [one for one in theirs if one.mentee_id == mentee_id]
    taken = [one for one in theirs if one.mentor_id == mentor_id]
    order = [ProposalState.LEFT_OUT, ProposalState.PROPOSED, ProposalState.PINNED]
    first = sorted(taken, key=lambda one: (order.index(one.state), one.score, one.id))
    return [*goes, *first[: max(0, len(taken) - places + 1)]]


async def _take_away(db: AsyncSession, run: MatchRun, proposals: Sequence[Proposal]) -> None:
    """Whoever is in no other proposal is without a partner, then."""
    for proposal in proposals:
        await db.delete(proposal)
    await db.flush()
    for role in ("mentor", "mentee"):
        for person_id in {getattr(proposal, f"{role}_id") for proposal in proposals}:
            if not await proposals_with(db, run.id, [person_id]):
                await db.merge(Alone(run_id=run.id, person_id=person_id, facts={"role": role, "freed": True}))
                _count(run, role, 1)
    _mark_changed(run)


async def _no_longer_alone(db: AsyncSession, run: MatchRun, roles: dict[int, str]) -> None:
    await db.flush()
    found = await db.scalars(select(Alone).where(Alone.run_id == run.id, Alone.person_id.in_(roles)))
    for alone in found.all():
        _count(run, roles[alone.person_id], -1)
        await db.delete(alone)


def _count(run: MatchRun, role: str, more: int) -> None:
    if role == "mentor":
        run.unmatched_mentors += more
    else:
        run.unmatched_mentees += more


def _mark_changed(run: MatchRun) -> None:
    """What was proven no longer holds for all of it."""
    run.proof = run.proof | {"changed": True}
