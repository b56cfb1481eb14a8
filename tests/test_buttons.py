"""Whatever says what to type has the button that does it, and a button does what it says."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from bot.core.blocks import RUNS, fallback
from tests.shown import VIEWS, as_sent
from tests.the_table import COMMAND_LABELS, TABLE

# Buttons that do what a command does, though they are not named after it.
SAME = {
    "agenda": {"begin_agenda"},
    "ask": {"ask_somebody"},
    "match": {"match_program"},
    "mixer": {"join_mixer", "new_mixer", "begin_mixer"},
    "pause": {"begin_break"},
    "program": {"new_program", "edit_program"},
    "return": {"end_break"},
    "signup": {"begin_signup"},
}
LISTS = {  # of commands, for whoever asked what there is to type
    "help_for_a_lead",
    "help_for_a_newcomer",
    "help_for_somebody_who_may_ask",
    "help_in_an_empty_workspace",
    "unknown_command_like_none",
}


def elements(node: Any, *kinds: str) -> Iterator[dict[str, Any]]:
    """All of these kinds in there, however deep."""
    if isinstance(node, dict):
        if node.get("type") in kinds:
            yield node
        node = list(node.values())
    if isinstance(node, list):
        for one in node:
            yield from elements(one, *kinds)


def pressable(node: Any) -> Iterator[str]:
    """Action ids of all the buttons in there."""
    return (button["action_id"] for button in elements(node, "button"))


def in_use(blocks: list[dict[str, Any]]) -> Iterator[tuple[str, bool]]:
    """Of buttons and menus outside fields: the action id, and whether a value tells what it is about."""
    for row in elements(blocks, "actions"):
        for element in row["elements"]:
            yield element["action_id"], "value" in element


def named(sent: dict[str, Any]) -> set[str]:
    said = re.sub(r"(they type|people join with|such as) /mentor \w+", "", fallback(sent["blocks"]))
    return set(re.findall(r"/mentor (\w+)", said)) & COMMAND_LABELS.keys()


def missing(name: str) -> set[str]:
    """Commands that it says to type and has no button for. In a form there is no place for such buttons.

    What others are to type is for them, and a command with a word behind it is an example.
    """
    sent = as_sent(name)
    if sent.get("type") == "modal":
        return set()
    there = set(pressable(sent["blocks"]))
    return {command for command in named(sent) if not there & {RUNS + command, *SAME.get(command, ())}}


@pytest.mark.parametrize("name", [name for name in VIEWS if name not in LISTS])
def test_a_message_that_says_what_to_type_has_the_button_that_does_it(name: str) -> None:
    assert missing(name) == set()


@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_list_of_commands_is_one(name: str) -> None:
    assert len(named(as_sent(name))) > 5


@pytest.mark.parametrize("name", VIEWS)
def test_whatever_can_be_pressed_or_sent_has_somebody_who_sees_to_it(name: str) -> None:
    sent = as_sent(name)
    if sent.get("type") == "modal" and "submit" in sent:
        assert sent["callback_id"] in TABLE.names("form")
    pressed = {action.removeprefix(RUNS) for action, _ in in_use(sent["blocks"])}
    assert pressed <= TABLE.names("action") | TABLE.names("command")


def test_a_button_says_what_it_is_about_in_every_view_or_in_none() -> None:
    """A button that does what a command does may say more, as may what is typed."""
    carried = {use for name in VIEWS for use in in_use(as_sent(name)["blocks"]) if not use[0].startswith(RUNS)}
    assert [action for action, count in Counter(action for action, _ in carried).items() if count > 1] == []


# What no journey presses.
@pytest.mark.parametrize(
    ("view", "action", "about"),
    [
        ("applications", "show_accepted", {"0.a.1.0"}),
        ("applications_accepted", "show_applications", {"0.w.1.0"}),
        ("applications_with_long_answers", "read_application", {str(number) for number in range(100, 106)}),
        ("directory_with_an_addition_that_nobody_has", "delete_skill", {"7"}),
    ],
)
def test_a_button_is_about_what_stands_above_it(view: str, action: str, about: set[str]) -> None:
    there = elements(as_sent(view)["blocks"], "button")
    assert {button["value"] for button in there if button["action_id"] == action} == about
