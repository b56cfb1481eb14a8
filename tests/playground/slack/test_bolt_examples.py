"""Small apps of the shape of bolt's own examples and starter templates, each driven through its main path.

bolt-python's examples for Socket Mode, modals (by HTTP) and options, an app home, its starter template, and bolt-js'
starter template in Python. The originals, run by hand against the stand-in, take the same paths.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from slack_bolt import App, BoltRequest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from bot.playground.slack import Actor, StandIn, Violation
from tests.playground.slack.scripted import Json, manifest
from tests.playground.slack.small_apps import (
    on_the_socket,
    on_the_socket_awaiting,
    starter,
    starter_awaiting,
    with_a_home,
    with_modals,
)

Built = App | AsyncApp
Builder = Callable[[StandIn], Built]


@pytest.fixture
def app_manifest() -> Json:
    shortcuts = [{"name": "Plan a lunch", "type": "global", "callback_id": "plan", "description": "x"}]
    scopes = ("app_mentions:read", "channels:history")
    return manifest(*scopes, events=("app_mention", "message.channels"), shortcuts=shortcuts)


@asynccontextmanager
async def by_socket(slack: StandIn, build: Builder) -> AsyncIterator[None]:
    app = await asyncio.to_thread(build, slack)
    if isinstance(app, AsyncApp):
        patient: Any = AsyncSocketModeHandler(app, slack.app_token)
        await patient.connect_async()
        try:
            yield
        finally:
            await patient.close_async()
        return
    handler = SocketModeHandler(app, slack.app_token)
    await asyncio.to_thread(handler.connect)
    await slack.connected()
    try:
        yield
    finally:
        await asyncio.to_thread(handler.close)


@asynccontextmanager
async def by_http(slack: StandIn, build: Builder) -> AsyncIterator[None]:
    app = await asyncio.to_thread(build, slack)
    assert isinstance(app, App)

    async def endpoint(incoming: web.Request) -> web.Response:
        query = BoltRequest(body=await incoming.text(), headers=dict(incoming.headers))
        answer = await asyncio.to_thread(app.dispatch, query)
        headers = {name: values[0] for name, values in answer.first_headers_without_set_cookie().items()}
        return web.Response(status=answer.status, body=answer.body, headers=headers)

    server = web.Application()
    server.router.add_post("/slack/events", endpoint)
    runner = web.AppRunner(server)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    try:
        yield
    finally:
        await runner.cleanup()


@pytest.fixture
def food(slack: StandIn, maya: Actor) -> str:
    return slack.add_channel("food", members=[maya.id, slack.bot_user_id])


async def told(slack: StandIn, person: Actor, text: str) -> None:
    """Waits until this person reads these words in a message."""
    await slack.until(lambda: any(text in person.read(message) for message in person.messages()))


@pytest.mark.parametrize("build", [on_the_socket, on_the_socket_awaiting], ids=["blocking", "awaiting"])
async def test_an_app_of_the_socket_mode_example(
    slack: StandIn, maya: Actor, food: str, violations: list[Violation], build: Builder
) -> None:
    async with by_socket(slack, build):
        assert (await maya.command("/lunch", channel=food)).ok
        await told(slack, maya, "Hungry, @maya?")
        await maya.say(food, f"<@{slack.bot_user_id}> hello")
        await told(slack, maya, "Here I am, @maya.")
        assert (await maya.shortcut("Plan a lunch")).ok
        await slack.until(lambda: maya.modal is not None)
        assert [dish["value"] for dish in await maya.options("Dish", "soup")] == ["pea", "fish"]
        assert (await maya.submit({"Dish": "Fish soup"})).ok
        await told(slack, maya, "One fish.")
        assert maya.modal is None
    assert violations == []


@pytest.mark.parametrize("way", [by_http, by_socket])
async def test_an_app_of_the_modals_example(
    slack: StandIn,
    maya: Actor,
    omar: Actor,
    food: str,
    violations: list[Violation],
    way: Callable[[StandIn, Builder], AbstractAsyncContextManager[None]],
) -> None:
    async with way(slack, with_modals):
        await omar.join(food)
        assert (await maya.command("/lunch", channel=food)).ok
        await slack.until(lambda: maya.modal is not None)
        await told(slack, maya, "On it.")
        await maya.fill("Main", (await maya.options("Main", "stew"))[2])
        assert (await maya.submit({"Name": "Maya", "Sides": ["Stew", "Pea soup"]})).ok
        assert maya.modal is not None
        assert maya.modal.errors == {"many": "That is your main dish."}
        assert (await maya.submit({"Sides": ["Pea soup"]})).ok
        assert "Enjoy your pea" in maya.read(maya.modal)
        assert (await maya.click("Skip")).ok
        await told(slack, omar, "@maya skips.")
        await told(slack, maya, "Skipped.")
        assert not any("Or skip it?" in maya.read(message) for message in maya.messages())
    assert violations == []


async def test_an_app_with_a_home_tab(slack: StandIn, maya: Actor, violations: list[Violation]) -> None:
    async with by_socket(slack, with_a_home):
        await maya.open_messages()
        await slack.settled()
        assert maya.home is None
        await maya.open_home()
        await slack.until(lambda: maya.home is not None)
        assert maya.home is not None
        shown = maya.home
        assert (await maya.click("One more")).ok
        await slack.until(lambda: "eaten: 1" in maya.read(shown))
    assert violations == []


@pytest.mark.parametrize("build", [starter, starter_awaiting], ids=["bolt-python", "bolt-js"])
async def test_an_app_of_the_starter_template(
    slack: StandIn, maya: Actor, food: str, violations: list[Violation], build: Builder
) -> None:
    async with by_socket(slack, build):
        assert (await maya.command("/raw soup")).ok
        await told(slack, maya, "You said: soup")
        await maya.say(food, "hello there")
        await told(slack, maya, "hello, how are you?")
        await maya.open_home()
        await slack.until(lambda: maya.home is not None)
        assert (await maya.shortcut("plan")).ok
        await slack.until(lambda: maya.modal is not None)
        assert (await maya.click("Go on")).ok
        await slack.until(lambda: maya.modal is not None and maya.modal.title == "Second")
        assert (await maya.submit({"Hopes": "stew", "Where": "#food"})).ok
        await told(slack, maya, "@maya hopes for stew")
        assert maya.modal is None
    assert violations == []
