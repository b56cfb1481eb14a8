"""Small bolt apps of the shape of its own examples and starter templates, blocking and awaiting."""

import re
from collections.abc import Callable
from typing import Any

from slack_bolt import App
from slack_bolt.async_app import AsyncApp
from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import StandIn
from tests.playground.slack.scripted import Json, actions, button, field, home, modal, option, section

DISHES = [option("Pea soup", "pea"), option("Fish soup", "fish"), option("Stew")]


def blocking(slack: StandIn) -> App:
    """An ordinary app, as most are. It asks who it is while it is being built."""
    client = WebClient(slack.bot_token, base_url=slack.api_url)
    return App(client=client, signing_secret=slack.signing_secret)


def awaiting(slack: StandIn) -> AsyncApp:
    return AsyncApp(client=AsyncWebClient(slack.bot_token, base_url=slack.api_url))


# Socket Mode: a command, a mention, a shortcut with slow work after its acknowledgement, options, a form

CHOOSE = modal(field("Dish", "external_select", min_query_length=1), callback_id="chosen")


def wanted(typed: str) -> list[Json]:
    return [dish for dish in DISHES if typed.lower() in dish["text"]["text"].lower()]


def on_the_socket(slack: StandIn) -> App:
    app = blocking(slack)

    @app.command("/lunch")
    def greet(ack: Any, body: Json) -> None:
        ack(f"Hungry, <@{body['user_id']}>?")

    @app.event("app_mention")
    def answer(event: Json, say: Any) -> None:
        say(f"Here I am, <@{event['user']}>.")

    def take(ack: Any) -> None:
        ack()

    def ask(body: Json, client: WebClient) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=CHOOSE)

    app.shortcut("plan")(ack=take, lazy=[ask])

    @app.options("entry")
    def offer(ack: Any, payload: Json) -> None:
        ack(options=wanted(payload["value"]))

    @app.view("chosen")
    def serve(ack: Any, view: Json, body: Json, client: WebClient) -> None:
        ack()
        dish = view["state"]["values"]["dish"]["entry"]["selected_option"]["value"]
        client.chat_postMessage(channel=body["user"]["id"], text=f"One {dish}.")

    return app


def on_the_socket_awaiting(slack: StandIn) -> AsyncApp:
    app = awaiting(slack)

    @app.command("/lunch")
    async def greet(ack: Any, body: Json) -> None:
        await ack(f"Hungry, <@{body['user_id']}>?")

    @app.event("app_mention")
    async def answer(event: Json, say: Any) -> None:
        await say(f"Here I am, <@{event['user']}>.")

    async def take(ack: Any) -> None:
        await ack()

    async def ask(body: Json, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=CHOOSE)

    app.shortcut("plan")(ack=take, lazy=[ask])

    @app.options("entry")
    async def offer(ack: Any, payload: Json) -> None:
        await ack(options=wanted(payload["value"]))

    @app.view("chosen")
    async def serve(ack: Any, view: Json, body: Json, client: AsyncWebClient) -> None:
        await ack()
        dish = view["state"]["values"]["dish"]["entry"]["selected_option"]["value"]
        await client.chat_postMessage(channel=body["user"]["id"], text=f"One {dish}.")

    return app


# Modals: an acknowledgement with blocks, replies by response_url, a form with every way of offering options


def with_modals(slack: StandIn) -> App:
    app = blocking(slack)

    @app.middleware
    def look(body: Json, next: Callable[[], Any]) -> Any:  # noqa: A002 - bolt's own name
        assert body
        return next()

    @app.command("/lunch")
    def ask(ack: Any, respond: Any, body: Json, client: WebClient) -> None:
        ack(text="On it.", blocks=[section("*On it.*")])
        respond(text="Or skip it?", blocks=[section("Or skip it?", accessory=button("skip", "Skip"))])
        some = {"label": {"type": "plain_text", "text": "Soups"}, "options": DISHES[:2]}
        rest = {"label": {"type": "plain_text", "text": "Others"}, "options": DISHES[2:]}
        form = modal(
            field("Name"),
            field("Main", "external_select", block={"block_id": "one"}),
            field("Sides", "multi_static_select", option_groups=[some, rest], block={"block_id": "many"}),
            callback_id="order",
        )
        client.views_open(trigger_id=body["trigger_id"], view=form)

    @app.options("entry")
    def offer(ack: Any) -> None:
        ack({"option_groups": [{"label": {"type": "plain_text", "text": "Today"}, "options": DISHES}]})

    @app.view("order")
    def take(ack: Any, view: Json) -> None:
        values = view["state"]["values"]
        sides = [side["value"] for side in values["many"]["entry"]["selected_options"]]
        if values["one"]["entry"]["selected_option"]["value"] in sides:
            ack(response_action="errors", errors={"many": "That is your main dish."})
            return
        ack(response_action="update", view=modal(section("Enjoy your " + " and ".join(sides))))

    @app.action("skip")
    def skip(ack: Any, respond: Any, body: Json) -> None:
        ack()
        respond({"response_type": "in_channel", "replace_original": False, "text": f"<@{body['user']['id']}> skips."})
        respond(replace_original=True, text="Skipped.")

    return app


# A Home tab that is published when it is looked at, and changes when it is pressed


def with_a_home(slack: StandIn) -> AsyncApp:
    app = awaiting(slack)
    eaten: dict[str, int] = {}

    def board(user: str) -> Json:
        return home(section(f"Soups eaten: {eaten.get(user, 0)}"), actions(button("eat", "One more")))

    @app.event("app_home_opened")
    async def show(event: Json, client: AsyncWebClient) -> None:
        if event["tab"] == "home":
            await client.views_publish(user_id=event["user"], view=board(event["user"]))

    @app.action("eat")
    async def eat(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        user = body["user"]["id"]
        eaten[user] = eaten.get(user, 0) + 1
        await client.views_publish(user_id=user, view=board(user), hash=body["view"]["hash"])

    @app.event(re.compile("user_change|team_join"))
    async def ignore() -> None:
        pass

    return app


# The starter templates: a listener of each kind

FIRST = modal(
    section("Press to go on", accessory=button("go on", "Go on")),
    field("Hopes"),
    field("Where", "conversations_select", response_url_enabled=True),
    title={"type": "plain_text", "text": "First"},
    callback_id="hopes",
)
SECOND = FIRST | {
    "title": {"type": "plain_text", "text": "Second"},
    "blocks": [section("Well done"), *FIRST["blocks"][1:]],
}


def hoped(body: Json) -> tuple[str, str]:
    values = body["view"]["state"]["values"]
    return values["where"]["entry"]["selected_conversation"], values["hopes"]["entry"]["value"]


def starter(slack: StandIn) -> App:
    app = blocking(slack)

    def command(ack: Any, command: Json, respond: Any) -> None:
        ack()
        respond(f"You said: {command['text']}")

    def shortcut(ack: Any, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=FIRST)

    def action(ack: Any, body: Json, client: WebClient) -> None:
        ack()
        client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=SECOND)

    def view(ack: Any, body: Json, client: WebClient) -> None:
        ack()
        channel, text = hoped(body)
        client.chat_postMessage(channel=channel, text=f"<@{body['user']['id']}> hopes for {text}")

    def event(event: Json, client: WebClient) -> None:
        client.views_publish(user_id=event["user"], view=home(section("Welcome home")))

    def message(context: Json, say: Any) -> None:
        say(f"{context['matches'][0]}, how are you?")

    app.command("/raw")(command)
    app.shortcut("plan")(shortcut)
    app.action("go on")(action)
    app.view("hopes")(view)
    app.event("app_home_opened")(event)
    app.message(re.compile("(hi|hello|hey)"))(message)
    return app


def starter_awaiting(slack: StandIn) -> AsyncApp:
    """As bolt-js' template has it."""
    app = awaiting(slack)

    async def command(ack: Any, command: Json, respond: Any) -> None:
        await ack()
        await respond(f"You said: {command['text']}")

    async def shortcut(ack: Any, shortcut: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=FIRST)

    async def action(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=SECOND)

    async def view(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        channel, text = hoped(body)
        await client.chat_postMessage(channel=channel, text=f"<@{body['user']['id']}> hopes for {text}")

    async def event(event: Json, client: AsyncWebClient) -> None:
        await client.views_publish(user_id=event["user"], view=home(section("Welcome home")))

    async def message(context: Json, say: Any) -> None:
        await say(f"{context['matches'][0]}, how are you?")

    app.command("/raw")(command)
    app.shortcut("plan")(shortcut)
    app.action("go on")(action)
    app.view("hopes")(view)
    app.event("app_home_opened")(event)
    app.message(re.compile("^(hi|hello|hey).*"))(message)
    return app
