"""Why somebody has nobody: facts that a view can put into words."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bot.matching.search.engine.flow import Integers
from bot.matching.search.engine.model import Candidate, Unmatched
from bot.matching.search.engine.table import BROKEN, Table, broken_rules

MOST_LOOKED_AT = 2_000  # people of each side whose lack of a partner is looked into

_GAP_ALONE = 1 << list(BROKEN).index("gap")


def lonely_mentees(table: Table, lonely: Sequence[int], fitting: Integers) -> list[Unmatched]:
    """For the mentees at these places of the task. `fitting` is of all mentees."""
    levels = np.array([mentor.level for mentor in table.task.mentors], np.int64)
    told = []
    for turn, at in enumerate(lonely):
        mentee, fits = table.task.mentees[at], int(fitting[at])
        if turn >= MOST_LOOKED_AT:
            told.append(Unmatched(mentee.id, "mentee", fitting=fits))
        elif fits:
            offering = int(np.count_nonzero(table.offering(mentee.wishes) & (table.row(at) >= 0)))
            told.append(Unmatched(mentee.id, "mentee", fitting=fits, offering=offering))
        else:
            told.append(_obstructed(mentee, "mentee", broken_rules(table.exact_row(at)), mentee.level - levels))
    return told


def lonely_mentors(table: Table, lonely: Sequence[int], fitting: Integers) -> list[Unmatched]:
    """For the mentors at these places. One pass over the table, and none where somebody fits each of them."""
    obstructed = [at for at in lonely[:MOST_LOOKED_AT] if not fitting[at]]
    broken = np.zeros((len(obstructed), table.shape[0]), np.uint8)
    if obstructed:
        for at in table.order:
            broken[:, at] = broken_rules(table.exact_row(at)[obstructed])
    levels = np.array([mentee.level for mentee in table.task.mentees], np.int64)
    mentors = table.task.mentors
    explained = {
        at: _obstructed(mentors[at], "mentor", line.astype(np.intp), levels - mentors[at].level)
        for at, line in zip(obstructed, broken, strict=True)
    }
    return [explained.get(at) or Unmatched(mentors[at].id, "mentor", fitting=int(fitting[at])) for at in lonely]


def _obstructed(
    person: Candidate, role: Literal["mentor", "mentee"], broken: NDArray[np.intp], gaps: Integers
) -> Unmatched:
    """Nobody fits: what stands between them and all others, each of whom breaks the rules in `broken`."""
    counts = np.bincount(broken, minlength=1 << len(BROKEN))
    without = {rule: int(counts[1 << bit]) for bit, rule in enumerate(BROKEN) if counts[1 << bit]}
    masks = np.arange(1 << len(BROKEN))
    each = {rule: int(counts[: masks.size][(masks >> bit & 1) == 1].sum()) for bit, rule in enumerate(BROKEN)}
    told = Unmatched(person.id, role, without=without, broken={rule: count for rule, count in each.items() if count})
    if "gap" not in without:
        return told
    near = gaps[broken == _GAP_ALONE]
    widest = int(near.max())
    return replace(told, nearest_gap=widest, at_gap=int(np.count_nonzero(near == widest)))
