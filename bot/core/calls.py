"""What somebody did in Slack."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.core.refusals import Refusal
from bot.core.sentences import _

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
        if self.what != "action" or self.is_from_answer or not self._container.get("message_ts"):
            return None
        return str(self._container.get("channel_id") or ""), str(self._container["message_ts"])

    @property
    def is_from_answer(self) -> bool:
        """Pressed in an answer that only this person sees, such as a list, and not in a message of its own."""
        return bool(self._container.get("is_ephemeral"))

    @property
    def _container(self) -> Mapping[str, Any]:
        given = self.payload.get("container")
        return given if isinstance(given, Mapping) else {}


class OddButton(Refusal):
    def __init__(self) -> None:
        super().__init__(_("I do not know this button any more. Type /mentor status to see where things stand."))


def number_of(call: Call) -> int:
    """The id that a button carries. Raises OddButton for a value that no button of ours carries."""
    if not call.value.isascii() or not call.value.isdigit() or len(call.value) > DIGITS:
        raise OddButton
    return int(call.value)
