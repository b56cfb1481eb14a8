"""Replies to response URLs."""

import json
from pathlib import Path

import pytest
from aiohttp import ClientSession
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.playground.slack import Actor, StandIn
from tests.playground.slack.scripted import Clock, Json, ScriptedApp, actions, button, logged, section


async def reply(url: str, **message: object) -> tuple[int, Json]:
    async with ClientSession() as session, session.post(url, json=message) as response:
        text = await response.text()
        return response.status, {"ok": True} if text == "ok" else json.loads(text)


@pytest.fixture
async def from_command(maya: Actor, app: ScriptedApp) -> str:
    await maya.command("/lunch")
    return str(app.payloads[-1]["response_url"])


@pytest.fixture
async def from_button(maya: Actor, app: ScriptedApp) -> str:
    await app.web.chat_postMessage(channel=maya.dm, text="Soup?", blocks=[actions(button("yes"))])
    await maya.click("yes")
    return str(app.payloads[-1]["response_url"])


async def test_slacks_own_client_can_reply(maya: Actor, from_command: str) -> None:
    answer = await AsyncWebhookClient(from_command).send(text="Soup")
    assert (answer.status_code, answer.body) == (200, "ok")
    assert [(m.text, m.ephemeral) for m in maya.messages()] == [("Soup", True)]


async def test_a_reply_may_be_for_everybody_where_the_app_is_not(
    slack: StandIn, maya: Actor, omar: Actor, app: ScriptedApp
) -> None:
    food = slack.add_channel("food", members=[maya.id, omar.id])
    await maya.command("/lunch", channel=food)
    url = app.payloads[-1]["response_url"]
    assert (await reply(url, text="Soup", response_type="in_channel"))[0] == 200
    assert [m.text for m in omar.messages(food)] == ["Soup"]


async def test_an_address_takes_five_replies(from_command: str) -> None:
    for _ in range(5):
        assert (await reply(from_command, text="Soup"))[0] == 200
    assert await reply(from_command, text="Soup") == (404, {"ok": False, "error": "used_url"})


async def test_an_address_lives_half_an_hour(from_command: str, clock: Clock) -> None:
    clock.turn(30 * 60)
    assert (await reply(from_command, text="Soup"))[0] == 200
    clock.turn(1)
    assert await reply(from_command, text="Soup") == (404, {"ok": False, "error": "expired_url"})


async def test_a_made_up_address_leads_nowhere(slack: StandIn) -> None:
    assert (await reply(f"{slack.url}/commands/T0/1/nothing", text="x"))[0] == 404


async def test_a_reply_can_replace_the_message(maya: Actor, from_button: str) -> None:
    await reply(from_button, text="Ordered.", replace_original=True)
    (message,) = maya.messages()
    assert (message.text, message.blocks) == ("Ordered.", [])


async def test_a_reply_can_delete_the_message(maya: Actor, from_button: str) -> None:
    await reply(from_button, delete_original=True)
    assert maya.messages() == []


async def test_a_reply_is_by_default_a_new_message(maya: Actor, from_button: str) -> None:
    await reply(from_button, text="Ordered.", blocks=[section("Ordered.")])
    assert [m.text for m in maya.messages()] == ["Soup?", "Ordered."]


async def test_a_reply_to_an_ephemeral_message_can_replace_it(maya: Actor, app: ScriptedApp) -> None:
    blocks = [actions(button("yes"))]
    await app.web.chat_postEphemeral(channel=maya.dm, user=maya.id, text="Soup?", blocks=blocks)
    await maya.click("yes")
    await reply(app.payloads[-1]["response_url"], text="Ordered.", replace_original=True)
    assert [(m.text, m.ephemeral) for m in maya.messages()] == [("Ordered.", True)]


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({}, "no_text"),
        ({"text": "x", "blocks": [{"type": "dividor"}]}, "invalid_blocks"),
        ({"text": "x", "response_type": "loud"}, "invalid_response_type"),
    ],
)
async def test_a_reply_is_held_to_the_rules_for_messages(
    maya: Actor, from_command: str, message: Json, code: str
) -> None:
    status, body = await reply(from_command, **message)
    assert (status, body["error"]) == (400, code)
    assert maya.messages() == []


@pytest.mark.parametrize("body", ["no json", "[]"])
async def test_a_reply_must_be_a_json_object(from_command: str, body: str) -> None:
    async with ClientSession() as session, session.post(from_command, data=body) as response:
        assert (response.status, await response.json()) == (400, {"ok": False, "error": "invalid_payload"})


async def test_replies_are_in_the_call_log(from_command: str, call_log: Path) -> None:
    await reply(from_command, text="Soup")
    last = logged(call_log)[-1]
    assert last == {"method": "response_url", "args": {"text": "Soup"}}


async def test_replies_can_fail_on_command(slack: StandIn, maya: Actor, from_command: str) -> None:
    slack.trouble.fail("response_url", status=500)
    slack.trouble.fail("response_url", status=503, takes_effect=True)
    assert (await reply(from_command, text="lost"))[0] == 500
    async with ClientSession() as session, session.post(from_command, json={"text": "seen"}) as response:
        assert response.status == 503
    assert [m.text for m in maya.messages()] == ["seen"]
