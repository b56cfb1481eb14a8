"""Which rule costs how many matches: the most that could be matched if one of them were looser."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from bot.matching.search.engine.flow import PossibleCouples, most_couples
from bot.matching.search.engine.model import Rules, WhatIf
from bot.matching.search.engine.search import widened
from bot.matching.search.engine.table import Table

LARGE = 30_000_000  # pairs from which on each what-if looks beyond the pool only so often, at so many mentees
LOOKS, ROWS = 3, 2_000


def what_ifs(table: Table, pool: PossibleCouples, matched: int) -> tuple[WhatIf, ...]:
    """`pool` has a matching of `matched` couples, the most under the rules as they are."""
    places = int(pool.capacities.sum())
    told = []
    for rule, value, rules in _looser(table.task.rules):
        if matched == min(places, pool.size):
            told.append(WhatIf(rule, value, 0))
        else:
            told.append(_what_if(rule, value, table.under(rules), pool, matched))
    if not pool.size or not places or matched == pool.size:
        return (*told, WhatIf("capacity", 1, 0))
    roomier = replace(pool, capacities=pool.capacities + 1)
    return (*told, _what_if("capacity", 1, table, roomier, matched))


def _looser(rules: Rules) -> Iterator[tuple[str, int | str | bool, Rules]]:
    for gap in sorted({rules.min_gap - 1, 0}, reverse=True) if rules.min_gap > 0 else ():
        yield "gap", gap, replace(rules, min_gap=gap)
    if rules.department != "any":
        yield "department", "any", replace(rules, department="any")
    if rules.needs_language:
        yield "language", False, replace(rules, needs_language=False)
    if rules.min_overlap > 0:
        yield "overlap", 0, replace(rules, min_overlap=0)


def _what_if(rule: str, value: int | str | bool, table: Table, pool: PossibleCouples, matched: int) -> WhatIf:
    is_large = table.shape[0] * table.shape[1] > LARGE
    looks = 0
    while True:
        matching, reach = most_couples(pool)
        more = matching.count - matched
        if is_large and (looks == LOOKS or np.count_nonzero(reach.mentees) > ROWS):
            wider = widened(table, pool, 0, matching, reach, ROWS) if looks < LOOKS else None
            if wider is None:
                return WhatIf(rule, value, more, exact=False)
        else:
            wider = widened(table, pool, 0, matching, reach)
            if wider is None:
                return WhatIf(rule, value, more)
        pool, looks = wider, looks + 1
