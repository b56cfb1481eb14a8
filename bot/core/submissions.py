"""What was submitted in a modal.

A form is one class in its feature's views: `modal()` builds it, `read()` takes its submission apart, so that
its block ids live in one place. What is wrong with a submission is said under the field, all at once, and the
modal stays open with everything that was typed.
"""

import enum
import json
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Protocol, Self, TypeVar

from bot.core.sentences import Plain, Sentence, Text, _
from bot.core.words import storable

E = TypeVar("E", bound=enum.Enum)

WHOLE = _("Please type a whole number from {least} to {most}.")
TEXT = 3000  # characters a text input can take at most


class InvalidForm(Exception):
    def __init__(self, errors: Mapping[str, Text]) -> None:
        super().__init__("the submission has errors")
        self._errors = errors

    @property
    def errors(self) -> dict[str, str]:
        """By block id what is wrong there, in the language that is read in now."""
        return {field: str(wrong) for field, wrong in self._errors.items()}


class Submission:
    """What was typed, and what the bot had put into the modal's metadata.

    Readers note what is wrong and go on, so that a person hears of everything at once; `check` ends the reading.

    Which fields there are is read from the view's own inputs. After a modal was replaced by its next page, Slack sends
    the page before's values with some submissions (bolt-js 625), or nothing in a field that showed what it was opened
    with (bolt-js 1258, bolt-python 572). In a required field that is then what was shown, since Slack lets nobody send
    it empty; an optional one may have been cleared, and counts as empty.
    """

    def __init__(self, view: Mapping[str, Any]) -> None:
        self._values: Mapping[str, Any] = (view.get("state") or {}).get("values") or {}
        inputs = [block for block in view.get("blocks") or () if block.get("type") == "input"]
        self._blocks: list[str] = [block["block_id"] for block in inputs]
        self._shown = {block["block_id"]: _shown(block) for block in inputs if not block.get("optional")}
        self._metadata = str(view.get("private_metadata") or "{}")
        self.errors: dict[str, Text] = {}

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

    @property
    def is_of_another_page(self) -> bool:
        """None of the view's own inputs came with it: reading on would store nothing over what was typed."""
        return bool(self._blocks) and not any(block in self._values for block in self._blocks)

    @property
    def fields(self) -> list[str]:
        return self._blocks or list(self._values)

    def holds(self, field: str) -> bool:
        return field in self.fields

    def answers(self, field: str) -> bool:
        """Whether it says anything of the field, if only that it is empty."""
        return field in self._values

    def text(
        self, field: str, *, most: int = TEXT, missing: Text = _("Please fill this in."), required: bool = True
    ) -> str:
        """A text without the white space around it; one of nothing but white space counts as missing."""
        value = storable(str(self.said(field).get("value") or "")).strip()
        if required and not value:
            self.errors[field] = missing
        if len(value) > most:
            self.refuse(
                field, _("Please keep this to {most} characters; it has {length}."), most=most, length=len(value)
            )
        return value

    def choice(
        self, field: str, allowed: Sequence[str] | None = None, *, missing: Text = _("Please choose one.")
    ) -> str:
        """The value of the chosen option. `allowed` is left out where only the database knows what is."""
        value = str((self.said(field).get("selected_option") or {}).get("value") or "")
        if not value or (allowed is not None and value not in allowed):
            self.errors[field] = missing
        return value

    def chosen(self, field: str, kind: type[E]) -> E:
        """One of an enumeration's; its first where nothing sound was chosen, which `check` then tells of."""
        members = list(kind)
        value = self.choice(field, [str(member.value) for member in members])
        return next((member for member in members if member.value == value), members[0])

    def choices(self, field: str, allowed: Sequence[str] | None = None) -> list[str]:
        """The values in the order in which they were chosen. `allowed` as in `choice`."""
        picked = [str(option["value"]) for option in self.said(field).get("selected_options") or ()]
        return [value for value in dict.fromkeys(picked) if allowed is None or value in allowed]

    def people(self, field: str) -> list[str]:
        return [str(user) for user in self.said(field).get("selected_users") or ()]

    def person(self, field: str) -> str | None:
        return self.said(field).get("selected_user")

    def number(self, field: str, *, least: int, most: int) -> int | None:
        """A whole number, None where nothing was typed."""
        typed = str(self.said(field).get("value") or "").strip()
        if not typed:
            return None
        value = int(typed) if typed.isascii() and typed.removeprefix("-").isdigit() and len(typed) < 10 else None
        if value is None or not least <= value <= most:
            self.refuse(field, WHOLE, least=least, most=most)
        return value

    def whole(self, field: str, *, least: int, most: int) -> int:
        """A whole number that has to be there."""
        value = self.number(field, least=least, most=most)
        if value is None:
            if field not in self.errors:
                self.refuse(field, WHOLE, least=least, most=most)
            return least
        return value

    def file(self, field: str, *, missing: Text) -> str:
        """The id of the file that was given."""
        files = self.said(field).get("files") or ()
        file_id = str(files[0].get("id") or "") if files else ""
        if not file_id:
            self.errors[field] = missing
        return file_id

    def channel(self, field: str) -> str | None:
        element = self.said(field)
        return element.get("selected_conversation") or element.get("selected_channel")

    def date(self, field: str) -> str:
        return str(self.said(field).get("selected_date") or "")

    def time(self, field: str) -> str:
        return str(self.said(field).get("selected_time") or "")

    def refuse(self, field: str, wrong: Sentence, **values: Plain) -> None:
        """Said once the reader is known, and all that is wrong."""
        self.errors[field] = wrong.given(values)

    def check(self) -> None:
        """Raises InvalidForm."""
        if self.errors:
            raise InvalidForm(self.errors)

    def said(self, field: str) -> Mapping[str, Any]:
        """What it says of the field's element, as Slack words it."""
        actions = self._values.get(field) or {}
        typed: Mapping[str, Any] = next(iter(actions.values()), {}) or {}
        return typed if _says_something(typed) else self._shown.get(field) or typed


def _shown(block: Mapping[str, Any]) -> dict[str, Any]:
    """What an input was opened with, as a submission of it left alone should say it."""
    opened = {
        name.removeprefix("initial_"): value
        for name, value in (block.get("element") or {}).items()
        if name.startswith("initial_")
    }
    return {name if name == "value" else f"selected_{name}": value for name, value in opened.items()}


def _says_something(element: Mapping[str, Any]) -> bool:
    return any(value for name, value in element.items() if name != "type")


class Form(Protocol):
    callback_id: ClassVar[str]

    @classmethod
    def read(cls, submission: Submission) -> Self:
        """Raises InvalidForm through `submission.check`."""
