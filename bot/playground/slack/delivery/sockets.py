"""Socket Mode: tickets, connections, and payloads that wait for their acknowledgement.

A payload goes over one connection, any of the app's, once. If that breaks before the acknowledgement the payload is
lost (python-slack-sdk 1940, bolt-python 1071): an event the courier delivers again, anything else nobody does.
"""

import asyncio
import json
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from bot.playground.slack.delivery.envelopes import EVENTS, Answer, Envelope
from bot.playground.slack.ids import Ids
from bot.playground.slack.trouble import Mishaps

MOST_CONNECTIONS = 10  # Slack's reference on Socket Mode
HOST = "playground"
LEAVE = 0.5  # seconds between a goodbye and the end, in which the app leaves by itself: the SDK does, with a new socket
LOST = Answer(error="dispatch_failed", reason="connection_failed")


class Ghost:
    """A connection of another process of the same app, forgotten somewhere: it takes payloads and answers none."""

    async def say(self, message: dict[str, Any]) -> None:
        """Into the void."""

    def abort(self) -> None:
        """It is out of reach."""


@dataclass(eq=False)
class Connection:
    """One WebSocket of the app's, with the request that it was made from."""

    socket: web.WebSocketResponse
    request: web.Request
    is_over: asyncio.Event = field(default_factory=asyncio.Event)

    async def say(self, message: dict[str, Any]) -> None:
        """Raises `ConnectionError` where nobody is left at the other end."""
        if not self.socket.closed:
            await self.socket.send_json(message)

    def abort(self) -> None:
        """Break the line without a goodbye."""
        if self.request.transport is not None:
            self.request.transport.abort()


@dataclass(eq=False)
class Pending:
    """A payload that is not acknowledged, and the connection that has taken it."""

    carrier: Connection | Ghost
    answer: "asyncio.Future[Answer]"


class Sockets:
    name = "socket_mode"

    def __init__(self, app_id: str, ids: Ids, trouble: Mishaps, ack_timeout: float) -> None:
        self._app_id = app_id
        self._ids = ids
        self._trouble = trouble
        self._ack_timeout = ack_timeout
        self._tickets: set[str] = set()
        self._connections: deque[Connection | Ghost] = deque()
        self._pending: dict[str, Pending] = {}
        self._arrival = asyncio.Event()

    @property
    def count(self) -> int:
        """How many connections the app has, ghosts among them."""
        return len(self._connections)

    @property
    def is_open(self) -> bool:
        return bool(self._connections)

    async def reached(self, count: int) -> None:
        """Wait until there are that many connections."""
        while self.count < count:
            self._arrival.clear()
            await self._arrival.wait()

    def ticket(self, base_url: str) -> str:
        """An address for one connection, good once."""
        ticket = self._ids.secret("ticket")
        self._tickets.add(ticket)
        return f"ws{base_url.removeprefix('http')}/link/?ticket={ticket}&app_id={self._app_id}"

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """Answer an upgrade, and serve the connection for as long as it lasts."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            raise web.HTTPForbidden(text="the ticket is unknown or was used before")
        self._tickets.remove(ticket)
        if self._trouble.strikes("upgrade"):
            raise web.HTTPServiceUnavailable(text="no upgrade now")
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if self.count >= MOST_CONNECTIONS:
            await socket.send_json(_goodbye("too_many_websockets"))
            await socket.close()
            return socket
        connection = Connection(socket, request)
        self._connections.append(connection)
        self._arrival.set()
        await self._serve(connection)
        return socket

    async def carry(self, envelope: Envelope) -> Answer:
        """Send a payload over one of the connections, in turn, and wait for the acknowledgement. Only events may
        come more than once."""
        self._connections.rotate(-1)
        pending = Pending(self._connections[-1], asyncio.get_running_loop().create_future())
        self._pending[envelope.id] = pending
        copies = self._trouble.duplicate_deliveries if envelope.type == EVENTS else 0
        try:
            async with asyncio.timeout(self._ack_timeout):
                for _ in range(1 + copies):
                    await self._say(pending.carrier, envelope.wire())
                if self._trouble.strikes("before_ack"):
                    self._break(pending.carrier)
                return await pending.answer
        except TimeoutError:
            return Answer(error="operation_timeout", reason="timeout")
        finally:
            del self._pending[envelope.id]

    def add_ghost(self) -> None:
        """Raises `ValueError` above ten connections."""
        if self.count >= MOST_CONNECTIONS:
            raise ValueError(f"an app has at most {MOST_CONNECTIONS} connections")
        self._connections.append(Ghost())
        self._arrival.set()

    def banish_ghosts(self) -> None:
        for ghost in [one for one in self._connections if isinstance(one, Ghost)]:
            self._lose(ghost)

    async def disconnect(self, reason: str) -> None:
        """Tell every connection to go. After a `warning` Slack keeps it for some more seconds, so it stays;
        after any other reason it gets no more payloads, and is closed if the app does not leave by itself."""
        await asyncio.gather(*(self._dismiss(connection, reason) for connection in self._sockets()))

    async def _dismiss(self, connection: Connection, reason: str) -> None:
        await self._say(connection, _goodbye(reason))
        if reason == "warning":
            return
        self._retire(connection)
        try:
            await asyncio.wait_for(connection.is_over.wait(), LEAVE)
        except TimeoutError:
            await connection.socket.close()

    def drop(self) -> None:
        """Break every connection without a word."""
        for connection in self._sockets():
            self._break(connection)

    async def close(self) -> None:
        for connection in self._sockets():
            await connection.socket.close()

    def _sockets(self) -> list[Connection]:
        return [one for one in self._connections if isinstance(one, Connection)]

    async def _serve(self, connection: Connection) -> None:
        try:
            await self._say(connection, self._hello())
            async for message in connection.socket:
                if message.type is WSMsgType.TEXT:
                    self._receive(connection, message.data)
        finally:
            self._lose(connection)
            connection.is_over.set()

    def _retire(self, connection: Connection | Ghost) -> None:
        """No more payloads for it; acknowledgements that are still on their way are taken."""
        if connection in self._connections:
            self._connections.remove(connection)

    def _break(self, connection: Connection | Ghost) -> None:
        self._lose(connection)
        connection.abort()

    def _lose(self, connection: Connection | Ghost) -> None:
        """The connection is gone, with every payload that the app had not acknowledged over it."""
        self._retire(connection)
        for pending in self._pending.values():
            if pending.carrier is connection and not pending.answer.done():
                pending.answer.set_result(LOST)

    async def _say(self, connection: Connection | Ghost, message: dict[str, Any]) -> None:
        try:
            await connection.say(message)
        except ConnectionError:
            self._break(connection)

    def _receive(self, connection: Connection, text: str) -> None:
        """Take an acknowledgement; one for a payload that is no longer waited for is lost, as on Slack."""
        try:
            message = json.loads(text)
        except ValueError:
            return
        pending = self._pending.get(message.get("envelope_id", "")) if isinstance(message, dict) else None
        if pending is None or pending.answer.done() or self._trouble.strikes("ack"):
            return
        payload = message.get("payload")
        pending.answer.set_result(Answer(payload if isinstance(payload, dict) and payload else None))
        if self._trouble.strikes("after_ack"):
            self._break(connection)

    def _hello(self) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": self.count,
            "connection_info": {"app_id": self._app_id},
            "debug_info": {"host": HOST, "build_number": 1, "approximate_connection_time": 18_060},
        }


def _goodbye(reason: str) -> dict[str, Any]:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": HOST}}
