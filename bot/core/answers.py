"""What a listener hands back: a value that says what the person shall see, shown after the commit."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.core.blocks import Block, fallback
from bot.core.budget import fitted
from bot.core.database import OpenTransaction


@dataclass(frozen=True)
class Message:
    """Blocks, and the same words as text for notifications and screen readers."""

    blocks: Sequence[Block]
    text: str = ""

    def arguments(self) -> dict[str, Any]:
        blocks = fitted(self.blocks)
        return {"blocks": blocks, "text": self.text or fallback(blocks)}


@dataclass(frozen=True)
class LastWord(Message):
    """What a card says from now on, whatever else becomes of its matter."""


@dataclass(frozen=True)
class Document:
    """A file, for somebody's direct message, with a line of text.

    It may be large, so `write` makes what is in it in transactions of its own, after the one in which the rest was
    composed; None where nobody needs it any more.
    """

    name: str
    write: Callable[[OpenTransaction], Awaitable[bytes | None]] = field(repr=False)
    text: str


@dataclass(frozen=True)
class Upload:
    """A document that is written."""

    name: str
    content: bytes = field(repr=False)
    text: str


@dataclass(frozen=True)
class Tell:
    """An answer that only the person sees. With `replace` it takes the place of the message they pressed in."""

    message: Message
    replace: bool = False


@dataclass(frozen=True)
class OpenModal:
    view: dict[str, Any] = field(repr=False)


@dataclass(frozen=True)
class ReplaceModal:
    """In answer to a form: another page in its place, for a next step or to show what has changed meanwhile."""

    view: dict[str, Any] = field(repr=False)


@dataclass(frozen=True)
class Rewrite:
    """In answer to a form that was opened from a message: that message anew, or a direct one where it is gone."""

    channel: str
    ts: str
    message: Message


@dataclass(frozen=True)
class ShowHome:
    view: dict[str, Any] = field(repr=False)


Answer = Tell | OpenModal | ReplaceModal | Rewrite | ShowHome | None
