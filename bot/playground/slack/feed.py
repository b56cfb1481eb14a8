"""What goes on between the workspace and the app, as records for whoever watches: a drawer, a test, a log."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class WebApiCall:
    """A call and its answer; `seconds` is the time that the stand-in took."""

    method: str
    args: dict[str, Any]
    response: dict[str, Any]
    seconds: float


@dataclass(frozen=True)
class EnvelopeSent:
    """A payload on its way to the app; over HTTP the envelope is made up, so that both look alike."""

    envelope: dict[str, Any]
    transport: str


@dataclass(frozen=True)
class EnvelopeAcked:
    """The app's answer, `seconds` after the payload left."""

    envelope_id: str
    seconds: float
    payload: dict[str, Any] | None


@dataclass(frozen=True)
class EnvelopeFailed:
    """No answer that counts: `error` says why, in the words that a person would see."""

    envelope_id: str
    error: str


@dataclass(frozen=True)
class Violation:
    """The app broke a rule of Slack's; `refused` is False where Slack lets it pass, to the app's harm."""

    method: str
    error: str
    messages: tuple[str, ...] = ()
    refused: bool = True


@dataclass(frozen=True)
class StateChanged:
    """Something that people see has changed: a message, a modal, a Home tab, a member, a channel."""

    kind: str
    ids: tuple[str, ...]


Record = WebApiCall | EnvelopeSent | EnvelopeAcked | EnvelopeFailed | Violation | StateChanged
Observer = Callable[[Record], None]


class Feed:
    """Hands every record to every observer at once, in order."""

    def __init__(self) -> None:
        self._observers: list[Observer] = []
        self._stirred = asyncio.Event()

    def observe(self, observer: Observer) -> Callable[[], None]:
        """Watch from now on; the returned function stops it."""
        self._observers.append(observer)
        return lambda: self._observers.remove(observer)

    def emit(self, record: Record) -> None:
        for observer in tuple(self._observers):
            observer(record)
        # Whoever waits holds the old event; the new one is for those who come after this record.
        self._stirred.set()
        self._stirred = asyncio.Event()

    async def until(self, condition: Callable[[], bool], seconds: float) -> None:
        """Wait until the condition holds, asked again after each record.

        Raises `TimeoutError` when it does not hold in time.
        """
        async with asyncio.timeout(seconds):
            while not condition():
                await self._stirred.wait()
