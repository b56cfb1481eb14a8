"""The inputs of a modal. Reading what was submitted in them is in `submissions`."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.core.blocks import OPTION, Block, clipped, plain
from bot.core.sentences import Text, _
from bot.core.submissions import TEXT
from bot.core.typed import isolated

OPTIONS = 100  # options in a select

ACTION = "value"  # one element a block, so that one name serves them all

Choice = tuple[str, Text]  # value and label


def modal(
    callback_id: str,
    title: Text,
    blocks: Sequence[Block],
    *,
    submit: Text,
    about: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """`about` travels with the modal and comes back as `Submission.about`; 3,000 characters as JSON.

    Slack takes 24 characters of a title: `pgettext("the title of a form, 24 characters at most", …)` tells translators.
    """
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title),
        "submit": plain(submit),
        "close": plain(_("Not now")),
        "private_metadata": json.dumps(about or {}, separators=(",", ":"), ensure_ascii=False),
        "blocks": list(blocks),
    }


def text_input(  # one line in Slack's terms: label, hint and the element
    field: str,
    label: Text,
    *,
    hint: Text = "",
    lines: bool = False,
    most: int = TEXT,
    initial: str = "",
    optional: bool = False,
    placeholder: Text = "",
) -> Block:
    element: dict[str, Any] = {"type": "plain_text_input", "multiline": lines, "max_length": most}
    if initial:
        element["initial_value"] = clipped(initial, most)
    if placeholder:
        element["placeholder"] = plain(placeholder)
    return _input(field, label, element, hint, optional)


def select(
    field: str, label: Text, choices: Sequence[Choice], *, initial: str = "", hint: Text = "", optional: bool = False
) -> Block:
    options = [_option(choice) for choice in choices[:OPTIONS]]
    element: dict[str, Any] = {"type": "static_select", "options": options}
    _set_initial(element, options, initial)
    return _input(field, label, element, hint, optional)


def radio(field: str, label: Text, choices: Sequence[Choice], *, initial: str = "", hint: Text = "") -> Block:
    options = [_option(choice) for choice in choices]
    element: dict[str, Any] = {"type": "radio_buttons", "options": options}
    _set_initial(element, options, initial)
    return _input(field, label, element, hint, optional=False)


def multi_select(
    field: str,
    label: Text,
    choices: Sequence[Choice],
    *,
    initial: Sequence[str] = (),
    hint: Text = "",
    optional: bool = True,
    placeholder: Text = _("Type to search"),
    most: int = OPTIONS,
) -> Block:
    """`most` can be chosen, `initial` are already, in that order."""
    options = [_option(choice) for choice in choices[:OPTIONS]]
    element = _many(most, placeholder) | {"options": options}
    chosen = [option for option in options if option["value"] in initial]
    if chosen:
        element["initial_options"] = sorted(chosen, key=lambda option: list(initial).index(option["value"]))
    return _input(field, label, element, hint, optional)


def grouped_multi_select(
    field: str,
    label: Text,
    groups: Mapping[str, Sequence[Choice]],
    *,
    hint: Text = "",
    optional: bool = True,
    placeholder: Text = _("Type to search"),
    most: int = OPTIONS,
) -> Block:
    """Options under the headings of their groups, for more than OPTIONS of them.

    Nothing in it can be chosen already: Slack has refused to open forms with initial options out of several groups
    (bolt-python 242, python-slack-sdk 974 and 1920).
    """
    element = _many(most, placeholder) | {
        "option_groups": [
            {"label": plain(clipped(group, OPTION)), "options": [_option(choice) for choice in choices]}
            for group, choices in groups.items()
        ]
    }
    return _input(field, label, element, hint, optional)


def _many(most: int, placeholder: Text) -> dict[str, Any]:
    element: dict[str, Any] = {"type": "multi_static_select", "placeholder": plain(placeholder)}
    if most < OPTIONS:
        element["max_selected_items"] = most
    return element


def people_select(
    field: str, label: Text, *, initial: Sequence[str] = (), hint: Text = "", optional: bool = False, most: int = 0
) -> Block:
    """`most` can be chosen; 0 for any number."""
    element: dict[str, Any] = {"type": "multi_users_select"}
    if most:
        element["max_selected_items"] = most
    if initial:
        element["initial_users"] = list(initial)
    return _input(field, label, element, hint, optional)


def person_select(field: str, label: Text, *, initial: str = "", hint: Text = "", optional: bool = False) -> Block:
    element: dict[str, Any] = {"type": "users_select"}
    if initial:
        element["initial_user"] = initial
    return _input(field, label, element, hint, optional)


def file_input(field: str, label: Text, *, types: Sequence[str], hint: Text = "") -> Block:
    """One file; `types` are endings."""
    return _input(field, label, {"type": "file_input", "filetypes": list(types), "max_files": 1}, hint, optional=False)


def checkboxes(
    field: str,
    label: Text,
    choices: Sequence[Choice],
    *,
    initial: Sequence[str] = (),
    hint: Text = "",
    optional: bool = True,
) -> Block:
    """At most ten choices, says Slack."""
    options = [_option(choice) for choice in choices]
    element: dict[str, Any] = {"type": "checkboxes", "options": options}
    if chosen := [option for option in options if option["value"] in initial]:
        element["initial_options"] = chosen
    return _input(field, label, element, hint, optional)


def number_input(
    field: str,
    label: Text,
    *,
    least: int,
    most: int,
    initial: int | None = None,
    hint: Text = "",
    optional: bool = True,
) -> Block:
    element: dict[str, Any] = {
        "type": "number_input",
        "is_decimal_allowed": False,
        "min_value": str(least),
        "max_value": str(most),
    }
    if initial is not None:
        element["initial_value"] = str(initial)
    return _input(field, label, element, hint, optional)


def channel_select(field: str, label: Text, *, initial: str = "", hint: Text = "") -> Block:
    element: dict[str, Any] = {
        "type": "conversations_select",
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    if initial:
        element["initial_conversation"] = initial
    return _input(field, label, element, hint, optional=True)


def date_input(field: str, label: Text, initial: str = "", *, hint: Text = "", optional: bool = False) -> Block:
    element = {"type": "datepicker"} | ({"initial_date": initial} if initial else {})
    return _input(field, label, element, hint, optional)


def time_input(field: str, label: Text, initial: str, *, hint: Text = "") -> Block:
    return _input(field, label, {"type": "timepicker", "initial_time": initial}, hint, optional=False)


def _input(field: str, label: Text, element: dict[str, Any], hint: Text, optional: bool) -> Block:
    block: dict[str, Any] = {
        "type": "input",
        "block_id": field,
        "label": plain(label),
        "optional": optional,
        "element": {**element, "action_id": ACTION},
    }
    if hint:
        block["hint"] = plain(hint)
    return block


def _option(choice: Choice) -> dict[str, Any]:
    value, label = choice
    return {"text": plain(clipped(isolated(str(label)), OPTION)), "value": value}


def _set_initial(element: dict[str, Any], options: Sequence[dict[str, Any]], value: str) -> None:
    chosen = next((option for option in options if option["value"] == value), None)
    if chosen:
        element["initial_option"] = chosen
