"""A bolt app that shows every kind of input and block there is, and nothing of use: the page's own tests talk to it."""

import re
from contextlib import suppress
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import StandIn
from tests.playground.page.dishes import FORM, MENU, TASTER, charts, plain, showcase

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Kitchen"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Kitchen"},
        "slash_commands": [
            {
                "command": "/kitchen",
                "description": "Everything on the menu",
                "usage_hint": "[form | blocks | charts | wait]",
            },
            {"command": "/silent", "description": "Never answers"},
        ],
    },
    "oauth_config": {
        "scopes": {"bot": ["commands", "chat:write", "im:write", "mpim:write", "users:read", "files:write"]}
    },
    "settings": {"event_subscriptions": {"bot_events": ["app_home_opened"]}, "interactivity": {"is_enabled": True}},
}
VIEWS = {"form": FORM, "taste": TASTER}
# The messages for each order; a message holds two charts at most.
PLATES = {
    "blocks": [showcase()],
    "charts": [charts()[:2], charts()[2:]],
    "menu": [MENU],
    "bad": [[{"type": "section"}]],
}
CITIES = ["Oslo", "Bergen", "Berlin", "Vienna", "Singapore"]


def option(text: str) -> dict[str, Any]:
    return {"text": plain(text), "value": text.lower()}


def build(slack: StandIn, heard: list[dict[str, Any]]) -> AsyncApp:
    """The app; it puts into `heard` what people submitted and pressed."""
    client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
    app = AsyncApp(client=client, signing_secret=slack.signing_secret, request_verification_enabled=False)
    app.command("/kitchen")(kitchen)
    app.command("/silent")(silent)
    app.options("city")(cities)
    app.event("app_home_opened")(home)
    listen_to_forms(app, heard)
    listen_to_controls(app, heard)
    return app


async def kitchen(ack: Any, body: dict[str, Any], client: AsyncWebClient, respond: Any) -> None:
    await ack()
    order = body["text"].strip()
    if order in VIEWS:
        await client.views_open(trigger_id=body["trigger_id"], view=VIEWS[order])
    elif order in PLATES:
        for blocks in PLATES[order]:
            # Bolt may lose the acknowledgement of a listener that fails, and one of the plates is meant to fail.
            with suppress(SlackApiError):
                await client.chat_postMessage(channel=body["channel_id"], text=order, blocks=blocks)
    else:
        await respond(text="Only you know." if order == "secret" else f"You said: {order}")


async def silent() -> None:
    """Neither acknowledges nor does anything."""


async def cities(ack: Any, body: dict[str, Any]) -> None:
    found = [option(city) for city in CITIES if body["value"].lower() in city.lower()]
    if body["block_id"] == "many_external":
        await ack(option_groups=[{"label": plain("Cities"), "options": found}] if found else [])
    else:
        await ack(options=found)


async def home(event: dict[str, Any], client: AsyncWebClient) -> None:
    blocks = [
        {"type": "header", "text": plain("Welcome to the kitchen")},
        {"type": "section", "text": {"type": "mrkdwn", "text": f"Hello <@{event['user']}>, *today* we cook."}},
        {"type": "actions", "elements": [{"type": "button", "action_id": "home_button", "text": plain("Taste")}]},
    ]
    await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})


def listen_to_forms(app: AsyncApp, heard: list[dict[str, Any]]) -> None:
    @app.view("form")
    async def form(ack: Any, body: dict[str, Any]) -> None:
        values = body["view"]["state"]["values"]
        if values["line"]["line"]["value"] == "wrong":
            await ack(response_action="errors", errors={"line": "The app does not like that."})
            return
        heard.append(values)
        await ack()

    @app.view("taster")
    async def taster(ack: Any, body: dict[str, Any]) -> None:
        heard.append(body["view"]["state"]["values"])
        await ack(response_action="push", view={**TASTER, "title": plain("Second helping"), "callback_id": "second"})

    @app.view("second")
    async def second(ack: Any) -> None:
        await ack(response_action="clear")


def listen_to_controls(app: AsyncApp, heard: list[dict[str, Any]]) -> None:
    @app.action("update_me")
    async def update_me(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        place = {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}
        await client.chat_update(**place, text="It was changed in place.", blocks=[])

    @app.action("answer")
    async def answer(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        place = {"channel": body["channel"]["id"], "user": body["user"]["id"]}
        await client.chat_postEphemeral(**place, text="Here is your answer.")

    @app.action(re.compile(".*"))
    async def anything(ack: Any, body: dict[str, Any]) -> None:
        heard.append(body["actions"][0])
        await ack()


class Kitchen:
    """The app, connected by Socket Mode."""

    def __init__(self, slack: StandIn) -> None:
        self.heard: list[dict[str, Any]] = []
        self.app = build(slack, self.heard)
        self._handler: Any = AsyncSocketModeHandler(self.app, slack.app_token)

    async def start(self) -> None:
        await self._handler.connect_async()

    async def stop(self) -> None:
        await self._handler.close_async()
