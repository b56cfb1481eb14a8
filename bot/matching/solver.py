"""The best set of pairs: the most people matched, and among those sets the greatest total score.

A min-cost flow from mentors (as many units as they have places) to mentees. OR-Tools holds the interpreter lock
while it solves and takes a while to import, so `solve` belongs into a process of its own.
"""

import pickle
import sys
from collections.abc import Collection, Sequence

from bot.matching.rules import USUAL, Candidate, Couple, Guidelines, couples


def solve(
    mentors: Sequence[Candidate],
    mentees: Sequence[Candidate],
    never: Collection[tuple[int, int]] = (),
    guidelines: Guidelines = USUAL,
) -> list[Couple]:
    """Sorted by mentor and mentee. The same people give the same pairs, in whatever order they come."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    mentors = sorted(mentors, key=lambda candidate: candidate.id)
    mentees = sorted(mentees, key=lambda candidate: candidate.id)
    possible = couples(mentors, mentees, never, guidelines)
    flow = SimpleMinCostFlow()
    source, sink = 0, 1
    mentor_node = {mentor.id: 2 + place for place, mentor in enumerate(mentors)}
    mentee_node = {mentee.id: 2 + len(mentors) + place for place, mentee in enumerate(mentees)}
    for mentor in mentors:
        flow.add_arc_with_capacity_and_unit_cost(source, mentor_node[mentor.id], mentor.capacity, 0)
    for mentee in mentees:
        flow.add_arc_with_capacity_and_unit_cost(mentee_node[mentee.id], sink, mentee.capacity, 0)
    arcs = [
        flow.add_arc_with_capacity_and_unit_cost(
            mentor_node[couple.mentor], mentee_node[couple.mentee], 1, -couple.score
        )
        for couple in possible
    ]
    flow.set_node_supply(source, sum(mentor.capacity for mentor in mentors))
    flow.set_node_supply(sink, -sum(mentor.capacity for mentor in mentors))
    status = flow.solve_max_flow_with_min_cost()
    if status != flow.OPTIMAL:
        raise RuntimeError(f"the flow solver gave up with status {status}")
    return [couple for couple, arc in zip(possible, arcs, strict=True) if flow.flow(arc)]


def main() -> None:
    """Reads a pickled (mentors, mentees, never, guidelines) from its parent, and writes the couples back."""
    task = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own parent
    pickle.dump(solve(*task), sys.stdout.buffer)


if __name__ == "__main__":
    main()
