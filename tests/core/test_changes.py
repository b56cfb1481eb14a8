"""What is noted in a transaction is followed before it commits, by whoever follows changes of that type, in rank."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.changes import Change, Noted, Reconciler, follows, note
from bot.core.clock import TurnedClock
from bot.core.database import Database
from bot.core.edge import Edge
from tests.workplace import MONDAY


@dataclass(frozen=True, slots=True)
class CupFilled(Change):
    number: int


@dataclass(frozen=True, slots=True)
class CupBroken(Change):
    number: int


@dataclass(frozen=True, slots=True)
class PotEmptied(Change):
    number: int


class Kitchen:
    """Its reconcilers write down what they saw; `then` is what they note themselves."""

    def __init__(self, database: Database) -> None:
        self.seen: list[tuple[str, Sequence[Change]]] = []
        self._database = database
        self._reconcilers: list[Reconciler] = []

    def hire(self, name: str, *on: type[Change], then: Callable[[AsyncSession], None] = lambda _db: None) -> None:
        @follows(*on)
        async def follow(db: AsyncSession, noted: Noted, _now: datetime) -> None:
            self.seen.append((name, [change for of in on for change in noted.of(of)]))
            then(db)

        self._reconcilers.append(follow)

    async def happens(self, *some: Change) -> None:
        async with Edge(self._database, TurnedClock(MONDAY), self._reconcilers).transaction() as db:
            note(db, *some)


@pytest.fixture
def kitchen(database: Database) -> Kitchen:
    return Kitchen(database)


async def test_only_those_run_whose_changes_were_noted(kitchen: Kitchen) -> None:
    kitchen.hire("washes", CupFilled)
    kitchen.hire("sweeps", CupBroken)
    kitchen.hire("watches", CupBroken, CupFilled)
    await kitchen.happens(CupBroken(1))
    assert kitchen.seen == [("sweeps", [CupBroken(1)]), ("watches", [CupBroken(1)])]


async def test_where_nothing_is_noted_nobody_runs(kitchen: Kitchen) -> None:
    kitchen.hire("washes", CupFilled)
    await kitchen.happens()
    assert kitchen.seen == []


async def test_a_change_is_seen_once_and_in_the_order_noted(kitchen: Kitchen) -> None:
    kitchen.hire("washes", CupFilled)
    await kitchen.happens(CupFilled(3), CupFilled(1), CupBroken(1), CupFilled(3), CupFilled(2))
    assert kitchen.seen == [("washes", [CupFilled(3), CupFilled(1), CupFilled(2)])]


async def test_what_an_earlier_one_notes_is_seen_by_a_later_one(kitchen: Kitchen) -> None:
    kitchen.hire("pours", CupFilled, then=lambda db: note(db, PotEmptied(7)))
    kitchen.hire("brews", PotEmptied)
    await kitchen.happens(CupFilled(1))
    assert kitchen.seen == [("pours", [CupFilled(1)]), ("brews", [PotEmptied(7)])]


@pytest.mark.parametrize("change", [CupBroken(1), CupBroken(2)])
async def test_what_somebody_follows_who_had_their_turn_is_refused_instead_of_lost(
    kitchen: Kitchen, change: CupBroken
) -> None:
    kitchen.hire("sweeps", CupBroken)
    kitchen.hire("washes", CupFilled, then=lambda db: note(db, change))
    kitchen.hire("watches", CupBroken)
    with pytest.raises(ValueError, match=r"CupBroken\(number=\d\) is noted too late"):
        await kitchen.happens(CupFilled(1))


async def test_so_is_what_somebody_notes_for_themselves(kitchen: Kitchen) -> None:
    kitchen.hire("washes", CupFilled, then=lambda db: note(db, CupFilled(2)))
    with pytest.raises(ValueError, match="noted too late"):
        await kitchen.happens(CupFilled(1))


async def test_whoever_reads_what_they_do_not_follow_is_told(kitchen: Kitchen, database: Database) -> None:
    @follows(CupFilled)
    async def peeps(_db: AsyncSession, noted: Noted, _now: datetime) -> None:
        noted.of(CupBroken)

    with pytest.raises(KeyError):
        async with Edge(database, TurnedClock(MONDAY), [peeps]).transaction() as db:
            note(db, CupFilled(1), CupBroken(1))


async def test_each_transaction_has_changes_of_its_own(kitchen: Kitchen) -> None:
    kitchen.hire("washes", CupFilled)
    await kitchen.happens(CupFilled(1))
    await kitchen.happens(CupFilled(2))
    assert kitchen.seen == [("washes", [CupFilled(1)]), ("washes", [CupFilled(2)])]
