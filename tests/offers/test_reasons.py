"""Why two could be a good match, in words that hold at the edges, too."""

from typing import Any

import pytest

from bot.offers.reason_views import reasons
from bot.skills.rules.catalogue import LABELS
from tests.offers.shown import UNTAUGHT, offer
from tests.people_and_pairs import person


def told(**facts: Any) -> list[str]:
    return [str(one) for one in reasons(offer(reasons=UNTAUGHT | facts), person(2), LABELS)]


@pytest.mark.parametrize(
    ("gap", "apart", "said"),
    [
        (0, None, "On the same level"),
        (0, True, "On the same level, in different departments"),
        (0, False, "On the same level, in the same department"),
        (1, True, "One level apart, in different departments"),
        (1, False, "One level apart, in the same department"),
        (3, False, "3 levels apart, in the same department"),
        (-3, None, "3 levels apart"),
    ],
)
def test_levels_and_departments_are_told_in_one_sentence(gap: int, apart: bool | None, said: str) -> None:
    assert said in told(gap=gap, apart=apart)


@pytest.mark.parametrize(("hours", "said"), [(1, "1"), (8.0, "8"), (6.5, "6.5")])
def test_shared_hours_are_told_without_needless_decimals(hours: float, said: str) -> None:
    assert told(hours=hours)[-1] == f"Working hours you share each day: {said}"


def test_nothing_is_said_of_hours_that_nobody_knows() -> None:
    assert not any("hours" in fact for fact in told(hours=None))


def test_a_wish_is_told_with_its_place_and_how_well_the_other_knows_it() -> None:
    assert told(wishes=[["prompting", 2, 5]])[0] == "Can help with your second wish: Prompting, at expert level"
    assert told(wishes=[["beekeeping", 9, None]])[0] == "Can help with a wish of yours: beekeeping, at good level"
