"""Takes payloads to the app by whichever way is open, and delivers unacknowledged events again."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.playground.slack.delivery.activity import Activity
from bot.playground.slack.delivery.envelopes import EVENTS, Answer, Envelope
from bot.playground.slack.delivery.signed_http import SignedHttp
from bot.playground.slack.delivery.sockets import Sockets
from bot.playground.slack.feed import EnvelopeAcked, EnvelopeFailed, EnvelopeSent, Feed
from bot.playground.slack.ids import Ids

NO_WAY = Answer(error="dispatch_failed", reason="connection_failed")


@dataclass(frozen=True)
class Receipt:
    """What came of a payload that a person set off.

    `ack` is what the app put into its acknowledgement, `seconds` how long it took on the wall. `error` is
    Slack's word where there was no acknowledgement: `operation_timeout`, `dispatch_failed`,
    `http_client_error`; or `not_sent` where Slack's client saw no reason to ask the app.
    """

    ack: dict[str, Any] | None = None
    seconds: float = 0.0
    error: str | None = None

    @property
    def ok(self) -> bool:
        return self.error is None


NOT_SENT = Receipt(error="not_sent")


class Courier:
    """Prefers Socket Mode while the app is connected, as an app with Socket Mode on gets nothing by HTTP."""

    def __init__(
        self,
        *,
        sockets: Sockets,
        http: SignedHttp,
        feed: Feed,
        ids: Ids,
        activity: Activity,
        retry_delays: Sequence[float],
    ) -> None:
        self._sockets = sockets
        self._http = http
        self._feed = feed
        self._ids = ids
        self._activity = activity
        self._retry_delays = retry_delays
        self._events: set[asyncio.Task[None]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    def open(self) -> None:
        """Events may come from now on, from code that does not run in the event loop too."""
        self._loop = asyncio.get_running_loop()

    async def ask(self, envelope_type: str, payload: dict[str, Any]) -> Receipt:
        """Deliver what a person set off, once, and wait for the answer."""
        with self._activity.busy():
            return await self._carry(Envelope(self._ids.envelope(), envelope_type, payload))

    def announce(self, payload: dict[str, Any]) -> None:
        """Deliver an event, again and again where needed, without waiting for it; before the stand-in has started
        there is nobody to hear of it."""
        if self._loop is None:
            return
        self._activity.begin()
        task = self._loop.create_task(self._announce(payload))
        self._events.add(task)
        task.add_done_callback(self._forget)

    async def close(self) -> None:
        """Give up the events that wait for another try."""
        self._loop = None
        tasks = tuple(self._events)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _forget(self, task: asyncio.Task[None]) -> None:
        self._events.discard(task)
        self._activity.end()

    async def _announce(self, payload: dict[str, Any]) -> None:
        envelope = Envelope(self._ids.envelope(), EVENTS, payload)
        for attempt, delay in enumerate((0.0, *self._retry_delays)):
            if delay:
                with self._activity.paused():
                    await asyncio.sleep(delay)
            answer = await self._answer(replace(envelope, attempt=attempt))
            if answer.error is None or answer.final:
                return
            # A redelivery is a new envelope around the same event, event_id and all.
            envelope = replace(envelope, id=self._ids.envelope(), reason=answer.reason)

    def _way(self) -> Sockets | SignedHttp:
        return self._sockets if self._sockets.is_open or not self._http.is_open else self._http

    async def _carry(self, envelope: Envelope) -> Receipt:
        started = asyncio.get_running_loop().time()
        answer = await self._answer(envelope)
        return Receipt(answer.payload, asyncio.get_running_loop().time() - started, answer.error)

    async def _answer(self, envelope: Envelope) -> Answer:
        loop = asyncio.get_running_loop()
        started = loop.time()
        way = self._way()
        self._feed.emit(EnvelopeSent(envelope.wire(), way.name))
        answer = await way.carry(envelope) if way.is_open else NO_WAY
        if answer.error is None:
            self._feed.emit(EnvelopeAcked(envelope.id, loop.time() - started, answer.payload))
        else:
            self._feed.emit(EnvelopeFailed(envelope.id, answer.error))
        return answer
