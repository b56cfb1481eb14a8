"""Socket Mode: tickets, connections, and payloads that wait for their acknowledgement."""

import asyncio
import json
from collections import deque
from dataclasses import dataclass
from typing import Any

from aiohttp import WSMsgType, web

from bot.playground.slack.delivery.envelopes import Answer, Envelope
from bot.playground.slack.ids import Ids
from bot.playground.slack.trouble import Trouble

MOST_CONNECTIONS = 10  # Slack's reference on Socket Mode
HOST = "playground"


@dataclass(eq=False)
class Connection:
    """One WebSocket of the app's, with the request that it was made from."""

    socket: web.WebSocketResponse
    request: web.Request

    def abort(self) -> None:
        """Break the line without a goodbye."""
        if self.request.transport is not None:
            self.request.transport.abort()


@dataclass(eq=False)
class Pending:
    """A payload that is not acknowledged. `carrier` is None while no connection has taken it."""

    envelope: Envelope
    answer: "asyncio.Future[dict[str, Any] | None]"
    carrier: Connection | None = None


class Sockets:
    name = "socket_mode"

    def __init__(self, app_id: str, ids: Ids, trouble: Trouble, ack_timeout: float) -> None:
        self._app_id = app_id
        self._ids = ids
        self._trouble = trouble
        self._ack_timeout = ack_timeout
        self._tickets: set[str] = set()
        self._connections: deque[Connection] = deque()
        self._pending: dict[str, Pending] = {}
        self._arrival = asyncio.Event()

    @property
    def count(self) -> int:
        """How many connections the app has."""
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
        """Send a payload over one of the connections and wait for the acknowledgement."""
        pending = Pending(envelope, asyncio.get_running_loop().create_future())
        self._pending[envelope.id] = pending
        try:
            async with asyncio.timeout(self._ack_timeout):
                for _ in range(1 + self._trouble.duplicate_deliveries):
                    await self._send(pending)
                return Answer(await pending.answer)
        except TimeoutError:
            return Answer(error="operation_timeout", reason="timeout")
        finally:
            del self._pending[envelope.id]

    async def disconnect(self, reason: str) -> None:
        """Tell every connection to go. After a `warning` Slack keeps it for some more seconds, so it stays;
        after any other reason it is closed."""
        for connection in tuple(self._connections):
            await self._say(connection, _goodbye(reason))
            if reason != "warning":
                self._retire(connection)
                await connection.socket.close()

    def drop(self) -> None:
        """Break every connection without a word."""
        for connection in tuple(self._connections):
            self._break(connection)

    async def close(self) -> None:
        for connection in tuple(self._connections):
            await connection.socket.close()

    async def _serve(self, connection: Connection) -> None:
        try:
            await self._say(connection, self._hello())
            for pending in [p for p in self._pending.values() if p.carrier is None]:
                await self._send(pending)
            async for message in connection.socket:
                if message.type is WSMsgType.TEXT:
                    self._receive(connection, message.data)
        finally:
            self._retire(connection)
            await self._hand_over(connection)

    def _retire(self, connection: Connection) -> None:
        """No more payloads for it; acknowledgements that are still on their way are taken."""
        if connection in self._connections:
            self._connections.remove(connection)

    def _break(self, connection: Connection) -> None:
        self._retire(connection)
        connection.abort()

    async def _hand_over(self, lost: Connection) -> None:
        """What a lost connection had taken and the app did not acknowledge goes to the next one."""
        for pending in tuple(self._pending.values()):
            if pending.carrier is lost and not pending.answer.done():
                pending.carrier = None
                await self._send(pending)

    async def _send(self, pending: Pending) -> None:
        if not self._connections:
            return  # the next connection will take it
        self._connections.rotate(-1)
        connection = self._connections[-1]
        pending.carrier = connection
        await self._say(connection, pending.envelope.wire())
        if self._trouble.strikes("before_ack"):
            self._break(connection)

    async def _say(self, connection: Connection, message: dict[str, Any]) -> None:
        if not connection.socket.closed:
            try:
                await connection.socket.send_json(message)
            except ConnectionError:
                self._break(connection)  # its reader notices, and hands over what it carried

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
        pending.answer.set_result(payload if isinstance(payload, dict) and payload else None)
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
