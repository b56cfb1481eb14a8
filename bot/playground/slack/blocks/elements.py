"""The shapes of the elements inside blocks: buttons, menus, inputs, pickers."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from bot.playground.slack.blocks.rich_text import RICH_TEXT
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
from bot.playground.slack.blocks.texts import (
    CONFIRMATION,
    DISPATCH,
    IDENTIFIER,
    OPTION,
    OPTION_GROUP,
    OVERFLOW_OPTION,
    RICH_OPTION,
    SLACK_FILE,
    plain,
)

NOT_OFFERED = "must be one of the provided options"
LONGEST_INPUT = 3000  # characters, of a plain-text input with or without a max_length
LARGEST_FILE = 10 * 1024**2  # bytes, of a file in a file input

ACTION = {"action_id": IDENTIFIER}
CONFIRMABLE = {**ACTION, "confirm": CONFIRMATION}
FOCUSABLE = {**CONFIRMABLE, "focus_on_load": boolean}
WORDED = {"placeholder": plain(150)}
MULTIPLE = {"max_selected_items": number(1, whole=True)}
DISPATCHED = {**ACTION, "focus_on_load": boolean, "dispatch_action_config": DISPATCH, **WORDED}
STYLED = {"style": choice("primary", "danger"), "accessibility_label": string(0, 75)}
DATE = string(pattern=r"\d{4}-\d{2}-\d{2}", meaning="must be a date in the format YYYY-MM-DD")
TIME = string(pattern=r"([01]\d|2[0-3]):[0-5]\d", meaning="must be a time in the format HH:mm")
FILTER = record(
    {},
    {
        "include": items(choice("im", "mpim", "private", "public"), 1),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)


def offered(element: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every option of a menu, out of its groups."""
    groups: list[dict[str, Any]] = [
        {"options": element.get("options") or []},
        *(element.get("option_groups") or []),
    ]
    return [option for group in groups for option in group["options"]]


def _initial_is_offered(element: Any, pointer: str) -> Iterator[str]:
    """Slack compares the whole option: the same value under another text is not the same option."""
    options = offered(element)
    if element.get("initial_option") and element["initial_option"] not in options:
        yield fault(NOT_OFFERED, f"{pointer}/initial_option")
    if any(chosen not in options for chosen in element.get("initial_options") or []):
        yield fault(NOT_OFFERED, f"{pointer}/initial_options")


def _lengths_agree(element: Any, pointer: str) -> Iterator[str]:
    least, most = element.get("min_length") or 0, element.get("max_length") or LONGEST_INPUT
    if least > most:
        yield fault("min_length must not be greater than max_length", f"{pointer}/min_length")
    if len(element.get("initial_value") or "") > most:
        yield fault(f"must be less than {most + 1} characters", f"{pointer}/initial_value")


def _numbers_agree(element: Any, pointer: str) -> Iterator[str]:
    bounds = {}
    for name in ("min_value", "max_value", "initial_value"):
        try:
            bounds[name] = float(element.get(name) or "nan")
        except ValueError:
            yield fault("must be a number in a string", f"{pointer}/{name}")
            return
    least, most, start = bounds["min_value"], bounds["max_value"], bounds["initial_value"]
    # A bound that is not given is not a number, and compares as false.
    if least > most:
        yield fault("min_value must not be greater than max_value", f"{pointer}/min_value")
    if not math.isnan(start) and (start < least or start > most):
        yield fault("must lie between min_value and max_value", f"{pointer}/initial_value")


def _select(**initial: Check) -> Check:
    return record({}, {**FOCUSABLE, **WORDED, **initial})


def _multi(**initial: Check) -> Check:
    return record({}, {**FOCUSABLE, **WORDED, **MULTIPLE, **initial})


FIXED = {"options": items(OPTION, 1, 100), "option_groups": items(OPTION_GROUP, 1, 100)}
EITHER = one_of("options", "option_groups")
CONVERSATION = {"default_to_current_conversation": boolean, "filter": FILTER}
ANSWERABLE = {"response_url_enabled": boolean}
QUERY = {"min_query_length": number(0, whole=True)}
IDS = items(string(1))

SELECTS: dict[str, Check] = {
    "static_select": record(
        {}, {**FOCUSABLE, **WORDED, **FIXED, "initial_option": OPTION}, EITHER, _initial_is_offered
    ),
    "external_select": _select(initial_option=OPTION, **QUERY),
    "users_select": _select(initial_user=string(1)),
    "conversations_select": _select(initial_conversation=string(1), **CONVERSATION, **ANSWERABLE),
    "channels_select": _select(initial_channel=string(1), **ANSWERABLE),
    "multi_static_select": record(
        {},
        {**FOCUSABLE, **WORDED, **MULTIPLE, **FIXED, "initial_options": items(OPTION, 1, 100)},
        EITHER,
        _initial_is_offered,
    ),
    "multi_external_select": _multi(initial_options=items(OPTION, 1, 100), **QUERY),
    "multi_users_select": _multi(initial_users=IDS),
    "multi_conversations_select": _multi(initial_conversations=IDS, **CONVERSATION),
    "multi_channels_select": _multi(initial_channels=IDS),
}
CHOICES: dict[str, Check] = {
    "checkboxes": record(
        {"options": items(RICH_OPTION, 1, 10)},
        {**FOCUSABLE, "initial_options": items(RICH_OPTION, 1, 10)},
        _initial_is_offered,
    ),
    "radio_buttons": record(
        {"options": items(RICH_OPTION, 1, 10)},
        {**FOCUSABLE, "initial_option": RICH_OPTION},
        _initial_is_offered,
    ),
}
PICKERS: dict[str, Check] = {
    "datepicker": record({}, {**FOCUSABLE, **WORDED, "initial_date": DATE, "timezone": string(1)}),
    "timepicker": record({}, {**FOCUSABLE, **WORDED, "initial_time": TIME, "timezone": string(1)}),
}
MOMENT: dict[str, Check] = {
    # Seconds since 1970, in ten digits.
    "datetimepicker": record({}, {**FOCUSABLE, "initial_date_time": number(10**9, 10**10 - 1, whole=True)}),
}
RICH_INPUT: dict[str, Check] = {
    "rich_text_input": record(
        {},
        {
            **DISPATCHED,
            "initial_value": variant({"rich_text": RICH_TEXT}),
            "min_lines": number(1, whole=True),
            "max_lines": number(1, whole=True),
        },
    ),
}
TYPED: dict[str, Check] = {
    "plain_text_input": record(
        {},
        {
            **DISPATCHED,
            "initial_value": string(),
            "multiline": boolean,
            "min_length": number(0, LONGEST_INPUT, whole=True),
            "max_length": number(1, LONGEST_INPUT, whole=True),
        },
        _lengths_agree,
    ),
    "email_text_input": record({}, {**DISPATCHED, "initial_value": string()}),
    "url_text_input": record({}, {**DISPATCHED, "initial_value": string()}),
    "number_input": record(
        {"is_decimal_allowed": boolean},
        {**DISPATCHED, "initial_value": string(), "min_value": string(), "max_value": string()},
        _numbers_agree,
    ),
    "file_input": record({}, {**ACTION, "filetypes": items(string(1), 1), "max_files": number(1, 10, whole=True)}),
}
BUTTON = record({"text": plain(75)}, {**CONFIRMABLE, **STYLED, "url": string(0, 3000), "value": string(0, 2000)})
TRIGGER = record(
    {"url": string(1)},
    {"customizable_input_parameters": items(record({"name": string(1), "value": string()}))},
)
PRESSED: dict[str, Check] = {
    "button": BUTTON,
    "workflow_button": record({"text": plain(75), "workflow": record({"trigger": TRIGGER})}, {**CONFIRMABLE, **STYLED}),
    "overflow": record({"options": items(OVERFLOW_OPTION, 1, 5)}, CONFIRMABLE),
}
OPINION = record({"text": plain(75), "value": string(0, 2000)}, {"accessibility_label": string(0, 75)})
BESIDE_AN_ANSWER: dict[str, Check] = {
    "feedback_buttons": record({"positive_button": OPINION, "negative_button": OPINION}, ACTION),
    "icon_button": record(
        {"icon": string(1), "text": plain(75)},
        {
            **CONFIRMABLE,
            "accessibility_label": string(0, 75),
            "value": string(0, 2000),
            "visible_to_user_ids": IDS,
        },
    ),
}
IMAGE = record(
    {"alt_text": string(1, 2000)},
    {"image_url": string(1, 3000), "slack_file": SLACK_FILE},
    one_of("image_url", "slack_file"),
)

IN_ACTIONS = variant({**PRESSED, **SELECTS, **CHOICES, **PICKERS, **MOMENT, **RICH_INPUT})
IN_SECTION = variant({**PRESSED, **SELECTS, **CHOICES, **PICKERS, "image": IMAGE})
IN_INPUT = variant({**TYPED, **RICH_INPUT, **SELECTS, **CHOICES, **PICKERS, **MOMENT})
IN_CONTEXT_ACTIONS = variant(BESIDE_AN_ANSWER)
