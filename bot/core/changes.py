"""What a transaction left to be done: rows to derive before it commits, and work to start after it.

Features say what can change, in their `changes.py`, and their use cases note it; what follows is derived from that at
the end of the transaction, by whoever follows changes of that type. Nobody who notes a change knows who that is.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession


class Change:
    """Something that changed and has something derived from it: a frozen dataclass, mostly of an id."""

    __slots__ = ()


C = TypeVar("C", bound=Change)


class Noted:
    """What was noted of the types that a reconciler follows."""

    def __init__(self, changes_by_type: Mapping[type[Any], Collection[Any]]) -> None:
        self._by_type = changes_by_type

    def of(self, wanted: type[C]) -> Sequence[C]:
        """Each once, in the order in which they were noted. Raises KeyError for a type that is not followed."""
        return tuple(self._by_type[wanted])


Follow = Callable[[AsyncSession, Noted, datetime], Awaitable[None]]


@dataclass(frozen=True)
class Reconciler:
    """Derives what follows from changes of the types `on`. It runs only where some were noted."""

    follow: Follow
    on: tuple[type[Change], ...]


def follows(*on: type[Change]) -> Callable[[Follow], Reconciler]:
    """Makes a reconciler of a function."""
    return lambda follow: Reconciler(follow, on)


@dataclass(frozen=True)
class Settled:
    """Something that cards are about, and that is no longer as they say; `reader` where only one hears of it."""

    kinds: tuple[str, ...]
    subjects: Collection[int] | Select[int]
    reader: str | None = None


@dataclass
class Changes:
    """What changed in one transaction, and whether work is due now."""

    noted: dict[type[Change], dict[Change, None]] = field(default_factory=dict)
    followed: set[type[Change]] = field(default_factory=set)  # by a reconciler whose turn has come
    settled: list[Settled] = field(default_factory=list)
    answered_in: tuple[str, str] | None = None  # channel and ts of the card whose place the answer takes
    work_is_due: bool = False  # starts the jobs right after the commit, instead of at the next tick


def changes(db: AsyncSession) -> Changes:
    """The changes of the transaction that this session is in."""
    so_far: Changes = db.info.setdefault("changes", Changes())
    return so_far


def note(db: AsyncSession, *some: Change) -> None:
    """For whoever follows such changes; noted again it is still one.

    Raises ValueError where one who follows them has had their turn, since they would not hear of it: then that one's
    place in the rank of reconcilers is wrong.
    """
    so_far = changes(db)
    for change in some:
        of = type(change)
        if of in so_far.followed:
            raise ValueError(f"{change} is noted too late: a reconciler that follows it has had its turn")
        so_far.noted.setdefault(of, {})[change] = None


async def reconcile(db: AsyncSession, reconcilers: Sequence[Reconciler], now: datetime) -> None:
    """Gives each reconciler its turn, in order, so that later ones see what earlier ones changed.

    One may refuse what a feature that knows nothing of its own would have allowed: then nothing is changed at all.
    """
    so_far = changes(db)
    for reconciler in reconcilers:
        so_far.followed.update(reconciler.on)
        followed = {of: so_far.noted.get(of, {}) for of in reconciler.on}
        if any(followed.values()):
            await db.flush()
            await reconciler.follow(db, Noted(followed), now)
