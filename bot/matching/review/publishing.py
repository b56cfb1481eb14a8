"""Proposals become offers: both sides of each are asked."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.cards import settle_cards
from bot.core.pieces import in_pieces
from bot.core.refusals import Refusal
from bot.core.sentences import _
from bot.matching.model import Proposal, RunState
from bot.matching.review.queries import couples_proposed, proposals_with_ids
from bot.matching.review.usecases import lock_open_run
from bot.matching.rounds.usecases import end_round
from bot.matching.search.engine.fit import Fit
from bot.matching.search.engine.model import Id
from bot.matching.search.pool import Pool, pool_of, task_among
from bot.matching.search.results import PROPOSALS
from bot.offers.usecases import Couple as Offered
from bot.offers.usecases import make_offers
from bot.people.model import Person
from bot.programs.model import Program
from bot.programs.rules.lifecycle import ProgramState

AT_A_TIME = 100  # proposals published in a go: a few milliseconds of work, between which others have their turn


class NobodyLeft(Refusal):
    def __init__(self) -> None:
        super().__init__(_("None of these pairs can be offered any more. For new proposals, type /mentor match."))


async def publish_proposals(
    db: AsyncSession, person: Person, run_id: int, now: datetime
) -> tuple[Program, list[tuple[str, str]]]:
    """Offers the proposals to both sides of each, all at once. Returns the Slack ids of those, mentor and mentee.

    Without those that a lead left out, and whoever no longer fits (left, was paired elsewhere, signed up anew).
    """
    program, run = await lock_open_run(db, person, run_id)
    pool = await pool_of(db, program, now)
    proposed = await couples_proposed(db, run.id)
    places: dict[Id, int] = {}
    published = []
    for piece in in_pieces(proposed, AT_A_TIME):
        some = await _still_fitting(db, pool, places, piece)
        couples = [Offered(mentor, mentee, one.score, one.reasons) for one, mentor, mentee in some]
        await make_offers(db, program, couples, now)
        published += [(mentor.slack_id, mentee.slack_id) for _, mentor, mentee in some]
    if not published:
        raise NobodyLeft
    run.state = RunState.PUBLISHED
    program.state = ProgramState.RUNNING
    settle_cards(db, PROPOSALS, [run.id])
    await end_round(db, program)
    return program, published


async def _still_fitting(
    db: AsyncSession, pool: Pool, places: dict[Id, int], proposed: Sequence[tuple[int, int, int]]
) -> Sequence[tuple[Proposal, Person, Person]]:
    """Those of some proposals of whom both still have a place and break no rule. `places` has how many are left."""
    task = await task_among(db, pool, {one for _, *couple in proposed for one in couple}, with_skills=False)
    fit = Fit(task, rare=frozenset())  # which is of no account here
    mentors, mentees = ({one.id: one for one in side} for side in (task.mentors, task.mentees))
    places.update({one.id: one.capacity for one in (*task.mentors, *task.mentees) if one.id not in places})
    fitting = []
    for proposal_id, mentor, mentee in proposed:
        is_there = mentor in mentors and mentee in mentees
        if is_there and places[mentor] and places[mentee] and not fit.broken(mentors[mentor], mentees[mentee]):
            places[mentor] -= 1
            places[mentee] -= 1
            fitting.append(proposal_id)
    return await proposals_with_ids(db, fitting)
