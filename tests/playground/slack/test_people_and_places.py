"""What the app learns of people, and the conversations that it opens and lists."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import Actor, StandIn
from tests.playground.slack.scripted import Json, manifest

ALL = ["channels", "groups", "im", "mpim"]


@pytest.fixture
def app_manifest() -> Json:
    return manifest("users:read.email", "dnd:read", "channels:manage", "im:history", *(f"{kind}:read" for kind in ALL))


async def test_a_locale_comes_only_when_it_is_asked_for(maya: Actor, web: AsyncWebClient) -> None:
    assert "locale" not in (await web.users_info(user=maya.id))["user"]
    assert (await web.users_info(user=maya.id, include_locale=True))["user"]["locale"] == "nb-NO"


async def test_a_time_zone_has_the_offset_of_today(maya: Actor, web: AsyncWebClient) -> None:
    user = (await web.users_info(user=maya.id))["user"]
    assert (user["tz"], user["tz_offset"]) == ("Europe/Oslo", 7200)  # the clock stands in May 2026


async def test_a_guest_from_another_workspace_has_no_locale(slack: StandIn, web: AsyncWebClient) -> None:
    slack.add_person("U0EVE", name="eve", team_id="T0OTHER")
    user = (await web.users_info(user="U0EVE", include_locale=True))["user"]
    assert user["is_stranger"] is True
    assert "locale" not in user


async def test_a_deactivated_account_keeps_little(slack: StandIn, maya: Actor, web: AsyncWebClient) -> None:
    slack.deactivate(maya.id)
    user = (await web.users_info(user=maya.id))["user"]
    assert user["deleted"] is True
    assert "tz" not in user


async def test_somebody_unknown_is_not_found(web: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="user_not_found"):
        await web.users_info(user="U404")


async def test_the_list_of_people_is_paged(maya: Actor, omar: Actor, web: AsyncWebClient) -> None:
    ids = [member["id"] async for page in await web.users_list(limit=2) for member in page["members"]]
    assert ids == ["USLACKBOT", "U0PLAYGROUND", maya.id, omar.id]
    with pytest.raises(SlackApiError, match="invalid_cursor"):
        await web.users_list(cursor="nonsense")


async def test_slackbot_is_no_bot_and_bots_are(slack: StandIn, web: AsyncWebClient) -> None:
    slack.add_person("U0ROBOT", name="robot", is_bot=True)
    members = {member["id"]: member["is_bot"] for member in (await web.users_list())["members"]}
    assert members == {"USLACKBOT": False, "U0PLAYGROUND": True, "U0ROBOT": True}


async def test_people_are_found_by_address_while_they_are_active(slack: StandIn, web: AsyncWebClient) -> None:
    slack.add_person("U0ADA", name="ada", email="Ada@Example.com")
    assert (await web.users_lookupByEmail(email="ada@example.com"))["user"]["id"] == "U0ADA"
    slack.deactivate("U0ADA")
    with pytest.raises(SlackApiError, match="users_not_found"):
        await web.users_lookupByEmail(email="ada@example.com")


async def test_do_not_disturb_is_asked_by_person(maya: Actor, web: AsyncWebClient) -> None:
    assert (await web.dnd_info(user=maya.id))["dnd_enabled"] is False
    with pytest.raises(SlackApiError, match="user_not_found"):
        await web.dnd_info(user="U404")


async def test_the_same_people_get_the_same_conversation(maya: Actor, omar: Actor, web: AsyncWebClient) -> None:
    group = (await web.conversations_open(users=[maya.id, omar.id], return_im=True))["channel"]
    again = await web.conversations_open(users=[omar.id, maya.id])
    assert group["is_mpim"] is True
    assert again["channel"]["id"] == group["id"]
    assert again["already_open"] is True
    assert (await web.conversations_open(users=maya.id))["channel"]["id"].startswith("D")


async def test_a_direct_message_names_the_other_side(maya: Actor, web: AsyncWebClient) -> None:
    channel = (await web.conversations_open(users=maya.id, return_im=True))["channel"]
    assert (channel["is_im"], channel["user"]) == (True, maya.id)


async def test_a_conversation_is_resumed_by_its_id(maya: Actor, web: AsyncWebClient) -> None:
    assert (await web.conversations_open(channel=maya.dm))["no_op"] is True


async def test_asking_without_creating_creates_nothing(maya: Actor, omar: Actor, web: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await web.api_call("conversations.open", json={"users": f"{maya.id},{omar.id}", "prevent_creation": True})
    assert omar.conversations() == []


@pytest.mark.parametrize(
    ("users", "code"),
    [
        ("", "users_list_not_supplied"),
        ("U404", "user_not_found"),
        ("USLACKBOT", "cannot_dm_bot"),
        ("U0ROBOT", "cannot_dm_bot"),
        (",".join(f"U{n}" for n in range(9)), "too_many_users"),
    ],
)
async def test_conversations_that_cannot_be_opened(slack: StandIn, web: AsyncWebClient, users: str, code: str) -> None:
    slack.add_person("U0ROBOT", name="robot", is_bot=True)
    with pytest.raises(SlackApiError, match=code):
        await web.api_call("conversations.open", json={"users": users})


async def test_each_kind_of_conversation_needs_its_own_scope(
    slack: StandIn, maya: Actor, omar: Actor, web: AsyncWebClient
) -> None:
    slack.workspace.grant.scopes.remove("mpim:write")
    await web.conversations_open(users=maya.id)
    with pytest.raises(SlackApiError) as refused:
        await web.conversations_open(users=[maya.id, omar.id])
    assert refused.value.response["needed"] == "mpim:write"


async def test_lists_show_what_the_app_may_see(slack: StandIn, maya: Actor, omar: Actor, web: AsyncWebClient) -> None:
    food = slack.add_channel("food", members=[maya.id])
    slack.add_channel("secret", members=[maya.id], is_private=True)
    inside = slack.add_channel("inside", members=[maya.id, slack.bot_user_id], is_private=True)
    every_kind = "public_channel,private_channel,mpim,im"
    assert [c["id"] for c in (await web.conversations_list())["channels"]] == [food]
    listed = (await web.conversations_list(types=every_kind))["channels"]
    assert [c["id"] for c in listed] == [food, inside]
    assert [c["id"] for c in (await web.users_conversations(types=every_kind))["channels"]] == [inside]
    with pytest.raises(SlackApiError, match="invalid_types"):
        await web.conversations_list(types="secret_channel")


async def test_a_place_tells_its_members_and_its_kind(slack: StandIn, maya: Actor, web: AsyncWebClient) -> None:
    channel = slack.add_channel("food", members=[maya.id, slack.bot_user_id])
    info = (await web.conversations_info(channel=channel, include_num_members=True))["channel"]
    assert (info["name"], info["is_member"], info["num_members"]) == ("food", True, 2)
    assert (await web.conversations_members(channel=channel))["members"] == [maya.id, slack.bot_user_id]


async def test_the_app_makes_and_keeps_a_channel(maya: Actor, web: AsyncWebClient) -> None:
    channel = (await web.conversations_create(name="lunch"))["channel"]["id"]
    await web.conversations_invite(channel=channel, users=[maya.id])
    await web.conversations_setTopic(channel=channel, topic="Soup")
    await web.conversations_setPurpose(channel=channel, purpose="Eating")
    info = (await web.conversations_info(channel=channel))["channel"]
    assert (info["topic"]["value"], info["purpose"]["value"]) == ("Soup", "Eating")
    await web.conversations_archive(channel=channel)
    with pytest.raises(SlackApiError, match="already_archived"):
        await web.conversations_archive(channel=channel)


@pytest.mark.parametrize(
    ("name", "code"),
    [("lunch", "name_taken"), ("x" * 81, "invalid_name_maxlength"), ("No Caps", "invalid_name_specials")],
)
async def test_names_that_a_channel_cannot_have(slack: StandIn, web: AsyncWebClient, name: str, code: str) -> None:
    slack.add_channel("lunch")
    with pytest.raises(SlackApiError, match=code):
        await web.conversations_create(name=name)


@pytest.mark.parametrize(
    ("method", "arguments", "code"),
    [
        ("conversations.invite", {"users": "U0MAYA"}, "already_in_channel"),
        ("conversations.invite", {"users": "U0PLAYGROUND"}, "cant_invite_self"),
        ("conversations.setTopic", {"topic": "x" * 251}, "too_long"),
        ("conversations.archive", {}, "cant_archive_general"),
    ],
)
async def test_changes_that_a_channel_does_not_take(
    slack: StandIn, maya: Actor, web: AsyncWebClient, method: str, arguments: Json, code: str
) -> None:
    channel = slack.add_channel("general", members=[maya.id, slack.bot_user_id])
    with pytest.raises(SlackApiError, match=code):
        await web.api_call(method, json={"channel": channel, **arguments})


async def test_a_direct_message_has_no_topic(slack: StandIn, maya: Actor, web: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="method_not_supported_for_channel_type"):
        await web.conversations_setTopic(channel=maya.dm, topic="Soup")
    elsewhere = slack.add_channel("elsewhere", members=[maya.id])
    with pytest.raises(SlackApiError, match="not_in_channel"):
        await web.conversations_setTopic(channel=elsewhere, topic="Soup")


async def test_with_the_scope_a_history_has_what_everybody_saw_newest_first(
    slack: StandIn, maya: Actor, omar: Actor, web: AsyncWebClient
) -> None:
    await web.chat_postMessage(channel=maya.dm, text="1")
    deleted = await web.chat_postMessage(channel=maya.dm, text="2")
    await web.chat_delete(channel=maya.dm, ts=deleted["ts"])
    await web.chat_postEphemeral(channel=maya.dm, user=maya.id, text="3")
    await maya.say(maya.dm, "4")
    messages = (await web.conversations_history(channel=maya.dm))["messages"]
    assert [message["text"] for message in messages] == ["4", "1"]
    with pytest.raises(SlackApiError) as refused:
        await web.conversations_history(channel=slack.add_channel("food"))
    assert refused.value.response["needed"] == "channels:history"
