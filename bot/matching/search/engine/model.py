"""What goes into a search for pairs and what comes out. Plain data: it is pickled across a process boundary.

What somebody has not said (an empty department, no languages, no time zone) is no obstacle in any rule, and counts
half wherever it is scored.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Id = int | str
Couple = tuple[Id, Id]  # mentor, mentee

TOP_SCORE = 100


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody with a place free. `offers` maps a skill to a level of 1 to 5, `wishes` to a priority, 1 for the first.

    `timezone` is an IANA name; `starts` and `ends` are whole local hours, `days` digits with 0 for Monday. A working
    day that ends before it starts goes on past midnight. `capacity` counts for mentors; a mentee has one place.
    """

    id: Id
    level: int
    department: str = ""
    timezone: str = ""
    languages: frozenset[str] = frozenset()
    offers: Mapping[str, int] = field(default_factory=dict)
    wishes: Mapping[str, int] = field(default_factory=dict)
    capacity: int = 1
    starts: int = 9
    ends: int = 17
    days: str = "01234"
    location: str = ""


@dataclass(frozen=True)
class Weights:
    """How much each thing counts. Only the proportions matter: a score is always out of 100."""

    skills: int = 60  # the mentee's wishes: by priority, and by the level at which they are offered
    returned: int = 12  # the mentor's own wishes, offered by the mentee
    hours: int = 8  # how long both are at work at the same time
    departments: int = 8  # that they are not the same
    levels: int = 5  # how far they are apart
    location: int = 2  # where the program prefers similar or different backgrounds
    tongues: int = 2  # the languages they speak; likewise
    rare: int = 3  # a mentor who alone can teach something stays free for those who asked for it


@dataclass(frozen=True)
class Rules:
    """What a program demands (never broken) and prefers (`background`, `weights`). `min_overlap` is in hours."""

    min_gap: int = 1
    min_overlap: float = 2
    needs_language: bool = True
    department: Literal["any", "same", "different"] = "any"
    background: Literal["any", "similar", "different"] = "any"
    weights: Weights = Weights()


@dataclass(frozen=True)
class Task:
    """Everything that the search knows. `today` decides which clocks are on summer time.

    `managers` maps people to their manager, candidates or not. `never` are couples who were blocked or ended before.
    `pinned` couples are proposed whatever else is; a mentor may be pinned more than once.
    """

    mentors: tuple[Candidate, ...]
    mentees: tuple[Candidate, ...]
    today: date
    rules: Rules = Rules()
    managers: Mapping[Id, Id] = field(default_factory=dict)
    never: frozenset[Couple] = frozenset()
    pinned: frozenset[Couple] = frozenset()


@dataclass(frozen=True, slots=True)
class ProposedPair:
    """Two people who fit. `score` is 0 to 100; `reasons` are facts that a view can put into words."""

    mentor: Id
    mentee: Id
    score: int
    reasons: dict[str, Any] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Unmatched:
    """`fitting` partners are allowed but have somebody else, `offering` of them with a skill that a mentee wished for.

    Where nobody fits, `without` says how many would, were one rule (gap, department, language, overlap) not there;
    `nearest_gap` is the widest gap at which somebody would if only the gap were smaller, and `at_gap` how many.
    `broken` says with how many each of these rules is broken, be it alone or with others; whoever is ruled out for a
    reason that only two people have is in neither. None of it is known past the first `reasons.MOST_LOOKED_AT` people.
    """

    id: Id
    role: Literal["mentor", "mentee"]
    has_place: bool = True
    fitting: int = 0
    offering: int = 0
    without: Mapping[str, int] = field(default_factory=dict, hash=False)
    nearest_gap: int | None = None
    at_gap: int = 0
    broken: Mapping[str, int] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """How many more mentees would have a mentor under one looser rule; at least so many where it is not `exact`.

    `rule` is gap, department, language, overlap or capacity; `value` what it would be, for gap a number of levels and
    for capacity the places that each mentor would have more.
    """

    rule: str
    value: int | str | bool
    more: int
    exact: bool = True


@dataclass(frozen=True)
class Certificate:
    """Why no better result exists, as checked against every pair that was not pinned. Shown only where all of it holds.

    `matched` equals the size of a set of people without whom no allowed pair is left (König). At a floor one higher
    than `floor`, such a set is smaller than `matched`, which is `floor_cover`. `total` equals `dual_total`, the
    value of prices that no pair at or above the floor exceeds (strong duality).
    """

    matched: int
    cover: int
    floor: int
    floor_cover: int
    total: int
    dual_total: int
    pairs: int  # mentors times mentees
    allowed: int  # those that break no rule
    rounds: int  # of pricing, the last of which found nothing
    seconds: Mapping[str, float] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Result:
    """Sorted by mentor and mentee. The same task gives the same result, in whatever order people come.

    People are sorted by id before the search; among results of equal worth that order decides.
    """

    proposals: tuple[ProposedPair, ...]
    unmatched: tuple[Unmatched, ...]
    what_ifs: tuple[WhatIf, ...]
    certificate: Certificate
