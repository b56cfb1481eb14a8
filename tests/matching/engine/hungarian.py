"""The Hungarian method, on plain lists: slow, and independent of everything that it checks."""

from collections.abc import Mapping

from bot.matching.engine.model import Id, Task

UNMATCHED = 1_000_000  # costs more than any total can gain, so the most people are matched first


def best_total(task: Task, scores: Mapping[tuple[Id, Id], int]) -> tuple[int, int]:
    """(number of couples, their total) of the largest matching with the greatest total."""
    places = [mentor.id for mentor in task.mentors for _ in range(mentor.capacity)]
    size = max(len(places), len(task.mentees))
    costs = [[UNMATCHED] * size for _ in range(size)]
    for row, mentee in enumerate(task.mentees):
        for column, mentor in enumerate(places):
            costs[row][column] = UNMATCHED - (
                UNMATCHED // 2 + score if (score := scores.get((mentor, mentee.id), -1)) >= 0 else 0
            )
    chosen = [costs[row][column] for column, row in enumerate(_assigned(costs)) if costs[row][column] < UNMATCHED]
    return len(chosen), sum(UNMATCHED - UNMATCHED // 2 - cost for cost in chosen)


def _assigned(costs: list[list[int]]) -> list[int]:
    """The row of each column (Kuhn 1955, with potentials and shortest paths)."""
    size = len(costs)
    over, under, row_of = [0] * (size + 1), [0] * (size + 1), [-1] * (size + 1)
    for row in range(size):
        row_of[size], column = row, size
        nearest, before, is_used = [10**12] * (size + 1), [size] * (size + 1), [False] * (size + 1)
        while row_of[column] >= 0:
            is_used[column] = True
            here, step, following = row_of[column], 10**12, size
            line = costs[here]
            for other in range(size):
                if is_used[other]:
                    continue
                reduced = line[other] - over[here] - under[other]
                if reduced < nearest[other]:
                    nearest[other], before[other] = reduced, column
                if nearest[other] < step:
                    step, following = nearest[other], other
            for other in range(size + 1):
                if is_used[other]:
                    over[row_of[other]] += step
                    under[other] -= step
                else:
                    nearest[other] -= step
            column = following
        while column != size:
            row_of[column], column = row_of[before[column]], before[column]
    return row_of[:size]
