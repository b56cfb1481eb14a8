"""The inputs of a modal, and the reading of what was submitted in them.

A form is one class in its feature's views: `modal()` builds it, `read()` takes its submission apart, so that
its block ids live in one place. What is wrong with a submission is said under the field, all at once, and the
modal stays open with everything that was typed.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Protocol, Self

from bot.core.blocks import OPTION, Block, clipped, plain
from bot.core.words import storable

TEXT = 3000  # characters a text input can take at most
OPTIONS = 100  # options in a select

ACTION = "value"  # one element a block, so that one name serves them all

Choice = tuple[str, str]  # value and label


class InvalidForm(Exception):
    """`errors` maps block ids to what is wrong there."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("the submission has errors")
        self.errors = errors


class Submission:
    """What was typed, and what the bot had put into the modal's metadata.

    Readers note what is wrong and go on, so that a person hears of everything at once; `check` ends the reading.
    """

    def __init__(self, view: Mapping[str, Any]) -> None:
        self._values: Mapping[str, Any] = (view.get("state") or {}).get("values") or {}
        self._blocks = [block["block_id"] for block in view.get("blocks") or () if block.get("type") == "input"]
        self._metadata = str(view.get("private_metadata") or "{}")
        self.errors: dict[str, str] = {}

    @property
    def about(self) -> dict[str, Any]:
        """What the bot put into the modal. Raises ValueError where somebody put something else there."""
        about = json.loads(self._metadata)
        if not isinstance(about, dict):
            raise ValueError("not what the bot wrote")
        return about

    @property
    def anchor(self) -> str | None:
        """The field under which an answer that belongs to no field is shown."""
        return next(iter(self._blocks), None) or next(iter(self._values), None)

    def holds(self, field: str) -> bool:
        return field in self._values

    def text(self, field: str, *, most: int = TEXT, missing: str = "", required: bool = True) -> str:
        """A text without the white space around it; one of nothing but white space counts as missing."""
        value = storable(str(self._element(field).get("value") or "")).strip()
        if required and not value:
            self.errors[field] = missing or "Please fill this in."
        if len(value) > most:
            self.errors[field] = f"Please keep this to {most:,} characters; it has {len(value):,}."
        return value

    def choice(self, field: str, allowed: Sequence[str] | None = None, *, missing: str = "Please choose one.") -> str:
        """The value of the chosen option. `allowed` is left out where only the database knows what is."""
        value = str((self._element(field).get("selected_option") or {}).get("value") or "")
        if not value or (allowed is not None and value not in allowed):
            self.errors[field] = missing
        return value

    def choices(self, field: str, allowed: Sequence[str]) -> list[str]:
        picked = [str(option["value"]) for option in self._element(field).get("selected_options") or ()]
        return [value for value in dict.fromkeys(picked) if value in allowed]

    def people(self, field: str) -> list[str]:
        return [str(user) for user in self._element(field).get("selected_users") or ()]

    def channel(self, field: str) -> str | None:
        element = self._element(field)
        return element.get("selected_conversation") or element.get("selected_channel")

    def date(self, field: str) -> str:
        return str(self._element(field).get("selected_date") or "")

    def time(self, field: str) -> str:
        return str(self._element(field).get("selected_time") or "")

    def check(self) -> None:
        if self.errors:
            raise InvalidForm(self.errors)

    def _element(self, field: str) -> Mapping[str, Any]:
        actions = self._values.get(field) or {}
        return next(iter(actions.values()), {}) or {}


class Form(Protocol):
    callback_id: ClassVar[str]

    @classmethod
    def read(cls, submission: Submission) -> Self:
        """Raises InvalidForm through `submission.check`."""


def modal(
    callback_id: str,
    title: str,
    blocks: Sequence[Block],
    *,
    submit: str,
    about: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """`about` travels with the modal and comes back as `Submission.about`; 3,000 characters as JSON."""
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title),
        "submit": plain(submit),
        "close": plain("Not now"),
        "private_metadata": json.dumps(about or {}, separators=(",", ":")),
        "blocks": list(blocks),
    }


def text_input(  # one line in Slack's terms: label, hint and the element
    field: str,
    label: str,
    *,
    hint: str = "",
    lines: bool = False,
    most: int = TEXT,
    initial: str = "",
    optional: bool = False,
    placeholder: str = "",
) -> Block:
    element: dict[str, Any] = {"type": "plain_text_input", "multiline": lines, "max_length": most}
    if initial:
        element["initial_value"] = clipped(initial, most)
    if placeholder:
        element["placeholder"] = plain(placeholder)
    return _input(field, label, element, hint, optional)


def select(field: str, label: str, choices: Sequence[Choice], *, initial: str = "", hint: str = "") -> Block:
    options = [_option(choice) for choice in choices[:OPTIONS]]
    element: dict[str, Any] = {"type": "static_select", "options": options}
    _set_initial(element, options, initial)
    return _input(field, label, element, hint, optional=False)


def radio(field: str, label: str, choices: Sequence[Choice], *, initial: str = "", hint: str = "") -> Block:
    options = [_option(choice) for choice in choices]
    element: dict[str, Any] = {"type": "radio_buttons", "options": options}
    _set_initial(element, options, initial)
    return _input(field, label, element, hint, optional=False)


def multi_select(
    field: str,
    label: str,
    groups: Mapping[str, Sequence[Choice]],
    *,
    initial: Sequence[str] = (),
    hint: str = "",
    optional: bool = True,
    placeholder: str = "Type to search",
) -> Block:
    """Options under the headings of their groups."""
    element: dict[str, Any] = {
        "type": "multi_static_select",
        "placeholder": plain(placeholder),
        "option_groups": [
            {"label": plain(clipped(group, OPTION)), "options": [_option(choice) for choice in choices]}
            for group, choices in groups.items()
        ],
    }
    everything = [option for group in element["option_groups"] for option in group["options"]]
    chosen = [option for option in everything if option["value"] in initial]
    if chosen:
        element["initial_options"] = chosen
    return _input(field, label, element, hint, optional)


def people_select(
    field: str, label: str, *, initial: Sequence[str] = (), hint: str = "", optional: bool = False
) -> Block:
    element: dict[str, Any] = {"type": "multi_users_select"}
    if initial:
        element["initial_users"] = list(initial)
    return _input(field, label, element, hint, optional)


def channel_select(field: str, label: str, *, hint: str = "") -> Block:
    element = {
        "type": "conversations_select",
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    return _input(field, label, element, hint, optional=True)


def date_input(field: str, label: str, initial: str, *, hint: str = "") -> Block:
    return _input(field, label, {"type": "datepicker", "initial_date": initial}, hint, optional=False)


def time_input(field: str, label: str, initial: str, *, hint: str = "") -> Block:
    return _input(field, label, {"type": "timepicker", "initial_time": initial}, hint, optional=False)


def _input(field: str, label: str, element: dict[str, Any], hint: str, optional: bool) -> Block:
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
    return {"text": plain(clipped(label, OPTION)), "value": value}


def _set_initial(element: dict[str, Any], options: Sequence[dict[str, Any]], value: str) -> None:
    chosen = next((option for option in options if option["value"] == value), None)
    if chosen:
        element["initial_option"] = chosen
