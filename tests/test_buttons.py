"""A button beats a command: whatever says what to type has the button that does it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot.core.blocks import RUNS, fallback
from tests.test_views import VIEWS, as_sent
from tests.the_table import COMMAND_LABELS

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


def pressable(node: Any) -> Iterator[str]:
    """Action ids of all the buttons in there."""
    if isinstance(node, dict):
        if node.get("type") == "button":
            yield node["action_id"]
        node = list(node.values())
    if isinstance(node, list):
        for one in node:
            yield from pressable(one)


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
