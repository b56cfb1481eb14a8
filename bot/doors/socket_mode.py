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
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.core.patience import BriefRest
from bot.core.proxies import place_of, proxy_for
from bot.core.slack import web_client

PING_SECONDS = 5
TURNS = 3  # of the loop, in which a payload gets from its socket through the SDK's queue into hand
GIVE_UP_CLOSING = 2.0  # seconds for a broken connection to say goodbye

# What Slack says of an app-level token that no waiting will mend.
REFUSED = frozenset({"invalid_auth", "not_authed", "not_allowed_token_type", "missing_scope", "token_revoked"})

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
    """`connections` sockets, so that one can be refreshed (Slack does so about hourly) without a gap."""

    def __init__(
        self,
        app: AsyncApp,
        app_token: str,
        api_url: str,
        environment: Mapping[str, str],
        *,
        connections: int,
        watch_every: float,
    ) -> None:
        self._app = app
        self._app_token = app_token
        self._api_url = api_url
        self._environment = environment
        self._watch_every = watch_every
        self._slots: list[SocketModeClient | None] = [None] * connections
        self._tasks: set[asyncio.Task[Any]] = set()
        self._in_hand: set[asyncio.Task[Any]] = set()
        self._stopping = False
        self._refused = ""
        self.connected = asyncio.Event()

    async def start(self) -> None:
        """Returns once the first connection stands; the others follow, and the watchdog looks after all.

        Raises AppTokenRefused.
        """
        for slot in range(len(self._slots)):
            self._renew(slot)
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
        try:
            async with asyncio.timeout(seconds):
                await self._nothing_in_hand()
        except TimeoutError:
            log.warning("stopped with calls in hand", calls=len(self._in_hand))
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*[self._close(client) for client in self._slots if client])

    async def _nothing_in_hand(self) -> None:
        quiet = 0
        while quiet < TURNS:
            if self._in_hand:
                await asyncio.wait(self._in_hand)
            await asyncio.sleep(0)
            is_quiet = not self._in_hand and all(client.message_queue.empty() for client in self._slots if client)
            quiet = quiet + 1 if is_quiet else 0

    def _spawn(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _renew(self, slot: int) -> None:
        client = _Connection(self._app_token, self._api_url, self._environment)
        client.socket_mode_request_listeners.append(self._take)
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
        asks for a new one. The first time it may just be reconnecting by itself.
        """
        down = [False] * len(self._slots)
        while True:
            await asyncio.sleep(self._watch_every)
            for slot, client in enumerate(self._slots):
                is_down = client is None or not await client.is_connected()
                if is_down and down[slot]:
                    log.warning("replacing a connection that stays down", slot=slot)
                    if client is not None:
                        await self._close(client)
                    self._renew(slot)
                down[slot] = is_down and not down[slot]

    async def _close(self, client: SocketModeClient) -> None:
        try:
            await asyncio.wait_for(client.close(), GIVE_UP_CLOSING)  # type: ignore[no-untyped-call]
        except Exception as error:
            log.info("a connection did not close cleanly", exc_info=error)

    async def _take(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        if self._stopping and request.type == "events_api":
            return
        if not isinstance(request.payload, dict):
            await client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))
            return
        task = asyncio.current_task()
        assert task is not None
        self._in_hand.add(task)
        task.add_done_callback(self._in_hand.discard)
        response = await self._app.async_dispatch(
            AsyncBoltRequest(
                mode="socket_mode",
                body=request.payload,
                context={"envelope_id": request.envelope_id},
                headers=_headers(request),
            )
        )
        if response.status != 200:  # acked all the same: it would fail the same way three times more
            log.warning("payload without a listener", type=request.type, status=response.status)
        await client.send_socket_mode_response(
            SocketModeResponse(envelope_id=request.envelope_id, payload=_payload(response))
        )


def _headers(request: SocketModeRequest) -> dict[str, str | Sequence[str]]:
    headers: dict[str, str | Sequence[str]] = {}
    if request.retry_attempt is not None:
        headers["X-Slack-Retry-Num"] = str(request.retry_attempt)
    if request.retry_reason is not None:
        headers["X-Slack-Retry-Reason"] = request.retry_reason
    return headers


def _payload(response: BoltResponse) -> dict[str, Any] | None:
    if response.status != 200 or not response.body:
        return None
    content: dict[str, Any] = json.loads(response.body)
    return content
