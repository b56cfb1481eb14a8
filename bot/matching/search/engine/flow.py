"""Flows through a pool of couples: the most of them, the best of them, and the prices that prove it.

A pool is a choice of couples out of all that are allowed; that nothing outside is missing is for others to check.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.linear_sum_assignment import SimpleLinearSumAssignment
from ortools.graph.python.max_flow import SimpleMaxFlow
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Found = tuple[int, Integers, Integers]  # a mentee, some mentors, and the scores with them


@dataclass(frozen=True)
class PossibleCouples:
    """Couples without repetition, sorted by mentee and mentor, as places in the task. `capacities` are the mentors'."""

    mentees: Integers
    mentors: Integers
    scores: Integers
    size: int  # how many mentees there are, in the pool or not
    capacities: Integers

    @classmethod
    def empty(cls, size: int, capacities: Integers) -> "PossibleCouples":
        none = np.zeros(0, np.int64)
        return cls(none, none, none, size, capacities)

    def with_couples(self, mentees: Integers, mentors: Integers, scores: Integers) -> "PossibleCouples":
        rows = np.concatenate([self.mentees, mentees])
        columns = np.concatenate([self.mentors, mentors])
        _, first = np.unique(rows * len(self.capacities) + columns, return_index=True)
        values = np.concatenate([self.scores, scores])[first]
        return PossibleCouples(rows[first], columns[first], values, self.size, self.capacities)

    def with_found(self, found: Sequence["Found"]) -> "PossibleCouples":
        if not found:
            return self
        mentees = np.repeat(np.array([at for at, *_ in found]), [len(mentors) for _, mentors, _ in found])
        mentors = np.concatenate([mentors for _, mentors, _ in found])
        return self.with_couples(mentees, mentors, np.concatenate([scores for *_, scores in found]))

    def above(self, floor: int) -> "PossibleCouples":
        return self.only(self.scores >= floor)

    def only(self, chosen: Flags) -> "PossibleCouples":
        return PossibleCouples(
            self.mentees[chosen], self.mentors[chosen], self.scores[chosen], self.size, self.capacities
        )


@dataclass(frozen=True)
class Matching:
    """`partner` of each mentee, -1 for none."""

    partner: Integers

    def in_use(self, pool: PossibleCouples) -> Flags:
        used: Flags = self.partner[pool.mentees] == pool.mentors
        return used

    @property
    def count(self) -> int:
        return int(np.count_nonzero(self.partner >= 0))


@dataclass(frozen=True)
class Reach:
    """Who can be reached from an unmatched mentee by giving up one couple for another. Nobody with a place free is."""

    mentees: Flags
    mentors: Flags


def most_couples(pool: PossibleCouples) -> tuple[Matching, Reach]:
    """As many as the pool allows, and whom nobody outside of the pool must reach if it is to be the most of all."""
    mentors, size = len(pool.capacities), pool.size
    if not len(pool.scores):
        return _nobody(size), Reach(np.ones(size, np.bool_), np.zeros(mentors, np.bool_))
    source, sink = mentors + size, mentors + size + 1
    flow = SimpleMaxFlow()
    everybody, all_mentors = np.arange(size), np.arange(mentors)
    flow.add_arcs_with_capacity(np.full(size, source), mentors + everybody, np.ones(size, np.int64))
    flow.add_arcs_with_capacity(all_mentors, np.full(mentors, sink), pool.capacities)
    arcs = flow.add_arcs_with_capacity(mentors + pool.mentees, pool.mentors, np.ones(len(pool.mentees), np.int64))
    _check(flow.solve(source, sink), flow.OPTIMAL)
    chosen = flow.flows(arcs) > 0
    reached = np.zeros(mentors + size + 2, np.bool_)
    reached[np.asarray(flow.get_source_side_min_cut(), np.int64)] = True
    return _matching(pool, chosen), Reach(reached[mentors : mentors + size], reached[:mentors])


def best_couples(pool: PossibleCouples, matched: int) -> Matching:
    """Of all ways to choose the most couples from the pool, which are so many, one with the greatest total."""
    mentors, size = len(pool.capacities), pool.size
    if not matched:
        return _nobody(size)
    if matched == size == mentors and (pool.capacities == 1).all():
        return _everybody_matched(pool)
    source, sink = mentors + size, mentors + size + 1
    flow = SimpleMinCostFlow()
    everybody, all_mentors = np.arange(size), np.arange(mentors)
    add = flow.add_arcs_with_capacity_and_unit_cost
    add(np.full(mentors, source), all_mentors, pool.capacities, np.zeros(mentors, np.int64))
    add(mentors + everybody, np.full(size, sink), np.ones(size, np.int64), np.zeros(size, np.int64))
    arcs = add(pool.mentors, mentors + pool.mentees, np.ones(len(pool.mentees), np.int64), -pool.scores)
    flow.set_nodes_supplies(np.array([source, sink]), np.array([size, -size]))
    _check(flow.solve_max_flow_with_min_cost(), flow.OPTIMAL)
    return _matching(pool, flow.flows(arcs) > 0)


def _everybody_matched(pool: PossibleCouples) -> Matching:
    """With nobody to leave out, on either side, it is an assignment: solved four times faster than as a flow."""
    assignment = SimpleLinearSumAssignment()
    assignment.add_arcs_with_cost(pool.mentees, pool.mentors, -pool.scores)
    _check(assignment.solve(), assignment.OPTIMAL)
    return Matching(np.array([assignment.right_mate(at) for at in range(pool.size)], np.int64))


def _nobody(size: int) -> Matching:
    return Matching(np.full(size, -1, np.int64))


def _matching(pool: PossibleCouples, chosen: Flags) -> Matching:
    partner = np.full(pool.size, -1, np.int64)
    partner[pool.mentees[chosen]] = pool.mentors[chosen]
    return Matching(partner)


def _check(status: object, optimal: object) -> None:
    if status != optimal:
        raise RuntimeError(f"the flow solver gave up with status {status}")


@dataclass(frozen=True)
class Prices:
    """What each mentee and each mentor's place is worth, and each match (negative where it costs). A proof.

    Where no allowed couple scores more than its two people's and a match's worth together, no matching of the
    same size has a greater total than `total`: every couple in it is paid for.
    """

    mentees: Integers
    mentors: Integers
    match: int

    def total(self, matched: int, capacities: Integers) -> int:
        return int(self.mentees.sum() + (self.mentors * capacities).sum()) + self.match * matched


@dataclass(frozen=True)
class Potentials:
    """Of the nodes of the flow; a good guess makes the next ones quick to find."""

    mentors: Integers
    mentees: Integers
    source: int
    sink: int

    @property
    def prices(self) -> Prices:
        mentors = np.maximum(self.mentors - self.source, 0)
        mentees = np.maximum(self.sink - self.mentees, 0)
        return Prices(mentees, mentors, self.source - self.sink)


def potentials(pool: PossibleCouples, matching: Matching, guess: Potentials | None = None) -> Potentials:
    """Shortest distances in what the flow leaves over (Bellman and Ford), from any guess.

    They exist exactly where no change improves the total. Where the matching is not the best of the pool, distances
    would sink for ever: raises RuntimeError after as many rounds as there are people.
    """
    mentors, size = len(pool.capacities), pool.size
    start = guess or Potentials(np.zeros(mentors, np.int64), np.zeros(size, np.int64), 0, 0)
    left, right, source, sink = start.mentors.copy(), start.mentees.copy(), start.source, start.sink
    rows, first = np.unique(pool.mentees, return_index=True)
    matched, partner = matching.partner >= 0, matching.partner[matching.partner >= 0]
    worth = _scores_of(pool, matching)
    used = np.bincount(partner, minlength=mentors)
    free_places, taken = used < pool.capacities, used > 0
    for _ in range(mentors + size + 2):
        before = (left.sum(), right.sum(), source, sink)
        if len(rows):
            right[rows] = np.minimum(right[rows], np.minimum.reduceat(left[pool.mentors] - pool.scores, first))
        sink = min(sink, int(right[~matched].min(initial=sink)))
        right[matched] = np.minimum(right[matched], sink)
        np.minimum.at(left, partner, right[matched] + worth)
        source = min(source, int(left[taken].min(initial=source)))
        left[free_places] = np.minimum(left[free_places], source)
        if before == (left.sum(), right.sum(), source, sink):
            return Potentials(left, right, source, sink)
    raise RuntimeError("the matching is not the best of its pool")


def _scores_of(pool: PossibleCouples, matching: Matching) -> Integers:
    """Of the couples of the matching, in the order of the mentees."""
    scores: Integers = pool.scores[matching.in_use(pool)]
    return scores
