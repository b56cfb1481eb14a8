from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.search.engine.fit import Fit, allotted, points, superiors, wish_points
from bot.matching.search.engine.hours import HOUR, Schedule, overlap, schedule_of
from bot.matching.search.engine.model import Candidate, Rules, Task, Weights
from tests.matching.search.engine.drawn import scores, tasks

WINTER, SUMMER, BETWEEN = date(2026, 1, 15), date(2026, 7, 15), date(2026, 3, 20)
DAYS = st.text("0123456", max_size=7)


def pair(mentor: Candidate, mentee: Candidate, rules: Rules | None = None, day: date = WINTER) -> Fit:
    return Fit(Task((mentor,), (mentee,), day, rules or Rules(), {}))


def shared(one: str, other: str, day: date) -> float:
    schedules = [schedule_of(Candidate(1, 1, timezone=zone), day) for zone in (one, other)]
    assert schedules[0]
    assert schedules[1]
    return overlap(schedules[0], schedules[1]) / HOUR


@given(task=tasks(most=4))
def test_a_score_is_between_0_and_100(task: Task) -> None:
    assert all(0 <= score <= 100 for score in scores(task).values())


@given(st.builds(Weights, **{name: st.integers(0, 50) for name in Weights.__dataclass_fields__}))
def test_the_most_points_sum_to_100_whatever_the_weights(weights: Weights) -> None:
    assert sum(points(Rules(weights=weights, background="similar")).values()) in {0, 100}


@given(whole=st.integers(0, 100), shares=st.lists(st.floats(0.01, 10), min_size=1, max_size=8))
def test_parts_sum_to_the_whole_and_are_fair(whole: int, shares: list[float]) -> None:
    parts = allotted(whole, shares)
    assert sum(parts) == whole
    assert all(abs(part - whole * share / sum(shares)) < 1 for part, share in zip(parts, shares, strict=True))


def test_a_first_wish_counts_twice_as_much_as_a_second() -> None:
    assert wish_points(60, {"ai": 2, "video": 1}) == {"video": 40, "ai": 20}


def test_a_fit_in_every_way_is_100() -> None:
    mentor = Candidate(1, 1, "IT", "Europe/Oslo", frozenset({"no"}), {"video": 5}, {"strategy": 1}, location="Oslo")
    mentee = Candidate(2, 5, "Sales", "Europe/Oslo", frozenset({"no"}), {"strategy": 5}, {"video": 1}, location="Oslo")
    assert pair(mentor, mentee, Rules(background="similar")).score(mentor, mentee) == 100


def test_expert_level_counts_more_than_a_beginners() -> None:
    mentee = Candidate(2, 5, wishes={"video": 1})
    found = [
        pair(one, mentee).score(one, mentee) for one in (Candidate(1, 1, offers={"video": n}) for n in range(1, 6))
    ]
    assert found == sorted(set(found))


def test_whoever_alone_teaches_something_stays_free_for_those_who_asked() -> None:
    rare, common = Candidate(1, 1, offers={"video": 3}), Candidate(2, 1, offers={"data": 3})
    asks, does_not = Candidate(3, 5, wishes={"video": 1}), Candidate(4, 5, wishes={"data": 1})
    fit = Fit(Task((rare, common, replace(common, id=5)), (asks, does_not, replace(asks, id=6)), WINTER))
    assert fit.rare == {"video"}
    assert [fit.parts(rare, asks)["rare"], fit.parts(rare, does_not)["rare"], fit.parts(common, asks)["rare"]] == [
        3,
        0,
        3,
    ]


@pytest.mark.parametrize(
    ("one", "other", "day", "hours"),
    [
        ("Europe/Oslo", "Europe/Oslo", WINTER, 8),
        ("Europe/London", "America/New_York", WINTER, 3),
        ("Europe/London", "America/New_York", BETWEEN, 4),  # New York is on summer time already
        ("Europe/London", "America/New_York", SUMMER, 3),
        ("America/Los_Angeles", "Asia/Tokyo", WINTER, 1),  # Monday there is Tuesday here
        ("America/New_York", "Asia/Tokyo", WINTER, 0),
        ("Asia/Kolkata", "Europe/Oslo", WINTER, 3.5),
    ],
)
def test_hours_shared_follow_the_clocks_of_the_day(one: str, other: str, day: date, hours: float) -> None:
    assert shared(one, other, day) == shared(other, one, day) == hours


@given(
    a=st.builds(Schedule, st.integers(-800, 800), st.integers(801, 2000), DAYS),
    b=st.builds(Schedule, st.integers(-800, 800), st.integers(801, 2000), DAYS),
)
def test_sharing_hours_is_mutual(a: Schedule, b: Schedule) -> None:
    assert overlap(a, b) == overlap(b, a)


def test_people_who_work_on_different_days_share_nothing() -> None:
    assert overlap(Schedule(540, 1020, "01"), Schedule(540, 1020, "34")) == 0


def test_a_night_shift_goes_on_past_midnight() -> None:
    night = schedule_of(Candidate(1, 1, timezone="UTC", starts=22, ends=6), WINTER)
    early = schedule_of(Candidate(2, 1, timezone="UTC", starts=4, ends=12), WINTER)
    assert night
    assert early
    assert overlap(night, early) == 2 * HOUR


def test_superiors_are_found_at_any_depth_and_across_people_who_take_no_part() -> None:
    assert superiors(1, {1: 2, 2: 3, 3: 4}) == {2, 3, 4}


def test_a_reporting_line_in_a_circle_ends() -> None:
    assert superiors(1, {1: 2, 2: 1}) == {1, 2}


@pytest.mark.parametrize(("managers", "broken"), [({2: 9, 9: 1}, True), ({1: 9, 9: 2}, True), ({1: 9, 2: 9}, False)])
def test_nobody_is_paired_with_somebody_above_or_below_them(managers: dict[int | str, int | str], broken: bool) -> None:
    mentor, mentee = Candidate(1, 1), Candidate(2, 5)
    assert ("line" in Fit(Task((mentor,), (mentee,), WINTER, managers=managers)).broken(mentor, mentee)) == broken


@pytest.mark.parametrize(
    ("changes", "rules", "broken"),
    [
        ({}, Rules(), []),
        ({"level": 4}, Rules(min_gap=2), ["gap"]),
        ({"languages": frozenset({"ja"})}, Rules(), ["language"]),
        ({"languages": frozenset()}, Rules(), []),
        ({"languages": frozenset({"ja"})}, Rules(needs_language=False), []),
        ({"timezone": "America/Los_Angeles"}, Rules(), ["overlap"]),
        ({"timezone": "America/Los_Angeles"}, Rules(min_overlap=0), []),
        ({"timezone": ""}, Rules(), []),
        ({"department": "it"}, Rules(department="different"), ["department"]),
        ({"department": "it"}, Rules(department="same"), []),
        ({"department": ""}, Rules(department="same"), []),
        ({"department": "Sales"}, Rules(department="same"), ["department"]),
    ],
)
def test_each_rule_is_held_and_what_was_not_said_is_no_obstacle(
    changes: dict[str, object], rules: Rules, broken: list[str]
) -> None:
    mentee = Candidate(2, 5, "IT", "Europe/Oslo", frozenset({"no", "en"}))
    mentor = replace(Candidate(1, 1, "IT", "Europe/Oslo", frozenset({"no"})), **changes)  # type: ignore[arg-type]
    assert pair(mentor, mentee, rules).broken(mentor, mentee) == broken
