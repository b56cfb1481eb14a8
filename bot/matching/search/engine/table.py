"""Scores of a whole row of mentors at once. Says the same as `fit`, a thousand times faster.

A broken rule takes more points away than a score can have, so a pair is allowed where its number is not negative.
Mentees are rows, mentors columns, both in the order of the task. Scores are summed up from parts that many share.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence, Set
from copy import copy
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bot.matching.search.engine import fit as pure
from bot.matching.search.engine.fit import FULL_GAP, WORTH, Fit
from bot.matching.search.engine.model import TOP_SCORE, Candidate, Id, Rules, Task

Row = NDArray[np.int16]
Places = NDArray[np.intp]  # anything narrower makes adding at places take more than twice as long

# What each broken rule takes away. A number tells which ones were; all together, and a price, still fit into 16 bits.
BROKEN = {"gap": 1024, "department": 2048, "language": 4096, "overlap": 8192}
BLOCKED = 16384  # for a reason that only these two have; what else they break is not told
KEPT_ROWS = 256  # of each kind, at least; at 20,000 mentors each takes 40 kB
KEPT_ENTRIES = 5_000_000  # of each kind, in as many rows as that makes
FEW = 0.03  # share of the mentors up to which adding at their places is faster than adding a whole row
KEPT_BYTES = 165_000_000  # of rows that are kept once made, a byte for each pair


class Table:
    def __init__(self, task: Task, fit: Fit) -> None:
        self.task, self.fit, self._rules = task, fit, task.rules
        self.shape = (len(task.mentees), len(task.mentors))
        self._mentor_levels = np.array([one.level for one in task.mentors], np.int64)
        self._keeps = max(KEPT_ROWS, KEPT_ENTRIES // max(len(task.mentors), 1))
        self._departments = _Trait(task, lambda one: one.department.casefold())
        self._hours = _Trait(task, fit.schedule)
        self._tongues = _Trait(task, lambda one: one.languages)
        self._locations = _Trait(task, lambda one: one.location.casefold())
        offered = (sorted((skill, WORTH[level]) for skill, level in one.offers.items()) for one in task.mentors)
        self._offered = _Skills(offered, len(task.mentors))
        returned = fit.points["returned"]
        wished = (sorted(pure.wish_points(returned, one.wishes).items()) for one in task.mentors)
        self._wished = _Skills(wished, len(task.mentors))
        self._silent = np.array([0 if one.wishes else returned // 2 for one in task.mentors], np.int16)
        rare = fit.points["rare"]
        self._free_of_all = np.array([0 if fit.rare & one.offers.keys() else rare for one in task.mentors], np.int16)
        skills = fit.points["skills"]
        self._wishes = [tuple(pure.wish_points(skills, one.wishes).items()) for one in task.mentees]
        self._free = lru_cache(self._keeps)(self._make_free)
        self._blocked = _blocked(task)
        traits = (self._departments, self._locations, self._tongues, self._hours)
        levels = [mentee.level for mentee in task.mentees]
        self.order = np.lexsort([levels, *(trait.of for trait in traits)]).tolist()
        self._begin(KEPT_BYTES)

    def _begin(self, kept_bytes: int) -> None:
        self._level_row = lru_cache(self._keeps)(self._make_levels)
        self._department_row = self._departments.rows(self._department, self._keeps)
        self._hour_row = self._hours.rows(self._hour, self._keeps)
        self._tongue_row = self._tongues.rows(self._tongue, self._keeps)
        self._location_row = self._locations.rows(self._location, self._keeps)
        self._ranks = lru_cache(self._keeps)(self._make_ranks)
        self._circumstances = lru_cache(self._keeps)(self._make_circumstances)
        keeps = min(self.shape[0], kept_bytes // max(self.shape[1], 1))
        self._kept, self._is_kept = np.empty((keeps, self.shape[1]), np.int8), [False] * keeps

    def under(self, rules: Rules) -> "Table":
        """Who would be allowed under other rules; the scores remain those of today's."""
        other = copy(self)
        other._rules = rules
        other._begin(KEPT_BYTES // 20)
        return other

    def row(self, at: int) -> Row:
        """The scores of one mentee with every mentor, negative where a rule is broken."""
        if at >= len(self._is_kept):
            return self.exact_row(at)
        if self._is_kept[at]:
            kept: Row = self._kept[at].astype(np.int16)
            return kept
        row = self.exact_row(at)
        self._kept[at], self._is_kept[at] = np.maximum(row, -1), True
        return row

    def rows(self) -> Iterator[tuple[int, Row]]:
        """All of them, in an order in which neighbours share their parts."""
        return ((at, self.row(at)) for at in self.order)

    def offering(self, skills: Iterable[str]) -> NDArray[np.bool_]:
        """Which mentors offer any of these."""
        offers = np.zeros(self.shape[1], np.bool_)
        for skill in skills:
            offers[self._offered.places(skill)] = True
        return offers

    def exact_row(self, at: int) -> Row:
        """Out of whose negative numbers can be read what was broken."""
        mentee = self.task.mentees[at]
        row = self._ranks(mentee.level, self._departments.of[at]) + self._circumstances(
            self._hours.of[at], self._tongues.of[at], self._locations.of[at]
        )
        row += self._free(self.fit.rare.intersection(mentee.wishes))
        skills = self.fit.points["skills"]
        if not mentee.wishes:
            row += np.int16(skills // 2)
        for skill, worth in self._wishes[at]:
            self._offered.add(row, skill, worth)
        for skill, level in mentee.offers.items():
            self._wished.add(row, skill, WORTH[level])
        if at in self._blocked:
            row[self._blocked[at]] = -BLOCKED
        return row

    def _make_ranks(self, level: int, department: int) -> Row:
        return self._level_row(level) + self._department_row(department)

    def _make_circumstances(self, hours: int, tongues: int, location: int) -> Row:
        parts = self._hour_row(hours) + self._tongue_row(tongues)
        return parts + self._location_row(location) + self._silent

    def _make_free(self, asked: frozenset[str]) -> Row:
        """Points for mentors who teach nothing rare, or one of the rare skills that were asked for."""
        free = self._free_of_all.copy()
        for skill in asked:
            free[self._offered.places(skill)] = self.fit.points["rare"]
        return free

    def _make_levels(self, level: int) -> Row:
        """Unlike the other traits, levels can be as many as people."""
        gaps = level - self._mentor_levels
        points = self.fit.points["levels"] * np.clip(gaps, 0, FULL_GAP) // FULL_GAP
        row: Row = (points - BROKEN["gap"] * (gaps < self._rules.min_gap)).astype(np.int16)
        return row

    def _department(self, mentor: Candidate, mentee: Candidate) -> int:
        one, other = mentor.department, mentee.department
        points = pure.department_points(self.fit.points["departments"], one, other)
        return points - BROKEN["department"] * (not pure.departments_suit(one, other, self._rules))

    def _hour(self, mentor: Candidate, mentee: Candidate) -> int:
        shared = self.fit.minutes(mentor, mentee)
        points = pure.hour_points(self.fit.points["hours"], shared)
        return points - BROKEN["overlap"] * (not pure.overlap_suits(shared, self._rules))

    def _tongue(self, mentor: Candidate, mentee: Candidate) -> int:
        points = pure.tongue_points(self.fit.points["tongues"], mentor.languages, mentee.languages, self.fit.rules)
        return points - BROKEN["language"] * (not pure.languages_suit(mentor.languages, mentee.languages, self._rules))

    def _location(self, mentor: Candidate, mentee: Candidate) -> int:
        return pure.location_points(self.fit.points["location"], mentor.location, mentee.location, self.fit.rules)


def broken_rules(scores: Row) -> NDArray[np.intp]:
    """For each number of an exact row, the rules that were broken: bits in the order of BROKEN, 16 for blocked."""
    return (TOP_SCORE - scores.astype(np.intp)) >> 10


class _Trait:
    """What a part of the score depends on, and nothing else: it is worked out once for each two values."""

    def __init__(self, task: Task, trait: Callable[[Candidate], Hashable]) -> None:
        self._mentors, columns = _distinct(task.mentors, trait)
        self._mentees, self.of = _distinct(task.mentees, trait)
        self._columns = np.array(columns, np.intp)

    def rows(self, worth: Callable[[Candidate, Candidate], int], kept: int) -> Callable[[int], Row]:
        """Of what mentors are worth to a mentee by this trait, who goes by the code of theirs."""

        def make(code: int) -> Row:
            values = [worth(mentor, self._mentees[code]) for mentor in self._mentors]
            return np.array(values, np.int16)[self._columns]

        return lru_cache(kept)(make)


def _distinct(people: Sequence[Candidate], trait: Callable[[Candidate], Hashable]) -> tuple[list[Candidate], list[int]]:
    """One person for each value of the trait, and whose value each person has."""
    codes: dict[Hashable, int] = {}
    first: list[Candidate] = []
    of = []
    for person in people:
        code = codes.setdefault(trait(person), len(codes))
        if code == len(first):
            first.append(person)
        of.append(code)
    return first, of


class _Skills:
    """What each mentor brings to each skill. Taken by a mentee, it adds `amount * factor // 100` points."""

    def __init__(self, amounts: Iterator[list[tuple[str, int]]], mentors: int) -> None:
        gathered: dict[str, tuple[list[int], list[int]]] = {}
        for place, brought in enumerate(amounts):
            for skill, amount in brought:
                places, worths = gathered.setdefault(skill, ([], []))
                places.append(place)
                worths.append(amount)
        self._by_skill = {
            skill: (np.array(places, np.intp), np.array(worths, np.int16))
            for skill, (places, worths) in gathered.items()
        }
        self._mentors = mentors
        self._term = lru_cache(4 * KEPT_ROWS)(self._make_term)
        self._whole_row = lru_cache(KEPT_ROWS)(self._make_whole_row)

    def places(self, skill: str) -> Places:
        return self._by_skill[skill][0] if skill in self._by_skill else np.zeros(0, np.intp)

    def add(self, row: Row, skill: str, factor: int) -> None:
        if skill not in self._by_skill:
            return
        if len(self.places(skill)) > FEW * self._mentors:
            row += self._whole_row(skill, factor)
        else:
            row[self.places(skill)] += self._term(skill, factor)

    def _make_term(self, skill: str, factor: int) -> Row:
        return self._by_skill[skill][1] * np.int16(factor) // np.int16(100)

    def _make_whole_row(self, skill: str, factor: int) -> Row:
        row = np.zeros(self._mentors, np.int16)
        row[self.places(skill)] = self._make_term(skill, factor)
        return row


def _blocked(task: Task) -> dict[int, Places]:
    """By mentee, the mentors whom they must not get for reasons that only the two of them have."""
    mentors = {mentor.id: place for place, mentor in enumerate(task.mentors)}
    mentees = {mentee.id: place for place, mentee in enumerate(task.mentees)}
    couples = set(task.never) | {(one, one) for one in mentors.keys() & mentees.keys()}
    couples |= _in_one_line(task, mentors.keys(), mentees.keys())
    blocked: dict[int, list[int]] = {}
    for mentor, mentee in couples:
        if mentor in mentors and mentee in mentees:
            blocked.setdefault(mentees[mentee], []).append(mentors[mentor])
    return {row: np.array(sorted(columns), np.intp) for row, columns in blocked.items()}


def _in_one_line(task: Task, mentors: Set[Id], mentees: Set[Id]) -> set[tuple[Id, Id]]:
    above_mentors = {(one, other) for one in mentors for other in pure.superiors(one, task.managers) & mentees}
    return above_mentors | {(other, one) for one in mentees for other in pure.superiors(one, task.managers) & mentors}
