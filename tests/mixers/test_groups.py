"""The groups against every possible seating where all can be tried, and against their promises where not."""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.mixers.rules.groups import EXACT, Guest, group

Groups = list[list[int]]
Met = Counter[frozenset[int]]


@st.composite
def parties(draw: st.DrawFn, fewest: int, most: int) -> list[Guest]:
    levels = st.none() | st.integers(0, 3)
    departments = st.sampled_from([None, "Sales", "SALES", "IT", "Law"])
    number = draw(st.integers(fewest, most))
    return [Guest(person, draw(levels), draw(departments)) for person in range(1, number + 1)]


@st.composite
def parties_with_a_history(draw: st.DrawFn, fewest: int, most: int) -> tuple[list[Guest], Met]:
    """From nobody met to everybody met, some of them twice or three times."""
    guests = draw(parties(fewest, most))
    chance, share = draw(st.randoms(use_true_random=False)), draw(st.sampled_from([0, 0.2, 0.5, 0.8, 1]))
    pairs = [frozenset(pair) for pair in combinations([guest.id for guest in guests], 2)]
    return guests, Counter({pair: chance.randint(1, 3) for pair in pairs if chance.random() < share})


def company(number: int, levels: int = 4, departments: int = 6) -> list[Guest]:
    return [Guest(person, person % levels, f"Department {person % departments}") for person in range(1, number + 1)]


def pairs_in(groups: Groups) -> Met:
    return Counter(frozenset(pair) for members in groups for pair in combinations(members, 2))


def judged(guests: Sequence[Guest], met: Met, groups: Groups) -> tuple[int, ...]:
    """What the rules count, the first rule first; less is better."""
    by_id = {guest.id: guest for guest in guests}
    together = [[by_id[person] for person in pair] for pair in pairs_in(groups)]
    again = [met[pair] for pair in pairs_in(groups) if met[pair]]
    return (
        len(again),
        sum(again),
        sum(len(members) for members in groups if len(members) != 4),
        sum(one.level == other.level is not None for one, other in together),
        sum((one.department or "1").lower() == (other.department or "2").lower() for one, other in together),
    )


def every_seating(people: list[int], open_groups: Groups) -> Iterator[Groups]:
    """Whoever is next joins any group that has a seat, or opens one."""
    if not people:
        if all(len(members) >= 3 for members in open_groups):
            yield open_groups
        return
    for place, members in enumerate(open_groups):
        if len(members) < 5:
            yield from every_seating(
                people[1:], [*open_groups[:place], [*members, people[0]], *open_groups[place + 1 :]]
            )
    yield from every_seating(people[1:], [*open_groups, [people[0]]])


def assert_everybody_has_one_seat(guests: Sequence[Guest], groups: Groups) -> None:
    assert sorted(person for members in groups for person in members) == sorted(guest.id for guest in guests)
    assert {len(members) for members in groups} <= {3, 4, 5}


@settings(max_examples=60)
@given(parties_with_a_history(3, 22))
def test_everybody_has_one_seat_in_a_group_of_three_to_five(party: tuple[list[Guest], Met]) -> None:
    guests, met = party
    assert_everybody_has_one_seat(guests, group(guests, met))


@settings(max_examples=100)
@given(parties_with_a_history(3, 8))
def test_no_seating_of_a_few_is_better(party: tuple[list[Guest], Met]) -> None:
    guests, met = party
    best = min(judged(guests, met, seating) for seating in every_seating([guest.id for guest in guests], []))
    assert judged(guests, met, group(guests, met)) == best


@settings(max_examples=20)
@given(parties_with_a_history(EXACT + 1, 20))
def test_no_swap_of_two_people_makes_a_larger_party_better(party: tuple[list[Guest], Met]) -> None:
    guests, met = party
    for here, there in combinations(group(guests, met), 2):
        found = judged(guests, met, [here, there])
        for one, other in product(here, there):
            swap = {one: other, other: one}
            swapped = [[swap.get(person, person) for person in members] for members in (here, there)]
            assert judged(guests, met, swapped) >= found


@settings(max_examples=20)
@given(party=parties_with_a_history(3, 20), chance=st.randoms(use_true_random=False))
def test_the_order_in_which_guests_and_history_come_changes_nothing(
    party: tuple[list[Guest], Met], chance: random.Random
) -> None:
    guests, met = party
    shuffled = chance.sample(list(met.items()), len(met))
    assert group(chance.sample(guests, len(guests)), dict(shuffled)) == group(guests, met)


@given(parties_with_a_history(3, 10))
def test_a_history_without_numbers_counts_every_meeting_once(party: tuple[list[Guest], Met]) -> None:
    guests, met = party
    assert group(guests, set(met)) == group(guests, dict.fromkeys(met, 1))


@pytest.mark.parametrize("number", [0, 1, 2])
def test_fewer_than_three_guests_are_no_group(number: int) -> None:
    assert group(company(number)) == []


@pytest.mark.parametrize(
    ("number", "sizes"),
    [
        (3, [3]),
        (4, [4]),
        (5, [5]),
        (6, [3, 3]),
        (7, [3, 4]),
        (9, [4, 5]),
        (10, [3, 3, 4]),
        (11, [3, 4, 4]),
        (13, [4, 4, 5]),
        (14, [3, 3, 4, 4]),
        (17, [4, 4, 4, 5]),
    ],
)
def test_groups_are_of_four_as_far_as_the_number_allows(number: int, sizes: list[int]) -> None:
    assert sorted(map(len, group(company(number)))) == sizes


@pytest.mark.parametrize("number", range(3, 61))
def test_a_company_of_any_size_leaves_six_people_at_most_outside_groups_of_four(number: int) -> None:
    guests = company(number)
    groups = group(guests)
    assert_everybody_has_one_seat(guests, groups)
    assert sum(len(members) for members in groups if len(members) != 4) <= 6


def test_groups_and_the_people_in_them_are_sorted() -> None:
    for number in (11, 30):
        groups = group(company(number)[::-1])
        assert groups == sorted(sorted(members) for members in groups)


@pytest.mark.parametrize("number", [12, 16])
def test_three_rounds_of_the_same_people_bring_nobody_together_twice(number: int) -> None:
    guests, met = company(number), Counter[frozenset[int]]()
    for _ in range(3):
        met += pairs_in(group(guests, met))
    assert set(met.values()) == {1}


def test_sixty_people_meet_nobody_twice_in_six_rounds() -> None:
    guests, met = company(60), Counter[frozenset[int]]()
    for _ in range(6):
        met += pairs_in(group(guests, met))
    assert set(met.values()) == {1}


def test_groups_are_smaller_where_fours_would_repeat_a_meeting() -> None:
    guests = company(12)
    first = group(guests)
    again = group(guests, pairs_in(first))
    assert (sorted(map(len, first)), sorted(map(len, again))) == ([4, 4, 4], [3, 3, 3, 3])


@pytest.mark.parametrize("number", [3, 4, 5, 6, 7, 11, 13, 26])
def test_where_everybody_met_everybody_all_have_a_seat_in_the_smallest_groups(number: int) -> None:
    guests = company(number)
    everybody = {frozenset(pair) for pair in combinations(range(1, number + 1), 2)}
    groups = group(guests, everybody)
    assert_everybody_has_one_seat(guests, groups)
    assert len(groups) == number // 3


def test_of_those_who_met_the_ones_who_met_less_often_meet_again() -> None:
    guests = [Guest(person, None, None) for person in range(1, 7)]
    often = {frozenset(pair): 5 for pair in combinations(range(1, 7), 2)}
    rarely = {frozenset(pair): 1 for trio in ((1, 3, 5), (2, 4, 6)) for pair in combinations(trio, 2)}
    assert group(guests, often | rarely) == [[1, 3, 5], [2, 4, 6]]


@pytest.mark.parametrize(
    "known", [lambda person: Guest(person, 1, None), lambda person: Guest(person, None, "Sales")], ids=["level", "dept"]
)
def test_two_unknowns_sit_together_before_two_of_a_kind_do(known: Callable[[int], Guest]) -> None:
    unlike = [Guest(5, 5, "Law"), Guest(6, 6, "IT")]
    guests = [known(1), known(2), Guest(3, None, None), Guest(4, None, None), *unlike]
    alike, unknown = [[1, 2, 3], [4, 5, 6]], [[1, 3, 4], [2, 5, 6]]
    elsewhere = {frozenset(pair) for pair in combinations(range(1, 7), 2)} - set(pairs_in(alike + unknown))
    assert group(guests, elsewhere) == unknown


def test_meetings_with_people_who_do_not_come_change_nothing() -> None:
    guests = company(20)
    assert group(guests, {frozenset((1, 99)), frozenset((98, 99))}) == group(guests)


@pytest.mark.parametrize("number", [8, 40])
def test_levels_are_spread_before_departments(number: int) -> None:
    guests = [Guest(person, person % 4, f"Department {person % 4}") for person in range(1, number + 1)]
    for members in group(guests):
        assert sorted(person % 4 for person in members) == [0, 1, 2, 3]


@pytest.mark.parametrize("number", [8, 40])
def test_departments_are_spread_where_all_are_of_one_level(number: int) -> None:
    guests = [Guest(person, 1, f"Department {person % 4}") for person in range(1, number + 1)]
    for members in group(guests):
        assert sorted(person % 4 for person in members) == [0, 1, 2, 3]


@pytest.mark.parametrize("number", [8, 40])
def test_levels_are_spread_where_all_are_in_one_department(number: int) -> None:
    guests = [Guest(person, person % 4, "Sales") for person in range(1, number + 1)]
    for members in group(guests):
        assert sorted(person % 4 for person in members) == [0, 1, 2, 3]


def test_two_thousand_guests_meet_nobody_twice() -> None:
    guests, met = company(2000), Counter[frozenset[int]]()
    for _ in range(2):
        met += pairs_in(group(guests, met))
    assert set(met.values()) == {1}
