"""SciPy's solver for assignments (Crouse 2016), which has nothing in common with ours."""

from collections.abc import Mapping

import numpy as np
from scipy.optimize import linear_sum_assignment

from bot.matching.search.engine.model import Id, Task

MATCHED = 1_000_000  # worth more than any total, so the most people are matched first


def best_total(task: Task, scores: Mapping[tuple[Id, Id], int]) -> tuple[int, int]:
    """(number of couples, their total) of the largest matching with the greatest total."""
    places = [mentor.id for mentor in task.mentors for _ in range(mentor.capacity)]
    rows = [[scores.get((mentor, mentee.id), -MATCHED) + MATCHED for mentor in places] for mentee in task.mentees]
    worths = np.array(rows, np.int64).reshape(len(task.mentees), len(places))
    chosen = worths[linear_sum_assignment(worths, maximize=True)]
    couples = chosen[chosen > 0]
    return len(couples), int(couples.sum()) - MATCHED * len(couples)
