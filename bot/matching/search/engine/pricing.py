"""The greatest total, proven by prices that no pair out of all exceeds."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.matching.search.engine.flow import (
    Found,
    Matching,
    PossibleCouples,
    Potentials,
    Prices,
    best_couples,
    potentials,
)
from bot.matching.search.engine.model import TOP_SCORE
from bot.matching.search.engine.search import Cover
from bot.matching.search.engine.survey import Survey
from bot.matching.search.engine.table import Row, Table

# A pool of all couples whose score is near their price hardly ever lacks one, and is small.
TIGHT = 1  # points short of its price up to which a couple is taken into the pool
LOOSE = 4  # points short from which a couple leaves it
TAKEN = 40  # couples of one mentee that a pass takes at most
NARROW = 16_000  # prices up to which 16 bits are enough, with broken rules taken away


class Unproven(Exception):
    """The result is not shown to be the best: a bug in the search, never a property of the people."""


@dataclass(frozen=True)
class Best:
    """`passes` is how often all pairs were held against the prices; the last time none exceeded them."""

    matching: Matching
    total: int
    prices: Prices
    passes: int


def best(
    table: Table, seen: Survey, pool: PossibleCouples, floor: int, matched: int, covers: Iterable[tuple[int, Cover]]
) -> Best:
    """Of the matchings of the most people, which are so many, at or above the floor, one with the greatest total.

    Raises Unproven where one of the covers, each for the pairs at or above a floor, lets a pair through.
    """
    pool, passes = pool.above(floor), 0
    guess = Potentials(seen.prices, np.zeros(pool.size, np.int64), 0, 0)
    guards = [_Guard(at, cover) for at, cover in covers]
    while True:
        matching = best_couples(pool, matched)
        guess = potentials(pool, matching, guess)
        prices = guess.prices
        in_use = matching.in_use(pool)
        found, exceeding = _near(table, prices, floor, guards)
        guards = []  # one pass over all pairs is enough for them
        passes += 1
        if not exceeding:
            return Best(matching, int(pool.scores[in_use].sum()), prices, passes)
        short = prices.mentees[pool.mentees] + prices.mentors[pool.mentors] + prices.match - pool.scores
        pool = pool.only((short < LOOSE) | in_use).with_found(found)


def _near(table: Table, prices: Prices, floor: int, guards: list["_Guard"]) -> tuple[list[Found], int]:
    """Couples whose scores come near their prices, out of all, and how many exceed them."""
    is_narrow = prices.mentors.max(initial=0) < NARROW
    places: NDArray[Any] = prices.mentors.astype(np.int16 if is_narrow else np.int32)
    bars = (prices.mentees + prices.match).tolist()
    found: list[Found] = []
    exceeding = 0
    for at, row in table.rows():
        for guard in guards:
            guard.check(at, row)
        worths, bar = row - places, bars[at]
        chosen = np.flatnonzero((worths >= bar - TIGHT) & (row >= floor))
        if not len(chosen):
            continue
        worths = worths[chosen]
        exceeding += int(np.count_nonzero(worths > bar))
        if len(chosen) > TAKEN:
            chosen = chosen[np.argpartition(worths, -TAKEN)[-TAKEN:]]
        found.append((at, chosen, row[chosen].astype(np.int64)))
    return found, exceeding


class _Guard:
    def __init__(self, floor: int, cover: Cover) -> None:
        self._floor, self._is_covered = floor, cover.mentees.tolist()
        self._covered = np.where(cover.mentors, -2 * TOP_SCORE, 0).astype(np.int16)

    def check(self, at: int, row: Row) -> None:
        if not self._is_covered[at] and int((row + self._covered).max(initial=-1)) >= self._floor:
            raise Unproven("a pair that nobody in the cover is part of")
