"""The search against every possible answer, and against what must not change an answer."""

import random
from collections import Counter
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.search.engine import search, survey
from bot.matching.search.engine.fit import Fit
from bot.matching.search.engine.model import Candidate, Result, Rules, Task
from bot.matching.search.engine.solver import BadTask, allowed_pairs, solve
from tests.matching.search.engine.crowd import TODAY, crowd
from tests.matching.search.engine.drawn import Worth, best_by_trying_all, scores, tasks
from tests.matching.search.engine.peers import best_total


def worth(result: Result) -> Worth:
    scored = [proposal.score for proposal in result.proposals]
    return Worth(len(scored), min(scored, default=0), sum(scored))


@settings(max_examples=150)
@given(task=tasks())
def test_the_most_are_matched_then_the_least_happy_pair_is_best_then_the_total(task: Task) -> None:
    assert worth(solve(task)) == best_by_trying_all(task)


@settings(max_examples=80)
@given(task=tasks())
def test_short_lists_and_prices_lead_to_the_same_worth_as_looking_at_everything(task: Task) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(survey, "ALL_PAIRS", 0)
        patch.setattr(survey, "LISTED", 1)
        patch.setattr(search, "WIDER", 1)
        assert worth(solve(task)) == best_by_trying_all(task)


@settings(max_examples=50)
@given(task=tasks(most=6))
def test_no_rule_is_broken_and_nobody_has_more_partners_than_places(task: Task) -> None:
    result, allowed = solve(task), scores(task)
    assert all(allowed.get((pair.mentor, pair.mentee)) == pair.score for pair in result.proposals)
    taken = Counter(pair.mentor for pair in result.proposals)
    assert all(taken[mentor.id] <= mentor.capacity for mentor in task.mentors)
    assert len({pair.mentee for pair in result.proposals}) == len(result.proposals)


@settings(max_examples=50)
@given(task=tasks(most=6))
def test_everybody_is_matched_or_told_why_not(task: Task) -> None:
    result = solve(task)
    lonely = [(one.role, one.id) for one in result.unmatched]
    matched = {("mentor", pair.mentor) for pair in result.proposals}
    matched |= {("mentee", pair.mentee) for pair in result.proposals}
    everybody = {("mentor", one.id) for one in task.mentors} | {("mentee", one.id) for one in task.mentees}
    assert len(lonely) == len(set(lonely))
    assert matched | set(lonely) == everybody
    assert not matched & set(lonely)


@settings(max_examples=50)
@given(task=tasks(), seed=st.randoms(use_true_random=False))
def test_the_order_in_which_people_come_changes_nothing(task: Task, seed: random.Random) -> None:
    mentors, mentees = list(task.mentors), list(task.mentees)
    seed.shuffle(mentors)
    seed.shuffle(mentees)
    assert solve(replace(task, mentors=tuple(mentors), mentees=tuple(mentees))) == solve(task)


@settings(max_examples=30)
@given(task=tasks())
def test_other_ids_change_no_worth(task: Task) -> None:
    def renamed(person: Candidate) -> Candidate:
        return replace(person, id=f"p{5000 - int(person.id)}")

    other = replace(
        task,
        mentors=tuple(map(renamed, task.mentors)),
        mentees=tuple(map(renamed, task.mentees)),
        managers={f"p{5000 - int(a)}": f"p{5000 - int(b)}" for a, b in task.managers.items()},
        never=frozenset((f"p{5000 - int(a)}", f"p{5000 - int(b)}") for a, b in task.never),
    )
    assert worth(solve(other)) == worth(solve(task))


@settings(max_examples=50)
@given(task=tasks())
def test_somebody_whom_nobody_may_be_paired_with_changes_no_worth(task: Task) -> None:
    useless = Candidate(id=500, level=9)
    more = replace(task, mentors=(*task.mentors, useless))
    assert worth(solve(more)) == worth(solve(task))
    assert 500 in {one.id for one in solve(more).unmatched}


@settings(max_examples=40)
@given(task=tasks(), data=st.data())
def test_a_pinned_pair_is_proposed_and_the_rest_is_the_best_around_it(task: Task, data: st.DataObject) -> None:
    allowed = sorted(scores(task))
    if not allowed:
        return
    pin = data.draw(st.sampled_from(allowed))
    result = solve(replace(task, pinned=frozenset({pin})))
    assert pin in {(pair.mentor, pair.mentee) for pair in result.proposals}
    others = [pair.score for pair in result.proposals if (pair.mentor, pair.mentee) != pin]
    never = task.never | {(mentor.id, pin[1]) for mentor in task.mentors if mentor.id != pin[0]}
    assert len(others) + 1 >= best_by_trying_all(replace(task, never=never)).matched


def test_a_pin_that_breaks_a_rule_is_refused() -> None:
    task = Task((Candidate(1, 3),), (Candidate(2, 3),), TODAY, pinned=frozenset({(1, 2)}))
    with pytest.raises(BadTask, match="gap"):
        solve(task)


def test_a_pin_past_the_places_of_a_mentor_is_refused() -> None:
    mentees = (Candidate(2, 3), Candidate(3, 3))
    with pytest.raises(BadTask, match="places"):
        solve(Task((Candidate(1, 1),), mentees, TODAY, pinned=frozenset({(1, 2), (1, 3)})))


def test_somebody_who_comes_twice_is_refused() -> None:
    with pytest.raises(BadTask, match="twice"):
        solve(Task((Candidate(1, 1), Candidate(1, 2)), (), TODAY))


def test_nobody_is_their_own_partner() -> None:
    person = Candidate(1, 3)
    assert not solve(Task((person,), (person,), TODAY, Rules(min_gap=0))).proposals


@pytest.mark.parametrize("shape", [(0, 0), (0, 1), (1, 0), (1, 1), (3, 5), (5, 3)])
def test_few_people_are_no_error(shape: tuple[int, int]) -> None:
    result = solve(crowd(*shape))
    assert len(result.proposals) <= min(shape)
    assert result.certificate.pairs == shape[0] * shape[1]


def test_where_nobody_can_be_matched_everybody_hears_what_stands_between() -> None:
    mentors = tuple(Candidate(n, 4) for n in range(3))
    mentees = tuple(Candidate(n, 4) for n in range(10, 15))
    result = solve(Task(mentors, mentees, TODAY))
    assert not result.proposals
    assert {(one.nearest_gap, one.at_gap) for one in result.unmatched} == {(0, 3), (0, 5)}
    assert next((one.rule, one.more) for one in result.what_ifs) == ("gap", 3)


@pytest.mark.parametrize("shape", [(122, 200, (1, 2, 2)), (26, 26, (1,)), (6, 5, (1,)), (101, 77, (1,))])
def test_published_shapes_are_matched_as_well_as_can_be(shape: tuple[int, int, tuple[int, ...]]) -> None:
    mentors, mentees, capacities = shape
    task = crowd(mentors, mentees, seed=3, capacities=capacities)
    result = solve(task)
    floor = result.certificate.floor
    assert min(pair.score for pair in result.proposals) >= floor
    matched, total = best_total(task, {pair: score for pair, score in scores(task).items() if score >= floor})
    assert (len(result.proposals), worth(result).total) == (matched, total)
    above = {pair: score for pair, score in scores(task).items() if score > floor}
    assert best_total(task, above)[0] < matched


@pytest.mark.parametrize(
    ("shape", "rules", "capacities"),
    [
        ((700, 700), Rules(), (1,)),
        ((700, 640), Rules(), (1,)),
        ((640, 700), Rules(min_gap=3, min_overlap=5, department="same"), (1,)),
        ((300, 700), Rules(min_gap=2), (1, 2, 5)),
    ],
)
def test_crowds_are_matched_as_well_as_another_solver_can(
    shape: tuple[int, int], rules: Rules, capacities: tuple[int, ...]
) -> None:
    task = crowd(*shape, seed=8, rules=rules, capacities=capacities)
    result = solve(task)
    kept = {(a, b): score for a, b, score in allowed_pairs(task) if score >= result.certificate.floor}
    assert (len(result.proposals), worth(result).total) == best_total(task, kept)
    assert result.certificate.rounds > 1


def test_rows_in_any_order_give_the_same_pairs_in_a_crowd() -> None:
    task = crowd(300, 280, seed=4)
    other = replace(task, mentors=task.mentors[::-1], mentees=task.mentees[::-1])
    assert solve(other).proposals == solve(task).proposals


def test_the_certificate_counts_every_pair_and_every_pair_that_is_allowed() -> None:
    task = crowd(60, 50, seed=2)
    certificate = solve(task).certificate
    fit = Fit(task)
    allowed = sum(not fit.broken(*couple) for couple in product(task.mentors, task.mentees))
    assert (certificate.pairs, certificate.allowed) == (3000, allowed)
    assert certificate.total == certificate.dual_total
    assert certificate.matched == certificate.cover > certificate.floor_cover


def test_the_stages_are_told_as_they_begin() -> None:
    heard: list[str] = []
    solve(crowd(3, 3), heard.append)
    assert heard[0] == "looking at every pair"
    assert len(heard) == 5
