"""What somebody did in Slack, and the table that says who sees to it."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer
from bot.core.blocks import RUNS, command_button
from bot.core.reading import Reader
from bot.core.refusals import Refusal
from bot.core.sentences import Text, _
from bot.core.submissions import Form

TO_TYPE = re.compile(r"/mentor (\w+)")
DIGITS = 9  # of an id; more than a column of integers holds

What = Literal["command", "action", "form", "event"]


@dataclass(frozen=True)
class Call:
    """One command, press, submission or event.

    `name` is the subcommand, action id, callback id or event type; `text` what followed the subcommand, or what a
    button that does the same carries; `value` what any button carries. `keys` tell a repeated delivery from a new one.
    """

    what: What
    name: str
    team_id: str  # of the workspace in which it happened
    user_id: str
    keys: tuple[str, ...]
    home_team_id: str = ""  # of the workspace that they belong to, where Slack says so
    enterprise_id: str = ""  # of the organization that `team_id` belongs to, on Enterprise Grid
    text: str = ""
    value: str = ""
    trigger_id: str | None = None
    response_url: str | None = None
    payload: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def message(self) -> tuple[str, str] | None:
        """Channel and ts of the message that a button was pressed in, where others can see it, too, or it can last."""
        container = self.payload.get("container") or {}
        if self.what != "action" or self.is_from_answer or not container.get("message_ts"):
            return None
        return str(container.get("channel_id") or ""), str(container["message_ts"])

    @property
    def is_from_answer(self) -> bool:
        """Pressed in an answer that only this person sees, such as a list, and not in a message of its own."""
        return bool((self.payload.get("container") or {}).get("is_ephemeral"))


class OddButton(Refusal):
    def __init__(self) -> None:
        super().__init__(_("I do not know this button any more. Type /mentor status to see where things stand."))


def number_of(call: Call) -> int:
    """The id that a button carries. Raises OddButton for a value that no button of ours carries."""
    if not call.value.isascii() or not call.value.isdigit() or len(call.value) > DIGITS:
        raise OddButton
    return int(call.value)


Listener = Callable[..., Awaitable[Answer]]
Provider = Callable[[AsyncSession, Call, datetime], Awaitable[Any]]


async def nobody_known(_db: AsyncSession, _call: Call, _now: datetime) -> Reader | None:
    return None


@dataclass
class Routes:
    """Filled by app.py alone. `fallback_command` sees to words that are no subcommand."""

    commands: dict[str, Listener] = field(default_factory=dict)
    actions: dict[str, Listener] = field(default_factory=dict)
    forms: dict[str, tuple[type[Form], Listener]] = field(default_factory=dict)
    events: dict[str, Listener] = field(default_factory=dict)
    # Events that nobody notes as seen: whoever sees to them only looks, or notes it before they write.
    looked_at: frozenset[str] = frozenset()
    providers: dict[str, Provider] = field(default_factory=dict)
    reader: Callable[[Any, datetime], Reader | None] = lambda _person, _now: None  # of answers, by the person provided
    # Of what is said where a call came to nothing, before or after anybody was provided.
    reader_of: Callable[[AsyncSession, Call, datetime], Awaitable[Reader | None]] = nobody_known
    fallback_command: Listener | None = None
    cards: dict[str, tuple[str, ...]] = field(default_factory=dict)  # kinds of messages that a button stands in
    labels: Mapping[str, Text] = field(default_factory=dict)  # of a button that does what a command does, by subcommand

    def form(self, kind: type[Form], listener: Listener) -> None:
        self.forms[kind.callback_id] = (kind, listener)

    def buttons_for(self, text: str) -> list[dict[str, Any]]:
        """For what a sentence says to type, the buttons that do it."""
        named = dict.fromkeys(name for name in TO_TYPE.findall(text) if name in self.labels)
        return [command_button(self.labels[name], name) for name in named]

    def name_of(self, call: Call) -> str:
        """For the log, which must not hold what people wrote: the subcommand may be anything they typed."""
        return call.name if call.what != "command" or call.name in self.commands else "unknown"

    def find(self, call: Call) -> Listener | None:
        match call.what:
            case "command":
                return self.commands.get(call.name, self.fallback_command)
            case "action":
                if call.name.startswith(RUNS):
                    return self.commands.get(call.name.removeprefix(RUNS))
                return self.actions.get(call.name)
            case "form":
                return self.forms[call.name][1] if call.name in self.forms else None
            case "event":
                return self.events.get(call.name)
