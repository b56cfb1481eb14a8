"""The most people, and the happiest least happy pair. Each works on a pool of couples and then asks all pairs.

What a pool lacks can only be a chain: somebody unmatched takes a partner, who gives up theirs, and so on to somebody
with a place free. So what is asked is whether any pair leads out of those whom such chains reach.
"""

from collections import deque
from dataclasses import dataclass

import numpy as np

from bot.matching.search.engine.flow import Flags, Found, Integers, Matching, PossibleCouples, Reach, most_couples
from bot.matching.search.engine.survey import Survey
from bot.matching.search.engine.table import Table

WIDER = 8  # couples that a look beyond the pool adds for each mentee, beside those that reach somebody new
HOPELESS = 0.005  # share of the matches that one look beyond the pool left missing
SEED, LOTS = 11, 997  # and how many times they are drawn


@dataclass(frozen=True)
class Cover:
    """People without whom no allowed pair is left. No matching has more pairs than a cover has places (König)."""

    mentees: Flags
    mentors: Flags
    size: int

    @classmethod
    def of(cls, reach: Reach, capacities: Integers) -> "Cover":
        return cls(~reach.mentees, reach.mentors, int((~reach.mentees).sum() + capacities[reach.mentors].sum()))


@dataclass(frozen=True)
class Most:
    """A matching, the pool that it was found in, and the cover that proves it the largest."""

    pool: PossibleCouples
    matching: Matching
    cover: Cover


def most(table: Table, pool: PossibleCouples, guess: int = 0) -> Most:
    """The largest matching of all pairs that the rules allow.

    Looks first for couples above a `guess` of the floor, since those will be of use later.
    """
    floor = guess + 1 if guess else 0
    while True:
        matching, reach = most_couples(pool)
        if floor and reach.mentees.any():
            matching_above, reach_above = most_couples(pool.above(floor))
            pool, floor = widened(table, pool, floor, matching_above, reach_above) or pool, 0
            continue
        wider = widened(table, pool, 0, matching, reach)
        if wider is None:
            return Most(pool, matching, Cover.of(reach, pool.capacities))
        pool = wider


def widened(
    table: Table, pool: PossibleCouples, floor: int, matching: Matching, reach: Reach, rows: int | None = None
) -> PossibleCouples | None:
    """The pool with the chains that it lacked from an unmatched mentee to somebody new; None where it lacked none.

    Where only so many `rows` are to be looked at, None proves nothing.
    """
    partners = _by_mentor(matching)
    is_waiting, is_open = reach.mentees.copy(), ~reach.mentors
    beyond = is_open.copy()  # mentors whom the pool alone does not reach
    waiting = deque(np.flatnonzero(reach.mentees).tolist())  # in turn, so that short chains come first
    lots = np.random.default_rng(SEED).integers(0, 1 << 30, (LOTS, WIDER))
    found: list[Found] = []
    looked_at = 0
    while waiting and looked_at != rows:
        at = waiting.popleft()
        looked_at += 1
        row = table.row(at)
        suits = row >= floor
        suits &= beyond
        if not suits.any():
            continue
        fresh = (suits & is_open).nonzero()[0]
        others = suits.nonzero()[0]
        chosen = np.concatenate([fresh, others[lots[at % LOTS] % len(others)]])
        found.append((at, chosen, row[chosen].astype(np.int64)))
        is_open[fresh] = False
        for mentor in fresh.tolist():
            for mentee in partners.get(mentor, ()):
                if not is_waiting[mentee]:
                    is_waiting[mentee] = True
                    waiting.append(mentee)
    return pool.with_found(found) if found else None


def _by_mentor(matching: Matching) -> dict[int, list[int]]:
    partners: dict[int, list[int]] = {}
    for mentee, mentor in enumerate(matching.partner.tolist()):
        if mentor >= 0:
            partners.setdefault(mentor, []).append(mentee)
    return partners


def highest_floor(
    table: Table, seen: Survey, pool: PossibleCouples, matched: int, guess: int = 0
) -> tuple[int, PossibleCouples, Cover]:
    """The highest score that the least happy pair can have when so many are matched, which must be possible.

    And the cover that proves that one point more would cost a match. With nobody matched the floor is 0.
    """
    if not matched:
        mentees, mentors = table.shape
        return 0, pool, Cover(np.ones(mentees, np.bool_), np.zeros(mentors, np.bool_), 0)
    low, bound = 0, seen.bound(matched)
    high, probe = bound + 1, min(bound, guess) or bound
    proof: Cover | None = None
    while proof is None or high - low > 1:
        tried = _try_floor(table, pool, probe, matched, patient=probe == low + 1)
        pool, proof = tried.pool, tried.cover if not tried.holds else proof
        if tried.holds:
            low, high = probe, bound + 1 if probe == high else high
        else:
            high = probe
        # A guess that holds is mostly right, and then one point more does not.
        probe = low + 1 if guess and low == guess else (low + high) // 2 if high - low > 1 else high
    return low, pool, proof


@dataclass(frozen=True)
class _Tried:
    """Where a floor does not hold, `cover` is the proof; without one it is only likely."""

    pool: PossibleCouples
    holds: bool
    cover: Cover | None = None


def _try_floor(table: Table, pool: PossibleCouples, floor: int, matched: int, *, patient: bool) -> _Tried:
    """A proof can take several passes over all pairs; whoever is not patient gives up where many are still missing."""
    while True:
        matching, reach = most_couples(pool.above(floor))
        if matching.count >= matched:
            return _Tried(pool, holds=True)
        wider = widened(table, pool, floor, matching, reach)
        if wider is None:
            return _Tried(pool, holds=False, cover=Cover.of(reach, pool.capacities))
        pool = wider
        if not patient and matched - most_couples(pool.above(floor))[0].count > HOPELESS * matched:
            return _Tried(pool, holds=False)
