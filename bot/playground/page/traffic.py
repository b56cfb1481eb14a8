"""What goes on under the hood, as lines for the drawer: payloads to the app, its calls, and what Slack minds."""

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from bot.playground.slack import (
    EnvelopeAcked,
    EnvelopeFailed,
    EnvelopeSent,
    Record,
    StateChanged,
    Violation,
    WebApiCall,
)

Json = dict[str, Any]
KEPT = 400  # lines; a busy day of one person at the playground


@dataclass
class Line:
    """One line of the drawer; `detail` is what it shows when it is opened."""

    number: int
    at: float
    kind: str
    title: str
    seconds: float | None = None
    error: str = ""
    detail: Json = field(default_factory=dict)

    def summary(self) -> Json:
        shown = ("number", "at", "kind", "title", "seconds", "error")
        return {name: getattr(self, name) for name in shown}


class Traffic:
    """The newest lines. The answer to a payload goes into the payload's own line."""

    def __init__(self) -> None:
        self._lines: deque[Line] = deque(maxlen=KEPT)
        self._waiting: dict[str, Line] = {}
        self._count = 0
        self.violations = 0

    def take(self, record: Record, at: float) -> Line | None:
        """The line that is new or has changed; None for what the drawer does not show."""
        match record:
            case EnvelopeSent(envelope, transport):
                line = self._add(at, "to_app", _payload_title(envelope), {"transport": transport, **envelope})
                self._waiting[envelope["envelope_id"]] = line
                return line
            case EnvelopeAcked(envelope_id, seconds, payload):
                return self._answered(envelope_id, seconds, "", payload)
            case EnvelopeFailed(envelope_id, error):
                return self._answered(envelope_id, None, error, None)
            case WebApiCall(method, args, response, seconds):
                error = "" if response.get("ok") else str(response.get("error", ""))
                line = self._add(at, "from_app", method, {"arguments": args, "response": response})
                line.seconds, line.error = seconds, error
                return line
            case Violation(method, error, messages, refused):
                self.violations += 1
                detail: Json = {"error": error, "messages": list(messages), "refused": refused}
                line = self._add(at, "violation", f"{method}: {error}", detail)
                line.error = "refused" if refused else "let pass"
                return line
            case StateChanged():
                return None

    def lines(self) -> list[Json]:
        return [line.summary() for line in self._lines]

    def detail(self, number: int) -> Json | None:
        """The whole of a line; None when it is too old to be kept."""
        return next((line.detail for line in self._lines if line.number == number), None)

    def clear(self) -> None:
        self._lines.clear()
        self._waiting.clear()
        self.violations = 0

    def _add(self, at: float, kind: str, title: str, detail: Json) -> Line:
        self._count += 1
        line = Line(self._count, at, kind, title, detail=detail)
        self._lines.append(line)
        return line

    def _answered(self, envelope_id: str, seconds: float | None, error: str, payload: Json | None) -> Line | None:
        line = self._waiting.pop(envelope_id, None)
        if line is not None:
            line.seconds, line.error = seconds, error
            line.detail = {**line.detail, "answer": error or payload or "acknowledged"}
        return line


def _payload_title(envelope: Json) -> str:
    """The kind of payload, and what tells one from another of its kind."""
    payload = envelope["payload"]
    match envelope["type"]:
        case "slash_commands":
            return f"{payload['command']} {payload['text']}".strip()
        case "events_api":
            return f"event {payload['event']['type']}"
        case _:
            return f"{payload['type']} {_interaction(payload)}".strip()


def _interaction(payload: Json) -> str:
    if payload["type"] == "block_actions":
        return ", ".join(action["action_id"] for action in payload["actions"])
    return str(payload.get("action_id") or payload.get("view", {}).get("callback_id", ""))
