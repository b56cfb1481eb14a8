"""Forms that Slack opens whatever somebody said before, and that keep the order in which it was said."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.core import forms
from bot.core.submissions import Submission
from bot.enrolment.forms import SignupForm
from bot.skills.model import Side
from bot.skills.rules.catalogue import CATALOGUE
from tests.people_and_pairs import made_program, person
from tests.shown import VIEWS, as_sent

FIRST, SECOND = (next(iter(skills)) for skills in list(CATALOGUE.values())[:2])


def grouped_with_something_chosen(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if "option_groups" in node and ("initial_options" in node or "initial_option" in node):
            yield node
        node = list(node.values())
    if isinstance(node, list):
        for one in node:
            yield from grouped_with_something_chosen(one)


@pytest.mark.parametrize("name", VIEWS)
def test_no_menu_with_topics_has_something_chosen_from_the_start(name: str) -> None:
    assert list(grouped_with_something_chosen(as_sent(name))) == []


def test_who_signs_up_again_with_skills_of_two_topics_gets_a_form_that_slack_opens() -> None:
    view = SignupForm.modal(
        made_program(1, "Digital natives"), person(1), {Side.WISHES: [SECOND, FIRST]}, [], None, [1]
    )
    assert list(grouped_with_something_chosen(view)) == []
    kept = next(block for block in view["blocks"] if block.get("block_id") == "kept_wishes")
    assert [one["value"] for one in kept["element"]["initial_options"]] == [SECOND, FIRST]


def test_menus_with_topics_take_nothing_to_be_chosen_from_the_start() -> None:
    with pytest.raises(TypeError):
        forms.grouped_multi_select("a", "A", {"Topic": [("one", "One")]}, initial=["one"])  # type: ignore[call-arg]


def picked(*values: str) -> dict[str, Any]:
    options = [{"value": value} for value in values]
    return {"value": {"type": "multi_static_select", "selected_options": options}}


def test_wishes_that_stay_come_first_in_their_order_then_the_new_ones_in_the_order_of_choosing() -> None:
    view = SignupForm.modal(
        made_program(1, "Digital natives"), person(1), {Side.WISHES: ["agile", "slack"]}, [], None, [1]
    )
    values = {
        "role": {"value": {"type": "radio_buttons", "selected_option": {"value": "mentee"}}},
        "level": {"value": {"type": "static_select", "selected_option": {"value": "1"}}},
        "department": {"value": {"type": "plain_text_input", "value": "Sales"}},
        "languages": picked(),
        "offers": picked(),
        "more_offers": {"value": {"type": "plain_text_input", "value": None}},
        "kept_wishes": picked("slack"),
        "wishes": picked("trust", "slack", "memes"),
        "more_wishes": {"value": {"type": "plain_text_input", "value": None}},
        "capacity": {"value": {"type": "static_select", "selected_option": {"value": "1"}}},
    }
    form = SignupForm.read(Submission(view | {"state": {"values": values}}))
    assert form.wishes == ["slack", "trust", "memes"]
