"""Who sits together at a mixer: groups of three to five, across levels and departments. Pure.

The rules, in this order; a later one never costs an earlier one anything:

1. Everybody has a seat, and no group has fewer than three or more than five people.
2. As few people as can be meet again; if some must, those who met the fewest times.
3. Groups of four, as many as the number of guests allows.
4. As few pairs of one level in a group as can be, then as few of one department. Nobody clashes with an unknown one.

Up to `EXACT` guests every seating is weighed, and no better one exists. Beyond that groups are dealt and then mended:
no swap of two people would help (above some 100 guests: none that was tried), which is not always the best there is.
Only two sets of sizes are tried there: fours and, where people would meet again in them, mostly threes.
"""

import random
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

SIZES = (3, 4, 5)
BEST_SIZE = 4
EXACT = 12  # a tenth of a second on one core, and each further guest about doubles it

# A seating's weight is one number, the sum of these. Each outweighs any number (below 2 ** 24) of those before it.
DEPARTMENT, LEVEL, NOT_IN_FOUR, TIMES, REPEAT = (1 << 24 * place for place in range(5))

# Bounds for one set of sizes; about a second on one core, however many guests come.
SWAPS_TRIED = 200_000
SHAKES = 60

Weigh = Callable[[int, int], int]


@dataclass(frozen=True)
class Guest:
    id: int
    level: int | None
    department: str | None


def group(
    guests: Sequence[Guest], met: Mapping[frozenset[int], int] | Collection[frozenset[int]] = ()
) -> list[list[int]]:
    """Sorted groups of sorted ids; none for fewer than three guests.

    `met` has the pairs of ids that sat together before, with how many times if it is a mapping. The same guests and
    history give the same groups, in whatever order they come.
    """
    if len(guests) < min(SIZES):
        return []
    guests = sorted(guests, key=lambda guest: guest.id)
    weigh = _weigher(guests, Counter(met))
    if len(guests) <= EXACT:
        groups = _best(tuple(guest.id for guest in guests), weigh)
    else:
        fours, threes = (len(guests) + 2) // BEST_SIZE, len(guests) // min(SIZES)
        groups = _Seating(guests, fours, weigh).mended()
        if _weight(groups, weigh) >= REPEAT:
            smaller = _Seating(guests, threes, weigh).mended()
            groups = min(groups, smaller, key=lambda seating: _weight(seating, weigh) // TIMES)
    return sorted(sorted(members) for members in groups)


def _weigher(guests: Sequence[Guest], met: Counter[frozenset[int]]) -> Weigh:
    """What it weighs to seat two guests, by their ids, together."""
    # An object equals nothing but itself, so that an unknown level or department is no clash.
    level = {guest.id: object() if guest.level is None else guest.level for guest in guests}
    department = {guest.id: guest.department.casefold() if guest.department else object() for guest in guests}
    again: dict[int, dict[int, int]] = {guest.id: {} for guest in guests}
    for pair, times in met.items():
        if times > 0 and pair <= again.keys():
            one, other = pair
            again[one][other] = again[other][one] = REPEAT + TIMES * times

    def weigh(one: int, other: int) -> int:
        return (
            again[one].get(other, 0)
            + LEVEL * (level[one] == level[other])
            + DEPARTMENT * (department[one] == department[other])
        )

    return weigh


def _weight(groups: Iterable[Collection[int]], weigh: Weigh) -> int:
    return sum(weigh(one, other) for members in groups for one, other in combinations(members, 2))


def _best(ids: tuple[int, ...], weigh: Weigh) -> Sequence[Sequence[int]]:
    """The lightest of all seatings: whoever is first sits with every possible company, the others as is best then."""

    @cache
    def weight(members: tuple[int, ...]) -> int:
        return _weight([members], weigh) + NOT_IN_FOUR * len(members) * (len(members) != BEST_SIZE)

    @cache
    def best(left: tuple[int, ...]) -> tuple[int, tuple[tuple[int, ...], ...]]:
        if not left:
            return 0, ()
        seatings = []
        for size in SIZES:
            if 0 < len(left) - size < min(SIZES) or size > len(left):
                continue
            for company in combinations(left[1:], size - 1):
                members = (left[0], *company)
                rest_weight, rest = best(tuple(person for person in left if person not in members))
                seatings.append((weight(members) + rest_weight, (members, *rest)))
        return min(seatings)

    return best(ids)[1]


class _Seating:
    """Groups as even as can be, dealt by level and mended by swaps of two people."""

    def __init__(self, guests: Sequence[Guest], number: int, weigh: Weigh) -> None:
        self.weigh = weigh
        self.random = random.Random(0)  # noqa: S311 - the same chance each time
        self.tries_left = SWAPS_TRIED
        self.asked = min(len(guests), SWAPS_TRIED // (2 * len(guests)) + 1)  # everybody, or a sample of many
        self.lightest = _lightest_possible(guests, number)
        self.people = [guest.id for guest in sorted(guests, key=_dealing_order)]
        self._seat([self.people[place::number] for place in range(number)])

    def mended(self) -> list[list[int]]:
        """Swaps until none helps; then, some times over, a few at random and mending again."""
        self._mend()
        found, weight = [*map(list, self.groups)], _weight(self.groups, self.weigh)
        for _ in range(SHAKES):
            if weight == self.lightest or self.tries_left <= 0:
                break
            self._shake()
            self._mend()
            if (new_weight := _weight(self.groups, self.weigh)) < weight and self.tries_left > 0:
                found, weight = [*map(list, self.groups)], new_weight
            else:
                self._seat(found)
        return found

    def _seat(self, groups: Iterable[Iterable[int]]) -> None:
        self.groups = [*map(list, groups)]
        self.group_of = {person: members for members in self.groups for person in members}

    def _shake(self) -> None:
        for _ in range(3):
            here, there = self.random.sample(self.groups, 2)
            self._swap(self.random.choice(here), self.random.choice(there))

    def _mend(self) -> None:
        """Ends when nobody is left whom a swap helps, or when the tries are used up."""
        while self.tries_left > 0 and _weight(self.groups, self.weigh) > self.lightest:
            if not sum(self._moved(person) for person in sorted(self.people, key=self._burden, reverse=True)):
                break

    def _moved(self, person: int) -> bool:
        """Whether a swap with somebody made the seating lighter."""
        burden = self._burden(person)
        if not burden or self.tries_left <= 0:
            return False
        here = self.group_of[person]
        for other in self.random.sample(self.people, self.asked):
            if (there := self.group_of[other]) is here:
                continue
            self.tries_left -= 1
            after = self._weight_among(person, there, other) + self._weight_among(other, here, person)
            if after < burden + self._burden(other):
                self._swap(person, other)
                return True
        return False

    def _burden(self, person: int) -> int:
        return self._weight_among(person, self.group_of[person], person)

    def _weight_among(self, person: int, members: Iterable[int], without: int) -> int:
        return sum([self.weigh(person, other) for other in members if other not in (person, without)])

    def _swap(self, person: int, other: int) -> None:
        here, there = self.group_of[person], self.group_of[other]
        here[here.index(person)], there[there.index(other)] = other, person
        self.group_of[person], self.group_of[other] = there, here


def _dealing_order(guest: Guest) -> tuple[bool, int, str, int]:
    return (guest.level is None, guest.level or 0, (guest.department or "").casefold(), guest.id)


def _lightest_possible(guests: Sequence[Guest], number: int) -> int:
    """No seating in so many groups weighs less: every level and department spread evenly, and nobody met before."""
    levels = Counter((LEVEL, guest.level) for guest in guests if guest.level is not None)
    departments = Counter((DEPARTMENT, guest.department.casefold()) for guest in guests if guest.department)
    weight = 0
    for (each, _), count in (*levels.items(), *departments.items()):
        everywhere, more = divmod(count, number)
        weight += each * (number * everywhere * (everywhere - 1) // 2 + more * everywhere)
    return weight
