"""Socket Mode that stays up: each connection is replaced when it stays down, and a stop leaves nobody unanswered."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.core.patience import BriefRest
from bot.core.proxies import place_of, proxy_for
from bot.core.slack import web_client
from bot.doors.dispatching import dispatched
from bot.doors.in_hand import InHand

PING_SECONDS = 5
GIVE_UP_CLOSING = 2.0  # seconds for a broken connection to say goodbye

# What Slack says of an app-level token that no waiting will mend.
REFUSED = frozenset({"invalid_auth", "not_authed", "not_allowed_token_type", "missing_scope", "token_revoked"})

KINDS = ("slash_commands", "interactive", "events_api")

log = structlog.get_logger()


class AppTokenRefused(Exception):
    """Slack does not take the app-level token; the message is its error code."""


class _Connection(SocketModeClient):
    """With the proxy that our rule names for the address that Slack hands out: given none, it would look for one by
    itself. Told to wait for long before it gets an address, it fails instead, and a new one takes its place.
    """

    def __init__(self, app_token: str, api_url: str, environment: Mapping[str, str]) -> None:
        brief = [BriefRest(max_retry_count=2)]
        client = web_client(api_url, environment, retry_handlers=brief)
        super().__init__(app_token, web_client=client, ping_interval=PING_SECONDS)
        self._environment = environment
        self.proxy = None

    async def issue_new_wss_url(self) -> str:
        told = await self.web_client.apps_connections_open(app_token=self.app_token)
        url = str(told["url"])
        self.proxy = proxy_for(url, self._environment)
        return url


class SocketMode:
    """`connections` sockets, so that one can be refreshed without a gap.

    Slack does so some five hours after it was opened (`approximate_connection_time` in its hello). Sockets opened at
    once would be refreshed at once, so each is opened `apart` seconds after the one before.
    """

    def __init__(
        self,
        app: AsyncApp,
        app_token: str,
        api_url: str,
        environment: Mapping[str, str],
        *,
        connections: int,
        apart: float,
        watch_every: float,
    ) -> None:
        self._app = app
        self._app_token = app_token
        self._api_url = api_url
        self._environment = environment
        self._apart = apart
        self._watch_every = watch_every
        self._strangers = 0
        self._slots: list[SocketModeClient | None] = [None] * connections
        self._tasks: set[asyncio.Task[Any]] = set()
        self._in_hand = InHand()
        self._stopping = False
        self._refused = ""
        self.connected = asyncio.Event()

    async def start(self) -> None:
        """Returns once the first connection stands; the others follow, and the watchdog looks after all.

        Raises AppTokenRefused.
        """
        self._renew(0)
        self._spawn(self._open_others())
        self._spawn(self._watch())
        await self.connected.wait()
        if self._refused in REFUSED:
            raise AppTokenRefused(self._refused)

    async def stop(self, seconds: float) -> None:
        """Serves what arrives until nothing is in hand, for that long at most, and closes the connections at once then.

        Slack repeats neither commands nor presses nor forms (python-slack-sdk 1940, bolt-python 1071): whoever sent one
        that is not answered sees an error. Events it repeats, so they are left to whoever comes next.
        """
        self._stopping = True
        await self._in_hand.drain(seconds, self._is_more_queued)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*[self._close(client) for client in self._slots if client])

    def _is_more_queued(self) -> bool:
        """By the SDK, between a socket and us."""
        return not all(client.message_queue.empty() for client in self._slots if client)

    def _spawn(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _open_others(self) -> None:
        for slot in range(1, len(self._slots)):
            await asyncio.sleep(self._apart)
            self._renew(slot)

    def _renew(self, slot: int) -> None:
        client = _Connection(self._app_token, self._api_url, self._environment)
        client.message_listeners.append(self._hear)
        self._slots[slot] = client
        self._spawn(self._connect(client))

    async def _connect(self, client: SocketModeClient) -> None:
        try:
            await client.connect_to_new_endpoint()
            self.connected.set()
            log.info("connected to Slack")
        except Exception as error:
            proxy = proxy_for(self._api_url, self._environment)
            log.warning("no connection to Slack", proxy=place_of(proxy) if proxy else None, exc_info=error)
            if isinstance(error, SlackApiError) and not self.connected.is_set():
                self._refused = str(error.response.get("error") or "")
                if self._refused in REFUSED:
                    self.connected.set()

    async def _watch(self) -> None:
        """Replaces a connection found down twice in a row.

        After a failed upgrade the SDK's client goes on trying the same spent URL for ever, and only a new client
        asks for a new one. The first time it may just be reconnecting by itself. One that was not opened yet has time.
        """
        down = [False] * len(self._slots)
        while True:
            await asyncio.sleep(self._watch_every)
            for slot, client in enumerate(self._slots):
                if client is None:
                    continue
                is_down = not await client.is_connected()
                if is_down and down[slot]:
                    log.warning("replacing a connection that stays down", slot=slot)
                    await self._close(client)
                    self._renew(slot)
                down[slot] = is_down and not down[slot]

    async def _close(self, client: SocketModeClient) -> None:
        try:
            await asyncio.wait_for(client.close(), GIVE_UP_CLOSING)  # type: ignore[no-untyped-call]
        except Exception as error:
            log.info("a connection did not close cleanly", exc_info=error)

    async def _hear(self, client: AsyncBaseSocketModeClient, message: dict[str, Any], _raw: str | None) -> None:
        """One message of Slack's. The SDK drops envelopes that it finds odd, and Slack would wait for their ack."""
        if message.get("type") == "hello":
            self._count_strangers(message.get("num_connections"))
        elif isinstance(message.get("envelope_id"), str):
            await self._take(client, message)

    def _count_strangers(self, counted: object) -> None:
        """Slack gives each payload to one of an app's connections, whoever holds it: said whenever that changes."""
        own = sum(client is not None for client in self._slots)
        strangers = max(counted - own, 0) if isinstance(counted, int) else 0
        if strangers > self._strangers:
            log.warning(
                "Slack counts connections of this app that this process does not hold. Another process with the same "
                "app-level token gets a share of what people do: fine for replicas on one database, else stop it. "
                "One that broke is counted for some hours.",
                connections=counted,
                own=own,
            )
        elif strangers < self._strangers:
            log.info("fewer connections of other processes", connections=counted, own=own)
        self._strangers = strangers

    async def _take(self, client: AsyncBaseSocketModeClient, envelope: Mapping[str, Any]) -> None:
        kind = next((known for known in KINDS if known == envelope.get("type")), "unknown")
        if self._stopping and kind == "events_api":
            return
        self._in_hand.take()
        response = await dispatched(self._app, kind, lambda: _request(envelope))
        ack = SocketModeResponse(envelope_id=envelope["envelope_id"], payload=_payload(response))
        try:
            await client.send_socket_mode_response(ack)
        except ConnectionError as error:  # Slack counts the payload as unanswered, whatever came of it
            log.warning("ack lost with its connection", type=kind, because=type(error).__name__)


def _request(envelope: Mapping[str, Any]) -> AsyncBoltRequest:
    payload = envelope.get("payload")
    return AsyncBoltRequest(
        mode="socket_mode",
        body=payload if isinstance(payload, dict) else {},
        context={"envelope_id": envelope["envelope_id"]},
        headers=_headers(envelope),
    )


def _headers(envelope: Mapping[str, Any]) -> dict[str, str | Sequence[str]]:
    given = {"X-Slack-Retry-Num": envelope.get("retry_attempt"), "X-Slack-Retry-Reason": envelope.get("retry_reason")}
    return {name: str(value) for name, value in given.items() if value is not None}


def _payload(response: BoltResponse) -> dict[str, Any] | None:
    try:
        content = json.loads(response.body)
    except ValueError:  # a word for the log, or nothing
        return None
    return content if response.status == 200 and isinstance(content, dict) else None
