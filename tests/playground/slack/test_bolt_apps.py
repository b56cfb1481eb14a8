"""A small bolt app that takes the stand-in for Slack, over Socket Mode and over HTTP."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import Actor, EnvelopeSent, Record, StandIn
from tests.playground.slack.scripted import Json, actions, button, field, home, modal, section


def lunchbox(slack: StandIn) -> AsyncApp:
    """Asks for a dish, offers to change it, and shows it on the Home tab."""
    app = AsyncApp(client=AsyncWebClient(slack.bot_token, base_url=slack.api_url), signing_secret=slack.signing_secret)

    @app.command("/lunch")
    async def ask(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        view = modal(field("Dish"), callback_id="dish")
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.view("dish")
    async def take(ack: Any, body: Json, view: Json, client: AsyncWebClient) -> None:
        dish = view["state"]["values"]["dish"]["entry"]["value"]
        if dish == "Soup":
            await ack(response_action="errors", errors={"dish": "We are out of soup."})
            return
        await ack()
        blocks = [section(dish), actions(button("cancel", "Cancel"))]
        await client.chat_postMessage(channel=body["user"]["id"], text=dish, blocks=blocks)

    @app.action("cancel")
    async def cancel(ack: Any, respond: Any) -> None:
        await ack()
        await respond(text="Cancelled.", replace_original=True)

    @app.event("app_home_opened")
    async def show(event: Json, client: AsyncWebClient) -> None:
        await client.views_publish(user_id=event["user"], view=home(section("Menu")))

    @app.event("team_join")
    async def ignore() -> None:
        pass

    return app


@pytest.fixture(params=["socket_mode", "http"])
async def bolt(request: pytest.FixtureRequest, slack: StandIn) -> AsyncIterator[str]:
    """The app, connected in one of the two ways; the value is the way's name in the feed."""
    app = lunchbox(slack)
    if request.param == "socket_mode":
        handler: Any = AsyncSocketModeHandler(app, slack.app_token)
        await handler.connect_async()
        await slack.connected()
        yield "socket_mode"
        await handler.close_async()
        return

    async def endpoint(incoming: web.Request) -> web.Response:
        query = AsyncBoltRequest(body=await incoming.text(), headers=dict(incoming.headers))
        answer = await app.async_dispatch(query)
        headers = {name: values[0] for name, values in answer.first_headers_without_set_cookie().items()}
        return web.Response(status=answer.status, body=answer.body, headers=headers)

    server = web.Application()
    server.router.add_post("/slack/events", endpoint)
    runner = web.AppRunner(server)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    yield "http"
    await runner.cleanup()


async def test_a_whole_lunch(slack: StandIn, bolt: str, maya: Actor) -> None:
    sent: list[Record] = []
    slack.observe(lambda record: sent.append(record) if isinstance(record, EnvelopeSent) else None)
    assert (await maya.command("/lunch")).ok
    await slack.until(lambda: maya.modal is not None)
    await maya.submit({"Dish": "Soup"})
    assert maya.modal is not None
    assert maya.modal.errors == {"dish": "We are out of soup."}
    await maya.submit({"Dish": "Stew"})
    await slack.until(lambda: bool(maya.messages()))
    assert maya.read(maya.messages()[0]) == "Stew\n[Cancel]"
    assert (await maya.click("Cancel")).ok
    await slack.until(lambda: maya.messages()[0].text == "Cancelled.")
    await maya.open_home()
    await slack.until(lambda: maya.home is not None)
    assert {record.transport for record in sent if isinstance(record, EnvelopeSent)} == {bolt}


async def test_a_socket_that_is_refreshed_is_replaced(slack: StandIn, maya: Actor) -> None:
    handler: Any = AsyncSocketModeHandler(lunchbox(slack), slack.app_token)
    await handler.connect_async()
    await slack.connected()
    await slack.disconnect_sockets()
    await slack.connected()
    assert (await maya.command("/lunch")).ok
    await slack.until(lambda: maya.modal is not None)
    await handler.close_async()
