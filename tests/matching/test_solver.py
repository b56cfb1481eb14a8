"""The solver against every possible answer, on instances small enough to try them all."""

import random
from collections import Counter
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.rules import Candidate, Couple, allowed, couples
from bot.matching.solver import solve

SKILLS = ("ai", "video", "agile")
DEPARTMENTS = ("Sales", "IT")


@st.composite
def people(draw: st.DrawFn, first: int) -> list[Candidate]:
    some = st.frozensets(st.sampled_from(SKILLS))
    return [
        Candidate(
            id=first + place,
            level=draw(st.integers(1, 4)),
            department=draw(st.sampled_from(DEPARTMENTS)),
            offers=draw(some),
            wishes=draw(some),
            capacity=draw(st.integers(1, 2)),
        )
        for place in range(draw(st.integers(0, 4)))
    ]


def best_by_trying_all(possible: Sequence[Couple], places: dict[int, int]) -> tuple[int, int]:
    """(number, total score) of the best set of couples."""
    if not possible:
        return (0, 0)
    first, rest = possible[0], possible[1:]
    best = best_by_trying_all(rest, places)
    if places[first.mentor] and places[first.mentee]:
        taken = places | {first.mentor: places[first.mentor] - 1, first.mentee: places[first.mentee] - 1}
        number, total = best_by_trying_all(rest, taken)
        best = max(best, (number + 1, total + first.score))
    return best


@settings(deadline=None, max_examples=150)
@given(mentors=people(1), mentees=people(101), seed=st.randoms(use_true_random=False))
def test_it_matches_the_most_people_with_the_greatest_total_and_breaks_no_rule(
    mentors: list[Candidate], mentees: list[Candidate], seed: random.Random
) -> None:
    mentees = [Candidate(**{**vars(mentee), "capacity": 1}) for mentee in mentees]
    never = {(mentor.id, mentee.id) for mentor in mentors for mentee in mentees if seed.random() < 0.2}
    found = solve(mentors, mentees, never)

    by_id = {candidate.id: candidate for candidate in (*mentors, *mentees)}
    used = Counter(person for couple in found for person in (couple.mentor, couple.mentee))
    assert all(count <= by_id[person].capacity for person, count in used.items())
    assert all(allowed(by_id[couple.mentor], by_id[couple.mentee]) for couple in found)
    assert not {(couple.mentor, couple.mentee) for couple in found} & never

    places = {person: candidate.capacity for person, candidate in by_id.items()}
    best = best_by_trying_all(couples(mentors, mentees, never), places)
    assert (len(found), sum(couple.score for couple in found)) == best


@settings(deadline=None, max_examples=50)
@given(mentors=people(1), mentees=people(101), seed=st.randoms(use_true_random=False))
def test_the_order_in_which_people_come_changes_nothing(
    mentors: list[Candidate], mentees: list[Candidate], seed: random.Random
) -> None:
    first = solve(mentors, mentees)
    seed.shuffle(mentors)
    seed.shuffle(mentees)
    assert solve(mentors, mentees) == first


@given(mentor=people(1), mentee=people(101))
def test_a_score_is_between_0_and_100(mentor: list[Candidate], mentee: list[Candidate]) -> None:
    assert all(0 <= couple.score <= 100 for couple in couples(mentor, mentee))


def test_nobody_to_match_is_no_error() -> None:
    assert solve([], []) == []
    assert solve([Candidate(1, 2, "Sales")], []) == []
