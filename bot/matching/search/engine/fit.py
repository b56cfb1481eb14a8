"""Which rules a couple breaks, and how well they fit. Pure; the one definition that everything else must agree with."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache

from bot.matching.search.engine.hours import HOUR, Schedule, overlap, schedule_of
from bot.matching.search.engine.model import TOP_SCORE, Candidate, Id, Rules, Task

RULES = ("person", "never", "line", "gap", "department", "language", "overlap")

# What an offer counts by its level, in percent of the wish: even a beginner is a step ahead of who asks.
WORTH = (0, 50, 65, 80, 90, 100)
FULL_GAP = 3  # levels apart from which a wider gap adds nothing
FULL_OVERLAP = 4 * HOUR  # more than that nobody needs


class Fit:
    """Raises ZoneInfoNotFoundError for a time zone that does not exist.

    `rare` skills are counted among the people of the task, unless told: for a task with only a few of them in it.
    """

    def __init__(self, task: Task, rare: frozenset[str] | None = None) -> None:
        self.task, self.rules = task, task.rules
        self.points = points(task.rules)
        self.rare = rare_skills(task) if rare is None else rare
        schedules: dict[tuple[str, int, int, str], Schedule | None] = {}
        for person in (*task.mentors, *task.mentees):
            week = (person.timezone, person.starts, person.ends, person.days)
            if week not in schedules:
                schedules[week] = schedule_of(person, task.today)
        self._schedules = schedules

    def schedule(self, person: Candidate) -> Schedule | None:
        return self._schedules[person.timezone, person.starts, person.ends, person.days]

    def minutes(self, mentor: Candidate, mentee: Candidate) -> int | None:
        return minutes(self.schedule(mentor), self.schedule(mentee))

    def broken(self, mentor: Candidate, mentee: Candidate) -> list[str]:
        """The names of the rules that this couple breaks, in the order of RULES."""
        couple, managers = (mentor.id, mentee.id), self.task.managers
        breaks = {
            "person": mentor.id == mentee.id,
            "never": couple in self.task.never,
            "line": mentor.id in superiors(mentee.id, managers) or mentee.id in superiors(mentor.id, managers),
            "gap": mentee.level - mentor.level < self.rules.min_gap,
            "department": not departments_suit(mentor.department, mentee.department, self.rules),
            "language": not languages_suit(mentor.languages, mentee.languages, self.rules),
            "overlap": not overlap_suits(self.minutes(mentor, mentee), self.rules),
        }
        return [rule for rule in RULES if breaks[rule]]

    def parts(self, mentor: Candidate, mentee: Candidate) -> dict[str, int]:
        """The points by weight; they add up to the score."""
        most = self.points
        return {
            "skills": skill_points(most["skills"], mentee.wishes, mentor.offers),
            "returned": skill_points(most["returned"], mentor.wishes, mentee.offers),
            "hours": hour_points(most["hours"], self.minutes(mentor, mentee)),
            "departments": department_points(most["departments"], mentor.department, mentee.department),
            "levels": level_points(most["levels"], mentee.level - mentor.level),
            "location": location_points(most["location"], mentor.location, mentee.location, self.rules),
            "tongues": tongue_points(most["tongues"], mentor.languages, mentee.languages, self.rules),
            "rare": most["rare"] * self.is_free_for(mentor, mentee),
        }

    def score(self, mentor: Candidate, mentee: Candidate) -> int:
        return sum(self.parts(mentor, mentee).values())

    def is_free_for(self, mentor: Candidate, mentee: Candidate) -> bool:
        """Whether this mentor teaches nothing rare, or something rare that this mentee asked for."""
        taught = self.rare & mentor.offers.keys()
        return not taught or not taught.isdisjoint(mentee.wishes)


def points(rules: Rules) -> dict[str, int]:
    """The most that each thing can add. They sum to 100, unless nothing counts at all."""
    weights = asdict(rules.weights)
    if rules.background == "any":
        weights["location"] = weights["tongues"] = 0
    if rules.department == "same":
        weights["departments"] = 0
    return dict(zip(weights, allotted(TOP_SCORE, list(weights.values())), strict=True))


@lru_cache(maxsize=4096)
def _allotted(whole: int, shares: tuple[float, ...]) -> tuple[int, ...]:
    total = sum(shares)
    if total <= 0:
        return (0,) * len(shares)
    exact = [whole * share / total for share in shares]
    parts = [int(part) for part in exact]
    largest = sorted(range(len(shares)), key=lambda at: (parts[at] - exact[at], at))
    for at in largest[: whole - sum(parts)]:
        parts[at] += 1
    return tuple(parts)


def allotted(whole: int, shares: Sequence[float]) -> tuple[int, ...]:
    """Whole parts in proportion to the shares that sum to `whole`: the largest remainders are rounded up."""
    return _allotted(whole, tuple(shares))


def wish_points(most: int, wishes: Mapping[str, int]) -> dict[str, int]:
    """What each wish is worth at most. A second wish counts half as much as a first, a third a third."""
    ordered = sorted(wishes, key=lambda skill: (wishes[skill], skill))
    return dict(zip(ordered, allotted(most, [1 / wishes[skill] for skill in ordered]), strict=True))


def skill_points(most: int, wishes: Mapping[str, int], offers: Mapping[str, int]) -> int:
    if not wishes:
        return most // 2
    return sum(worth * WORTH[offers.get(skill, 0)] // 100 for skill, worth in wish_points(most, wishes).items())


def hour_points(most: int, shared: int | None) -> int:
    return most // 2 if shared is None else most * min(shared, FULL_OVERLAP) // FULL_OVERLAP


def department_points(most: int, one: str, other: str) -> int:
    if not one or not other:
        return most // 2
    return 0 if one.casefold() == other.casefold() else most


def level_points(most: int, gap: int) -> int:
    return most * min(max(gap, 0), FULL_GAP) // FULL_GAP


def location_points(most: int, one: str, other: str, rules: Rules) -> int:
    if not one or not other:
        return most // 2
    return most * ((one.casefold() == other.casefold()) == (rules.background == "similar"))


def tongue_points(most: int, one: frozenset[str], other: frozenset[str], rules: Rules) -> int:
    """Half of them for people who share a language and have others of their own."""
    if not one or not other or (one != other and not one.isdisjoint(other)):
        return most // 2
    return most * ((one == other) == (rules.background == "similar"))


def departments_suit(one: str, other: str, rules: Rules) -> bool:
    if rules.department == "any" or not one or not other:
        return True
    return (one.casefold() == other.casefold()) == (rules.department == "same")


def languages_suit(one: frozenset[str], other: frozenset[str], rules: Rules) -> bool:
    return not rules.needs_language or not one or not other or not one.isdisjoint(other)


def overlap_suits(shared: int | None, rules: Rules) -> bool:
    return shared is None or shared >= rules.min_overlap * HOUR


def minutes(one: Schedule | None, other: Schedule | None) -> int | None:
    return None if one is None or other is None else overlap(one, other)


def superiors(person: Id, managers: Mapping[Id, Id]) -> set[Id]:
    """Everybody above, at any depth. Ends where a reporting line runs into a loop, which roster files do contain."""
    above: set[Id] = set()
    for one in _climb(person, managers):
        if one in above:
            break
        above.add(one)
    return above


def _climb(person: Id, managers: Mapping[Id, Id]) -> Iterator[Id]:
    while (above := managers.get(person)) is not None:
        yield above
        person = above


def rare_skills(task: Task) -> frozenset[str]:
    """Skills that more mentees wish for than there are places with mentors who teach them."""
    places: Counter[str] = Counter()
    for mentor in task.mentors:
        for skill in mentor.offers:
            places[skill] += mentor.capacity
    wished = Counter(skill for mentee in task.mentees for skill in mentee.wishes)
    return frozenset(skill for skill, count in wished.items() if 0 < places[skill] < count)
