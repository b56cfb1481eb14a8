"""Shortcuts: global ones, and those in a message's menu."""

import pytest
from aiohttp import ClientSession

from bot.playground.slack import Actor, StandIn
from tests.playground.slack.scripted import SILENCE, Json, ScriptedApp, field, impatient, manifest, modal


@pytest.fixture
def app_manifest() -> Json:
    shortcuts = [
        {"name": "Plan a lunch", "type": "global", "callback_id": "plan", "description": "x"},
        {"name": "Eat this", "type": "message", "callback_id": "eat", "description": "x"},
    ]
    return manifest(shortcuts=shortcuts)


@pytest.mark.parametrize("name", ["Plan a lunch", "plan"])
async def test_a_global_shortcut_has_a_person_a_trigger_and_no_place(
    slack: StandIn, maya: Actor, app: ScriptedApp, name: str
) -> None:
    assert (await maya.shortcut(name)).ok
    payload = app.payloads[-1]
    assert app.envelopes[-1]["type"] == "interactive"
    assert (payload["type"], payload["callback_id"], payload["user"]["id"]) == ("shortcut", "plan", maya.id)
    assert payload["team"] == {"id": slack.installation.team_id, "domain": "playground"}
    assert not {"channel", "message", "response_url", "actions"} & payload.keys()
    await app.web.views_open(trigger_id=payload["trigger_id"], view=modal(field("Dish")))
    assert maya.modal is not None


async def test_a_message_shortcut_has_the_message_and_where_it_stands(
    slack: StandIn, maya: Actor, omar: Actor, app: ScriptedApp
) -> None:
    food = slack.add_channel("food", members=[maya.id, omar.id])
    message = await omar.say(food, "Soup?")
    assert (await maya.shortcut("Eat this", message)).ok
    payload = app.payloads[-1]
    assert (payload["type"], payload["callback_id"], payload["message_ts"]) == ("message_action", "eat", message.ts)
    assert payload["channel"] == {"id": food, "name": "food"}
    assert (payload["message"]["text"], payload["message"]["user"]) == ("Soup?", omar.id)
    assert payload["response_url"].startswith(f"{slack.url}/app/")


async def test_the_reply_to_a_message_shortcut_stands_beside_the_message(
    slack: StandIn, maya: Actor, omar: Actor, app: ScriptedApp
) -> None:
    food = slack.add_channel("food", members=[maya.id, omar.id])
    message = await omar.say(food, "Soup?")
    await maya.shortcut("eat", message)
    url, reply = app.payloads[-1]["response_url"], {"text": "Noted.", "replace_original": True}
    async with ClientSession() as session, session.post(url, json=reply) as answer:
        assert answer.status == 200
    assert [m.text for m in maya.messages(food)] == ["Soup?", "Noted."]
    assert [m.text for m in omar.messages(food)] == ["Soup?"]


async def test_a_shortcut_is_found_only_where_it_belongs(maya: Actor, app: ScriptedApp) -> None:
    message = await maya.say(maya.dm, "Soup?")
    await app.web.chat_postEphemeral(channel=maya.dm, user=maya.id, text="Only you")
    for name, where in (("eat", None), ("plan", message), ("eat", maya.messages()[-1]), ("nothing", None)):
        with pytest.raises(LookupError):
            await maya.shortcut(name, where)
    assert app.payloads == []


@impatient
async def test_a_shortcut_that_is_not_acknowledged_is_lost_and_its_sender_sees_it(
    maya: Actor, app: ScriptedApp
) -> None:
    app.script = lambda _payload: SILENCE
    assert (await maya.shortcut("plan")).error == "operation_timeout"
    assert len(app.envelopes) == 1
