"""What a transaction left to be done: rows to derive before it commits, and work to start after it."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True)
class Settled:
    """Something that cards are about, and that is no longer as they say; `reader` where only one hears of it."""

    kinds: tuple[str, ...]
    subjects: Collection[int] | Select[int]
    reader: str | None = None


@dataclass
class Changes:
    """Ids of what changed and has something derived from it (sessions, nudges, counts); whether work is due now.

    Whatever changes a pair, its sessions or the answers to them, a person's zone, activity or number of partners, or
    who is enrolled in a program, says so here.
    """

    people: set[int] = field(default_factory=set)
    accounts: set[int] = field(default_factory=set)  # of people whose Slack account was deactivated, or is back
    pairs: set[int] = field(default_factory=set)
    programs: set[int] = field(default_factory=set)
    resting: set[int] = field(default_factory=set)  # of programs that make no pairs any more
    vacancies: set[int] = field(default_factory=set)  # of programs in which somebody new or again needs a partner
    sides: set[tuple[int, int]] = field(default_factory=set)  # (program, person) who changed sides there
    settled: list[Settled] = field(default_factory=list)
    answered_in: tuple[str, str] | None = None  # channel and ts of the card whose place the answer takes
    work_is_due: bool = False  # starts the jobs right after the commit, instead of at the next tick


Reconciler = Callable[[AsyncSession, Changes, datetime], Awaitable[None]]


def changes(db: AsyncSession) -> Changes:
    """The changes of the transaction that this session is in."""
    noted: Changes = db.info.setdefault("changes", Changes())
    return noted


async def reconcile(db: AsyncSession, reconcilers: Sequence[Reconciler], now: datetime) -> None:
    """Runs each reconciler once, in order, so that later ones see what earlier ones changed.

    One may refuse what a feature that knows nothing of its own would have allowed: then nothing is changed at all.
    """
    noted = changes(db)
    for reconciler in reconcilers:
        if noted.people or noted.pairs or noted.programs or noted.resting or noted.vacancies:
            await db.flush()
            await reconciler(db, noted, now)
