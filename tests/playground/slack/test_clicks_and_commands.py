"""Commands, buttons and menus: what the app gets, and what the person sees when it does not answer."""

import pytest

from bot.playground.slack import Actor, PostedMessage, StandIn
from tests.playground.slack.scripted import (
    SILENCE,
    Json,
    ScriptedApp,
    actions,
    button,
    home,
    impatient,
    manifest,
    option,
    section,
)

DISHES = [option("Soup"), option("Stew")]


async def test_a_command_tells_who_where_and_what(slack: StandIn, maya: Actor, app: ScriptedApp) -> None:
    food = slack.add_channel("food", members=[maya.id])
    delivery = await maya.command("/raw  Soup  NOW ", channel=food)
    assert delivery.ok
    payload = app.payloads[-1]
    assert (payload["command"], payload["text"]) == ("/raw", " Soup  NOW ")
    assert (payload["user_id"], payload["user_name"]) == (maya.id, "maya")
    assert (payload["channel_id"], payload["channel_name"]) == (food, "food")
    assert payload["response_url"].startswith(f"{slack.url}/commands/")
    assert app.envelopes[-1]["type"] == "slash_commands"


async def test_private_names_are_kept_from_commands(slack: StandIn, maya: Actor, app: ScriptedApp) -> None:
    secret = slack.add_channel("secret", members=[maya.id], is_private=True)
    await maya.command("/raw", channel=secret)
    await maya.command("/raw", channel=maya.dm)
    assert [payload["channel_name"] for payload in app.payloads] == ["privategroup", "directmessage"]


async def test_escaping_turns_names_into_ids_where_the_manifest_asks(
    slack: StandIn, maya: Actor, app: ScriptedApp
) -> None:
    food = slack.add_channel("food")
    typed = "@maya #food @nobody a<b & https://example.com"
    await maya.command(f"/lunch {typed}")
    await maya.command(f"/raw {typed}")
    assert [payload["text"] for payload in app.payloads] == [
        f"<@{maya.id}|maya> <#{food}|food> @nobody a&lt;b &amp; <https://example.com>",
        typed,
    ]


@pytest.mark.parametrize(("kind", "readers"), [("ephemeral", ["maya"]), ("in_channel", ["maya", "omar"])])
async def test_the_acknowledgement_of_a_command_may_be_a_message(
    slack: StandIn, maya: Actor, omar: Actor, app: ScriptedApp, kind: str, readers: list[str]
) -> None:
    food = slack.add_channel("food", members=[maya.id, omar.id])
    app.script = lambda _payload: {"text": "Soup", "response_type": kind}
    await maya.command("/lunch", channel=food)
    assert [person.name for person in slack.people if person.messages(food)] == readers


async def test_a_message_that_slack_refuses_in_an_acknowledgement_is_a_failed_command(
    maya: Actor, app: ScriptedApp
) -> None:
    app.script = lambda _payload: {"text": "Soup", "blocks": [{"type": "dividor"}]}
    await maya.command("/lunch")
    assert [m.text for m in maya.messages()] == ['/lunch failed with the error "dispatch_unknown_error"']


@impatient
async def test_an_unanswered_command_fails_in_slacks_words(maya: Actor, app: ScriptedApp) -> None:
    app.script = lambda _payload: SILENCE
    assert (await maya.command("/lunch")).error == "operation_timeout"
    assert [m.text for m in maya.messages()] == ['/lunch failed with the error "operation_timeout"']


async def test_a_command_fails_while_the_app_is_away(maya: Actor) -> None:
    assert (await maya.command("/lunch")).error == "dispatch_failed"


async def test_a_command_that_nobody_has_goes_nowhere(maya: Actor, app: ScriptedApp) -> None:
    assert (await maya.command("/dinner now")).error == "not_sent"
    assert maya.messages()[0].text.startswith("`/dinner` is not a valid command.")
    assert app.payloads == []


async def test_commands_are_typed_in_a_channel_where_nothing_else_is_said(
    slack: StandIn, maya: Actor, app: ScriptedApp
) -> None:
    await maya.command("/raw")
    assert app.payloads[-1]["channel_name"] == "general"
    assert maya.id in slack.workspace.conversations[app.payloads[-1]["channel_id"]].members


async def test_nobody_types_a_command_where_they_are_not(slack: StandIn, maya: Actor, app: ScriptedApp) -> None:
    with pytest.raises(PermissionError):
        await maya.command("/lunch", channel=slack.add_channel("elsewhere"))
    archived = slack.add_channel("old", members=[maya.id])
    slack.workspace.conversations[archived].is_archived = True
    with pytest.raises(PermissionError):
        await maya.command("/lunch", channel=archived)
    assert app.payloads == []


@pytest.mark.parametrize(
    "tab",
    [
        {"messages_tab_enabled": True, "messages_tab_read_only_enabled": True},
        {"messages_tab_enabled": False, "messages_tab_read_only_enabled": False},
    ],
    ids=["read-only", "off"],
)
async def test_an_app_that_only_talks_has_no_composer_for_commands(tab: Json) -> None:
    async with StandIn(manifest(app_home={"home_tab_enabled": True, **tab})) as slack:
        maya = slack.add_person("U0MAYA", name="maya")
        app = ScriptedApp(slack)
        await app.connect()
        with pytest.raises(PermissionError):
            await maya.command("/lunch", channel=maya.dm)
        assert (await maya.command("/lunch")).ok
        assert len(app.payloads) == 1
        await app.close()


async def test_an_app_that_takes_messages_takes_commands_there(maya: Actor, app: ScriptedApp) -> None:
    assert (await maya.command("/lunch", channel=maya.dm)).ok
    assert app.payloads[-1]["channel_name"] == "directmessage"


async def post(app: ScriptedApp, person: Actor, *blocks: Json) -> PostedMessage:
    await app.web.chat_postMessage(channel=person.dm, text="Soup?", blocks=list(blocks))
    return person.messages()[-1]


async def test_a_button_in_a_message_tells_where_it_stands(slack: StandIn, maya: Actor, app: ScriptedApp) -> None:
    message = await post(app, maya, actions(button("yes", "Yes", value="soup", style="primary")))
    await maya.click("Yes")
    payload = app.payloads[-1]
    assert payload["type"] == "block_actions"
    assert payload["container"] == {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": maya.dm,
        "is_ephemeral": False,
    }
    assert payload["message"]["ts"] == message.ts
    assert payload["response_url"].startswith(f"{slack.url}/actions/")
    (action,) = payload["actions"]
    assert (action["action_id"], action["value"], action["type"]) == ("yes", "soup", "button")
    assert action["text"]["text"] == "Yes"


async def test_an_ephemeral_message_is_not_in_the_payload(maya: Actor, app: ScriptedApp) -> None:
    blocks = [actions(button("yes"))]
    await app.web.chat_postEphemeral(channel=maya.dm, user=maya.id, text="Soup?", blocks=blocks)
    await maya.click("yes")
    assert "message" not in app.payloads[-1]
    assert app.payloads[-1]["container"]["is_ephemeral"] is True


async def test_a_button_on_the_home_tab_has_a_view_and_no_reply_address(maya: Actor, app: ScriptedApp) -> None:
    await app.web.views_publish(user_id=maya.id, view=home(actions(button("yes"))))
    await maya.click("yes")
    payload = app.payloads[-1]
    assert payload["container"]["type"] == "view"
    assert payload["view"]["type"] == "home"
    assert not {"response_url", "message", "channel"} & payload.keys()


async def test_the_newest_message_with_the_button_is_meant(maya: Actor, app: ScriptedApp) -> None:
    old = await post(app, maya, actions(button("yes")))
    new = await post(app, maya, actions(button("yes")))
    await maya.click("yes")
    await maya.click("yes", where=old)
    assert [payload["message"]["ts"] for payload in app.payloads] == [new.ts, old.ts]


async def test_buttons_that_share_an_action_are_told_apart_by_value(maya: Actor, app: ScriptedApp) -> None:
    rows = [section(str(n), accessory=button("pick", "Pick", value=str(n))) for n in range(3)]
    await post(app, maya, *rows)
    await maya.click("pick", value="2")
    assert app.payloads[-1]["actions"][0]["value"] == "2"


@pytest.mark.parametrize(
    ("element", "given", "held"),
    [
        ({"type": "static_select", "options": DISHES}, "Stew", ("selected_option", "stew")),
        ({"type": "overflow", "options": DISHES}, "stew", ("selected_option", "stew")),
        ({"type": "checkboxes", "options": DISHES}, ["Stew"], ("selected_options", "stew")),
        ({"type": "radio_buttons", "options": DISHES}, "Stew", ("selected_option", "stew")),
        ({"type": "users_select"}, "U0MAYA", ("selected_user", "U0MAYA")),
        ({"type": "datepicker"}, "2026-11-20", ("selected_date", "2026-11-20")),
        ({"type": "timepicker"}, "09:30", ("selected_time", "09:30")),
    ],
)
async def test_a_menu_in_a_message_tells_what_was_picked(
    maya: Actor, app: ScriptedApp, element: Json, given: object, held: tuple[str, str]
) -> None:
    await post(app, maya, {"type": "actions", "block_id": "b", "elements": [{**element, "action_id": "a"}]})
    await maya.click("a", option=given)
    key, expected = held
    value = app.payloads[-1]["actions"][0][key]
    value = value[0] if isinstance(value, list) else value
    assert (value["value"] if isinstance(value, dict) else value) == expected
    remembered = app.payloads[-1]["state"]["values"]
    assert ("b" in remembered) == (element["type"] != "overflow")


async def test_what_was_picked_in_a_message_is_remembered_for_its_next_button(maya: Actor, app: ScriptedApp) -> None:
    menu = {"type": "static_select", "action_id": "dish", "options": DISHES}
    await post(app, maya, {"type": "actions", "block_id": "b", "elements": [menu, button("send")]})
    await maya.click("dish", option="Stew")
    await maya.click("send")
    assert app.payloads[-1]["state"]["values"]["b"]["dish"]["selected_option"]["value"] == "stew"


async def test_a_confirmation_can_be_denied(maya: Actor, app: ScriptedApp) -> None:
    sure = {"text": {"type": "plain_text", "text": "Sure?"}}
    await post(app, maya, actions(button("delete", confirm=sure)))
    assert (await maya.click("delete", confirm=False)).error == "not_sent"
    assert (await maya.click("delete")).ok
    assert len(app.payloads) == 1


async def test_feedback_buttons_tell_the_opinion(maya: Actor, app: ScriptedApp) -> None:
    opinions = {
        "type": "feedback_buttons",
        "action_id": "taste",
        "positive_button": option("Good"),
        "negative_button": option("Bad"),
    }
    await post(app, maya, {"type": "context_actions", "elements": [opinions]})
    await maya.click("taste", option="Bad")
    assert app.payloads[-1]["actions"][0]["value"] == "bad"


async def test_an_app_does_not_hear_of_a_workflow_button(maya: Actor, app: ScriptedApp) -> None:
    workflow = {"trigger": {"url": "https://slack.com/shortcuts/Ft1/x"}}
    start = {"type": "workflow_button", "action_id": "go", "text": option("Go")["text"], "workflow": workflow}
    await post(app, maya, actions(start))
    assert (await maya.click("go")).error == "not_sent"


async def test_a_button_that_is_not_there_cannot_be_pressed(maya: Actor, app: ScriptedApp) -> None:
    await post(app, maya, actions(button("yes")))
    with pytest.raises(LookupError, match="there are: yes"):
        await maya.click("no")
