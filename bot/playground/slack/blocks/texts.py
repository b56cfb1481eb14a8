"""Text objects, options and confirmation dialogs: the small objects that blocks and elements are made of.

The numbers here and in the tables beside it are characters and items, from Slack's Block Kit reference.
"""

from collections.abc import Iterator
from typing import Any

from bot.playground.slack.blocks.shapes import (
    Check,
    boolean,
    choice,
    fault,
    items,
    number,
    one_of,
    record,
    string,
    variant,
)

IDENTIFIER = string(1, 255)
PLAIN_SWITCHES = {"emoji": boolean}
MRKDWN_SWITCHES = {"verbatim": boolean}


def plain(most: int, least: int = 1) -> Check:
    """A text object in which Slack draws no markup."""
    return variant({"plain_text": record({"text": string(least, most)}, PLAIN_SWITCHES)})


def mrkdwn(most: int, least: int = 1) -> Check:
    return variant({"mrkdwn": record({"text": string(least, most)}, MRKDWN_SWITCHES)})


def text(most: int, least: int = 1) -> Check:
    """A text object of either kind."""
    return variant(
        {
            "plain_text": record({"text": string(least, most)}, PLAIN_SWITCHES),
            "mrkdwn": record({"text": string(least, most)}, MRKDWN_SWITCHES),
        }
    )


def _with_value(option: Any, pointer: str) -> Iterator[str]:
    # Only an overflow menu's option may lead to an address instead.
    if "value" not in option and "url" not in option:
        yield fault("missing required field: value", pointer)


OPTION = record({"text": plain(75), "value": string(1, 150)}, {"description": plain(75)})
OVERFLOW_OPTION = record(
    {"text": plain(75)},
    {"value": string(1, 150), "description": plain(75), "url": string(0, 3000)},
    _with_value,
)
# Only radio buttons and checkboxes draw markup in their options.
RICH_OPTION = record({"text": text(75), "value": string(1, 150)}, {"description": text(75)})

OPTION_GROUP = record({"label": plain(75), "options": items(OPTION, 1, 100)})

CONFIRMATION = record(
    {"text": text(300)},
    {"title": plain(100), "confirm": plain(30), "deny": plain(30), "style": choice("primary", "danger")},
)

DISPATCH = record({}, {"trigger_actions_on": items(choice("on_enter_pressed", "on_character_entered"), 1, 2)})

SLACK_FILE = record({}, {"id": string(1), "url": string(1)}, one_of("id", "url"))
RAW_TEXT = record({"text": string()})
RAW_NUMBER = record({"value": number(), "text": string()})

# The fields in which blocks hold what people read, and where links lead.
READ = frozenset(
    {"text", "title", "caption", "alt_text", "label", "name", "fallback", "url", "x_label", "y_label"}
    | {"author_name", "provider_name"}
)


def words_in(blocks: Any) -> int:
    """How many characters of text these blocks or parts of blocks hold."""
    if isinstance(blocks, list):
        return sum(words_in(part) for part in blocks)
    if not isinstance(blocks, dict):
        return 0
    own = sum(len(value) for name, value in blocks.items() if name in READ and isinstance(value, str))
    return own + sum(words_in(value) for value in blocks.values())
