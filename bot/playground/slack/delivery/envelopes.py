"""A payload on its way, and the answer to it."""

from dataclasses import dataclass
from typing import Any

SLASH_COMMANDS = "slash_commands"
INTERACTIVE = "interactive"
EVENTS = "events_api"


@dataclass(frozen=True)
class Envelope:
    """`attempt` counts the redeliveries of an event from 0; `reason` is what was wrong with the last one."""

    id: str
    type: str
    payload: dict[str, Any]
    attempt: int = 0
    reason: str = ""

    def wire(self) -> dict[str, Any]:
        """As Socket Mode has it."""
        wire: dict[str, Any] = {
            "envelope_id": self.id,
            "type": self.type,
            "payload": self.payload,
            "accepts_response_payload": self.type != EVENTS,
        }
        if self.type == EVENTS:
            wire |= {"retry_attempt": self.attempt, "retry_reason": self.reason}
        return wire


@dataclass(frozen=True)
class Answer:
    """The app's answer: an ack with or without a payload, or an `error` in the words that Slack shows.

    `reason` is what a redelivery will give as its cause; `final` forbids one.
    """

    payload: dict[str, Any] | None = None
    error: str | None = None
    reason: str = ""
    final: bool = False
