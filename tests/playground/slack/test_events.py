"""Events, and who hears of them."""

import pytest

from bot.playground.slack import Actor, StandIn
from tests.playground.slack.scripted import Json, ScriptedApp, home, manifest, section


@pytest.fixture
def app_manifest() -> Json:
    scopes = ("channels:read", "groups:read", "channels:history", "app_mentions:read")
    return manifest(*scopes, events=("app_uninstalled", "tokens_revoked", "message.channels", "app_mention"))


async def test_a_look_at_the_home_tab_is_told_with_what_is_published(
    slack: StandIn, maya: Actor, app: ScriptedApp
) -> None:
    await maya.open_home()
    await app.web.views_publish(user_id=maya.id, view=home(section("Hello")))
    await maya.open_home()
    await slack.settled()
    first, second = [event for event in app.events if event["type"] == "app_home_opened"]
    assert (first["user"], first["channel"], first["tab"]) == (maya.id, maya.dm, "home")
    assert "view" not in first
    assert second["view"]["blocks"][0]["text"]["text"] == "Hello"


async def test_a_look_at_the_messages_tab_is_told_too_and_never_with_a_view(
    slack: StandIn, maya: Actor, app: ScriptedApp
) -> None:
    await app.web.views_publish(user_id=maya.id, view=home(section("Hello")))
    await maya.open_messages()
    await slack.settled()
    event = app.events[-1]
    assert event.keys() == {"type", "user", "channel", "tab", "event_ts"}
    assert (event["type"], event["tab"], event["channel"]) == ("app_home_opened", "messages", maya.dm)


async def test_every_status_of_anybody_is_a_change_of_their_account(
    slack: StandIn, maya: Actor, omar: Actor, app: ScriptedApp
) -> None:
    await maya.set_status("Lunch", ":stew:", 1_780_003_600)
    await omar.set_status("")
    await slack.settled()
    changes = [event["user"] for event in app.events if event["type"] == "user_change"]
    assert [user["id"] for user in changes] == [maya.id, omar.id]
    profile = changes[0]["profile"]
    assert (profile["status_text"], profile["status_emoji"]) == ("Lunch", ":stew:")
    assert profile["status_expiration"] == 1_780_003_600


async def test_the_outer_frame_is_slacks(slack: StandIn, app: ScriptedApp) -> None:
    slack.add_person("U0NEW", name="new")
    await slack.settled()
    payload = app.payloads[-1]
    assert payload["type"] == "event_callback"
    assert payload["event_id"].startswith("Ev")
    assert payload["authorizations"][0]["user_id"] == slack.bot_user_id
    assert (payload["team_id"], payload["api_app_id"]) == (slack.installation.team_id, slack.app_id)


async def test_changes_of_an_account_are_told(slack: StandIn, maya: Actor, app: ScriptedApp) -> None:
    slack.change_person(maya.id, tz="Asia/Tokyo", title="Cook")
    slack.deactivate(maya.id)
    await slack.settled()
    changes = [event["user"] for event in app.events if event["type"] == "user_change"]
    assert (changes[0]["tz"], changes[0]["profile"]["title"], changes[0]["locale"]) == ("Asia/Tokyo", "Cook", "nb-NO")
    assert changes[1]["deleted"] is True


async def test_an_address_is_told_only_to_who_may_read_it(slack: StandIn, app: ScriptedApp) -> None:
    slack.add_person("U0NEW", name="new", email="new@example.com")
    await slack.settled()
    assert "email" not in app.events[-1]["user"]["profile"]


async def test_newcomers_are_told_where_the_app_is(slack: StandIn, maya: Actor, app: ScriptedApp) -> None:
    inside = slack.add_channel("food", members=[slack.bot_user_id])
    await maya.join(inside)
    await maya.join(inside)
    await maya.join(slack.add_channel("elsewhere"))
    await slack.settled()
    joined = [event for event in app.events if event["type"] == "member_joined_channel"]
    assert [(event["user"], event["channel"], event["channel_type"]) for event in joined] == [(maya.id, inside, "C")]


async def test_words_are_told_only_to_who_subscribed_and_is_there(
    slack: StandIn, maya: Actor, app: ScriptedApp
) -> None:
    inside = slack.add_channel("food", members=[maya.id, slack.bot_user_id])
    outside = slack.add_channel("elsewhere", members=[maya.id])
    await maya.say(inside, f"<@{slack.bot_user_id}> soup?")
    await maya.say(outside, "stew?")
    await maya.say(maya.dm, "between us")
    await slack.settled()
    told = [(event["type"], event["text"]) for event in app.events if "text" in event]
    assert told == [("message", f"<@{slack.bot_user_id}> soup?"), ("app_mention", f"<@{slack.bot_user_id}> soup?")]


@pytest.mark.parametrize(
    ("scopes", "events", "heard"),
    [((), (), 0), (("im:history",), (), 0), ((), ("message.im",), 0), (("im:history",), ("message.im",), 1)],
    ids=["neither", "the scope alone", "the subscription alone", "both"],
)
async def test_words_to_the_app_reach_it_by_subscription_and_scope_together(
    scopes: tuple[str, ...], events: tuple[str, ...], heard: int
) -> None:
    async with StandIn(manifest(*scopes, events=events)) as slack:
        maya = slack.add_person("U0MAYA", name="maya")
        app = ScriptedApp(slack)
        await app.connect()
        message = await maya.say(maya.dm, "Hello?")
        await slack.settled()
        assert maya.messages(maya.dm) == [message]
        assert len([event for event in app.events if event["type"] == "message"]) == heard
        await app.close()


async def test_a_subscription_without_its_scope_brings_nothing(slack: StandIn, maya: Actor, app: ScriptedApp) -> None:
    slack.workspace.grant.scopes.remove("users:read")
    await maya.set_status("Lunch")
    await slack.settled()
    assert app.events == []


async def test_nobody_writes_where_they_are_not(slack: StandIn, maya: Actor) -> None:
    with pytest.raises(PermissionError):
        await maya.say(slack.add_channel("elsewhere"), "Hello")


async def test_nobody_writes_to_an_app_that_only_talks() -> None:
    talking = manifest(app_home={"messages_tab_enabled": True, "messages_tab_read_only_enabled": True})
    async with StandIn(talking) as slack:
        maya = slack.add_person("U0MAYA", name="maya")
        with pytest.raises(PermissionError):
            await maya.say(maya.dm, "Hello")


async def test_an_uninstalled_app_is_told_once_and_then_nothing(slack: StandIn, maya: Actor, app: ScriptedApp) -> None:
    await slack.settled()
    slack.uninstall()
    await maya.open_home()
    await slack.settled()
    assert [event["type"] for event in app.events][-2:] == ["tokens_revoked", "app_uninstalled"]


async def test_an_event_outside_the_manifest_is_not_sent(slack: StandIn, app: ScriptedApp) -> None:
    slack.events.send({"type": "channel_archive"})
    slack.events.send({"type": "app_mention", "text": "x"})
    await slack.settled()
    assert [event["type"] for event in app.events] == ["app_mention"]
