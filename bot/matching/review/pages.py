"""What a lead reads of a search, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from bot.matching.model import Alone, MatchRun, Proposal, ProposalState
from bot.matching.review.queries import (
    alone_of,
    count_alone,
    count_forbidden,
    count_proposals,
    couples_forbidden,
    proposals_of,
)
from bot.matching.spots import Spot
from bot.people.model import Person
from bot.programs.model import Program
from bot.skills.model import Side
from bot.skills.queries import labels_of, skills_of

A_PAGE = 8  # proposals; each is two blocks of the 50 that Slack takes
WAITING_A_PAGE = 10
ALONE_SHOWN = 8
FORBIDDEN_SHOWN = 20


@dataclass(frozen=True)
class Proposed:
    """Two people who would fit; `offers` are labels of what the mentor can teach."""

    proposal: Proposal
    mentor: Person
    mentee: Person
    offers: Sequence[str] = ()


@dataclass(frozen=True)
class Review:
    """A page of proposals; `spot` is where it is among `pages`."""

    program: Program
    run: MatchRun
    spot: Spot
    pages: int
    shown: Sequence[Proposed]
    counts: dict[ProposalState, int]
    waiting: int
    forbidden: int = 0
    alone: Sequence[tuple[Alone, Person]] = ()  # some of those who wait, where nobody is proposed

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def to_publish(self) -> int:
        return self.total - self.counts[ProposalState.LEFT_OUT]


@dataclass(frozen=True)
class WaitingPage:
    """A page of those without a partner; `spot` is where it is among `pages`."""

    program: Program
    run: MatchRun
    spot: Spot
    pages: int
    shown: Sequence[tuple[Alone, Person]]
    total: int


@dataclass(frozen=True)
class Forbiddance:
    """Couples whom a lead never wants as a pair, mentor first; `spot` is where in the proposals to go back to."""

    program: Program
    spot: Spot
    shown: Sequence[tuple[Person, Person]]
    total: int


async def review_at(db: AsyncSession, run: MatchRun, spot: Spot) -> Review:
    """A page that is not there any more stands for the last one."""
    program = await db.get_one(Program, run.program_id)
    await db.flush()
    counts = await count_proposals(db, run.id)
    spot, pages = _within(spot, run, sum(counts.values()), A_PAGE)
    found = await proposals_of(db, run.id, A_PAGE, after=(spot.page - 1) * A_PAGE, order=spot.order)
    offers = await skills_of(db, [mentor.id for _, mentor, _ in found])
    labels = await labels_of(db, program.team_id)
    shown = [
        Proposed(proposal, mentor, mentee, [labels.get(one, one) for one in offers.get((mentor.id, Side.OFFERS), ())])
        for proposal, mentor, mentee in found
    ]
    alone = [] if found else await alone_of(db, run.id, ALONE_SHOWN)
    waiting, forbidden = await count_alone(db, run.id), await count_forbidden(db, program.id)
    return Review(program, run, spot, pages, shown, counts, waiting, forbidden, alone)


async def forbidden_at(db: AsyncSession, run: MatchRun, spot: Spot) -> Forbiddance:
    program = await db.get_one(Program, run.program_id)
    await db.flush()
    return Forbiddance(
        program,
        replace(spot, id=run.id),
        await couples_forbidden(db, program.id, FORBIDDEN_SHOWN),
        await count_forbidden(db, program.id),
    )


async def waiting_at(db: AsyncSession, run: MatchRun, spot: Spot) -> WaitingPage:
    total = await count_alone(db, run.id)
    spot, pages = _within(spot, run, total, WAITING_A_PAGE)
    shown = await alone_of(db, run.id, WAITING_A_PAGE, (spot.page - 1) * WAITING_A_PAGE)
    return WaitingPage(await db.get_one(Program, run.program_id), run, spot, pages, shown, total)


def _within(spot: Spot, run: MatchRun, total: int, a_page: int) -> tuple[Spot, int]:
    pages = max(1, -(-total // a_page))
    return replace(spot, id=run.id, page=min(max(spot.page, 1), pages)), pages
