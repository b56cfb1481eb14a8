"""An app of a few lines, on a bare WebSocket: it answers payloads as a test tells it to, and keeps them."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import StandIn

Json = dict[str, Any]
SILENCE = object()
# For tests in which Slack waits in vain: seconds.
impatient = pytest.mark.parametrize("ack_timeout", [0.25], ids=["impatient"])
Script = Callable[[Json], object]

BOT_SCOPES = [
    "chat:write",
    "commands",
    "im:write",
    "mpim:write",
    "users:read",
]
EVENTS = ["app_home_opened", "user_change", "team_join", "member_joined_channel"]


def manifest(*more_scopes: str, events: tuple[str, ...] = (), **features: Any) -> Json:
    """The manifest of an app that is nobody's: it plans lunches."""
    return {
        "display_information": {"name": "Lunchbox"},
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
            "bot_user": {"display_name": "Lunchbox"},
            "slash_commands": [
                {"command": "/lunch", "description": "Find company", "should_escape": True},
                {"command": "/raw", "description": "As typed"},
            ],
            **features,
        },
        "oauth_config": {
            "scopes": {"bot": [*BOT_SCOPES, *more_scopes]},
            "redirect_urls": ["http://127.0.0.1:1/slack/oauth_redirect"],
        },
        "settings": {
            "event_subscriptions": {"bot_events": [*EVENTS, *events]},
            "interactivity": {"is_enabled": True},
            "socket_mode_enabled": True,
        },
    }


class Clock:
    """Slack's time in a test: it stands still until it is turned."""

    def __init__(self, start: float = 1_780_000_000.0) -> None:
        self.time = start

    def __call__(self) -> float:
        return self.time

    def turn(self, seconds: float) -> None:
        self.time += seconds


class ScriptedApp:
    """Acknowledges everything, unless the script says otherwise: `script` maps a payload to the payload of the
    acknowledgement, to None for a bare one, or to SILENCE for none at all."""

    def __init__(self, slack: StandIn, script: Script = lambda _payload: None) -> None:
        self.slack = slack
        self.script = script
        self.web = AsyncWebClient(slack.bot_token, base_url=slack.api_url)
        self.envelopes: list[Json] = []
        self.greetings: list[Json] = []
        self._session = ClientSession()
        self._sockets: list[ClientWebSocketResponse] = []
        self._stirred = asyncio.Event()
        self._readers: list[asyncio.Task[None]] = []

    @property
    def payloads(self) -> list[Json]:
        return [envelope["payload"] for envelope in self.envelopes]

    @property
    def events(self) -> list[Json]:
        return [payload["event"] for payload in self.payloads if "event" in payload]

    async def ticket(self) -> str:
        answer = await self.web.apps_connections_open(app_token=self.slack.app_token)
        return str(answer["url"])

    async def connect(self, url: str = "") -> ClientWebSocketResponse:
        """One more connection; it has said hello when this returns."""
        socket = await self._session.ws_connect(url or await self.ticket())
        self._sockets.append(socket)
        self.greetings.append(await socket.receive_json())
        self._readers.append(asyncio.create_task(self._read(socket)))
        return socket

    async def closed(self) -> None:
        """Wait until the other side has closed every connection."""
        await asyncio.gather(*self._readers)

    async def received(self, count: int) -> None:
        """Wait until so many envelopes have come. Raises `TimeoutError` after ten seconds."""
        async with asyncio.timeout(10):
            while len(self.envelopes) < count:
                self._stirred.clear()
                await self._stirred.wait()

    async def close(self) -> None:
        for socket in self._sockets:
            await socket.close()
        await asyncio.gather(*self._readers)
        await self._session.close()

    async def _read(self, socket: ClientWebSocketResponse) -> None:
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                return
            envelope = message.json()
            if envelope["type"] == "disconnect":
                self.greetings.append(envelope)
                continue
            self.envelopes.append(envelope)
            self._stirred.set()
            answer = self.script(envelope["payload"])
            if asyncio.iscoroutine(answer):
                answer = await answer
            if answer is not SILENCE and not socket.closed:
                ack: Json = {"envelope_id": envelope["envelope_id"]}
                await socket.send_json(ack | ({"payload": answer} if answer else {}))


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def button(action_id: str, text: str = "Press", **more: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(text), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def option(text: str, value: str = "") -> Json:
    return {"text": plain(text), "value": value or text.lower()}


def field(label: str, kind: str = "plain_text_input", *, block: Json | None = None, **element: Any) -> Json:
    """An input block; its block id is the label in lower case, its action id is `entry`."""
    return {
        "type": "input",
        "block_id": label.lower(),
        "label": plain(label),
        "element": {"type": kind, "action_id": "entry", **element},
        **(block or {}),
    }


def modal(*blocks: Json, **more: Any) -> Json:
    kept = list(blocks or [section("x")])
    return {"type": "modal", "title": plain("Lunch"), "submit": plain("Eat"), "blocks": kept, **more}


def home(*blocks: Json, **more: Any) -> Json:
    return {"type": "home", "blocks": list(blocks or [section("x")]), **more}


def section(text: str, **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def logged(path: Path) -> list[Json]:
    """The calls in a call log."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
