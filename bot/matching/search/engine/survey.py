"""A first look at every pair: what a place with each mentor is worth, and a short list for each mentee.

Nothing here decides anything. Good guesses make the search quick; whatever they miss, the search finds.
"""

from dataclasses import dataclass, replace

import numpy as np

from bot.matching.search.engine.flow import Flags, Found, Integers, PossibleCouples
from bot.matching.search.engine.table import Row, Table

ALL_PAIRS = 40_000  # up to here the short list is everybody
SEEN = 128  # most for each mentee who come into question
NEAR = 16  # points under the best from which nobody does any more
LISTED = 12  # of those, for each mentee
FIRST_RAISE, SECOND_RAISE = 20.0, 10.0  # points by which a bid raises a price, in one pass over all pairs each
LESSONS = (5.0, 2.0, 2.0, 1.0, 1.0)  # the same, in passes over those who come into question
NEIGHBOURS = 8  # mentees alike who bid one after the other
SEED = 5

UNIT = 8  # parts of a point in which prices are counted
DEAREST = 1000 * UNIT
NEVER = -2500  # a score that stays below all others at any price, and in 16 bits

_List = tuple[int, Integers, Row]  # a mentee, the mentors in question, and their scores in units


@dataclass(frozen=True)
class Survey:
    """`prices` guesses in points what a place with each mentor is worth. `best` are the highest scores, negative where
    nobody fits; `fitting` how many partners the rules allow each.
    """

    pool: PossibleCouples
    prices: Integers
    best_of_mentees: Integers
    best_of_mentors: Integers
    fitting_mentees: Integers  # for each mentee, how many mentors
    fitting_mentors: Integers

    def bound(self, matched: int) -> int:
        """No matching of so many has a higher floor: so many mentees, and places, have no better partner than this."""
        if not matched:
            return 0
        places = np.repeat(self.best_of_mentors, np.minimum(self.pool.capacities, matched))
        return int(min(np.sort(self.best_of_mentees)[-matched], np.sort(places)[-matched]))


def survey(table: Table, capacities: Integers, guess: int = 0) -> Survey:
    """The short lists are of pairs at or above a `guess` of the floor."""
    market = _Market(table, capacities)
    seen = market.look()
    if table.shape[0] * table.shape[1] <= ALL_PAIRS:
        return market.with_everybody(seen)
    reachable = min(int((seen.best_of_mentees >= 0).sum()), int(capacities[seen.best_of_mentors >= 0].sum()))
    return market.with_short_lists(seen, min(guess, max(0, seen.bound(reachable))))


class _Market:
    """Mentees bid in turn for the mentor who suits them best at the price of the moment, and thereby raise it.

    After a few passes prices come close to those at which everybody gets somebody.
    """

    def __init__(self, table: Table, capacities: Integers) -> None:
        self.table, self.capacities = table, capacities
        mentees, mentors = table.shape
        chance = np.random.default_rng(SEED)
        self._turns = _shuffled(table.order, chance) if mentors else []
        self._lots = chance.integers(0, UNIT, 2 * mentors).astype(np.int16)  # decides between equals
        self._price = np.zeros(mentors, np.int16)
        self._lowest = np.full(mentors, -1, np.int16)
        self._worth, self._below = np.empty(mentors, np.int16), np.empty(mentors, np.int16)
        scarcity = min(1.0, int(capacities.sum()) / max(mentees, 1))
        self._share = scarcity / np.maximum(capacities, 1)

    def look(self) -> Survey:
        """The first bids, and what else can be seen on the way."""
        mentees, mentors = self.table.shape
        best, most = np.full(mentees, -1, np.int64), np.full(mentors, -1, np.int16)
        fitting, others = np.zeros(mentees, np.int64), _Tally(mentors)
        raises = self._raises(FIRST_RAISE)
        for at in self._turns:
            row = self.table.row(at)
            self._raise(self._worths(row, 0).argmax(), raises)
            allowed = row >= 0
            best[at], fitting[at] = row.max(), np.count_nonzero(allowed)
            np.maximum(most, row, out=most)
            others.add(allowed)
        empty = PossibleCouples.empty(mentees, self.capacities)
        return Survey(empty, self._prices, best, most.astype(np.int64), fitting, others.counts)

    def with_everybody(self, seen: Survey) -> Survey:
        return replace(seen, pool=seen.pool.with_found([self._everybody(at) for at in self._turns]))

    def with_short_lists(self, seen: Survey, floor: int) -> Survey:
        raises = self._raises(SECOND_RAISE)
        lists = [self._in_question(at, floor, raises) for at in self._turns]
        for points in LESSONS:
            raises = self._raises(points)
            for _, mentors, worths in lists:
                if len(mentors):
                    self._raise(mentors[(worths - self._price[mentors]).argmax()], raises)
        raises = self._raises(1 / UNIT)
        found = [self._short_list(*one, raises) for one in lists]
        return replace(seen, pool=seen.pool.with_found(found), prices=self._prices)

    @property
    def _prices(self) -> Integers:
        return self._price.astype(np.int64) // UNIT

    def _raises(self, points: float) -> Row:
        """In units; less where mentors have many places or mentees are too many, or prices would leave 16 bits."""
        return np.maximum(1, np.rint(points * UNIT * self._share)).astype(np.int16)

    def _raise(self, mentor: np.intp, raises: Row) -> None:
        self._price[mentor] = min(self._price[mentor] + raises[mentor], DEAREST)

    def _worths(self, row: Row, floor: int) -> Row:
        """Scores less prices, in units. Overwritten by the next call."""
        np.maximum(row, self._lowest, out=self._worth)  # an array: ten times faster than a number
        np.subtract(row, floor, out=self._below)
        np.right_shift(self._below, 15, out=self._below)  # all bits set below the floor: far faster than a mask
        np.bitwise_and(self._below, NEVER, out=self._below)
        np.add(self._worth, self._below, out=self._worth)
        np.left_shift(self._worth, 3, out=self._worth)
        return np.subtract(self._worth, self._price, out=self._worth)

    def _in_question(self, at: int, floor: int, raises: Row) -> _List:
        row = self.table.row(at)
        worths = self._worths(row, floor)
        first = worths.argmax()
        highest = worths[first] - NEAR * UNIT
        self._raise(first, raises)
        lot = at * 7919 % len(row)
        worths += self._lots[lot : lot + len(row)]
        chosen = (worths >= highest).nonzero()[0]
        if len(chosen) > SEEN:
            chosen = chosen[np.argpartition(worths[chosen], -SEEN)[-SEEN:]]
        chosen = chosen[row[chosen] >= floor]
        return at, chosen, row[chosen] * np.int16(UNIT)

    def _short_list(self, at: int, mentors: Integers, worths: Row, raises: Row) -> Found:
        if len(mentors) > LISTED:
            chosen = np.argpartition(worths - self._price[mentors], -LISTED)[-LISTED:]
            mentors, worths = mentors[chosen], worths[chosen]
        self._price[mentors] = np.minimum(self._price[mentors] + raises[mentors], DEAREST)
        return at, mentors, worths.astype(np.int64) // UNIT

    def _everybody(self, at: int) -> Found:
        row = self.table.row(at)
        chosen = np.flatnonzero(row >= 0)
        return at, chosen, row[chosen].astype(np.int64)


class _Tally:
    """Adds up rows of flags; in bytes first, which is ten times faster."""

    def __init__(self, size: int) -> None:
        self._counts, self._some, self._added = np.zeros(size, np.int64), np.zeros(size, np.uint8), 0

    def add(self, flags: Flags) -> None:
        self._some += flags.view(np.uint8)
        self._added += 1
        if self._added == 255:
            self._carry()

    @property
    def counts(self) -> Integers:
        self._carry()
        return self._counts

    def _carry(self) -> None:
        self._counts += self._some
        self._some[:], self._added = 0, 0


def _shuffled(order: list[int], chance: np.random.Generator) -> list[int]:
    """In small groups of neighbours, whose rows share their parts."""
    groups = [order[first : first + NEIGHBOURS] for first in range(0, len(order), NEIGHBOURS)]
    return [at for group in chance.permutation(len(groups)).tolist() for at in groups[group]]
