"""Whom an app may see and write to: guests, people of other organisations, bots, deactivated accounts."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import Person, Slack
from tests.playground.slack.scripted import Json, manifest


@pytest.fixture
def app_manifest() -> Json:
    return manifest("users:read.email", "channels:manage", "files:write")


@pytest.fixture
def eve(slack: Slack) -> Person:
    """Somebody of another organisation, whom the app has not met."""
    return slack.add_person("U0EVE", name="eve", team_id="T0OTHER", email="eve@example.com")


async def code(call: object) -> str:
    with pytest.raises(SlackApiError) as refused:
        await call  # type: ignore[misc]
    return str(refused.value.response["error"])


async def test_a_stranger_in_no_conversation_with_the_app_is_out_of_sight(eve: Person, web: AsyncWebClient) -> None:
    assert await code(web.users_info(user=eve.id)) == "user_not_visible"
    assert await code(web.conversations_open(users=eve.id)) == "user_not_visible"
    assert await code(web.chat_postMessage(channel=eve.id, text="Soup?")) == "channel_not_found"
    assert eve.id not in [member["id"] for member in (await web.users_list())["members"]]


async def test_a_stranger_in_a_shared_channel_is_seen_and_can_be_written_to(
    slack: Slack, eve: Person, web: AsyncWebClient
) -> None:
    slack.add_channel("shared", members=[eve.id, slack.bot_user_id], is_private=True)
    assert (await web.users_info(user=eve.id))["user"]["is_stranger"] is True
    assert eve.id in [member["id"] for member in (await web.users_list())["members"]]
    opened = await web.conversations_open(users=eve.id)
    await web.chat_postMessage(channel=opened["channel"]["id"], text="Soup?")
    assert [message.text for message in eve.messages()] == ["Soup?"]


async def test_a_private_place_without_the_app_does_not_make_a_stranger_known(
    slack: Slack, maya: Person, eve: Person, web: AsyncWebClient
) -> None:
    slack.add_channel("theirs", members=[eve.id, maya.id], is_private=True)
    assert await code(web.users_info(user=eve.id)) == "user_not_visible"


async def test_strangers_come_into_a_group_only_when_they_share_a_channel(
    slack: Slack, maya: Person, eve: Person, web: AsyncWebClient
) -> None:
    mallory = slack.add_person("U0MALLORY", name="mallory", team_id="T0THIRD")
    for stranger in (eve, mallory):
        slack.add_channel(f"with-{stranger.name}", members=[stranger.id])
    three = f"{maya.id},{eve.id},{mallory.id}"
    assert await code(web.conversations_open(users=three)) == "invalid_user_combination"
    slack.add_channel("all", members=[eve.id, mallory.id])
    assert (await web.conversations_open(users=three))["channel"]["is_mpim"] is True


async def test_nobody_elses_address_finds_a_stranger(slack: Slack, eve: Person, web: AsyncWebClient) -> None:
    slack.add_channel("shared", members=[eve.id])
    assert await code(web.users_lookupByEmail(email="eve@example.com")) == "users_not_found"


@pytest.mark.parametrize("user", ["U0ROBOT", "USLACKBOT"])
async def test_no_app_has_a_conversation_with_a_bot(slack: Slack, maya: Person, web: AsyncWebClient, user: str) -> None:
    slack.add_person("U0ROBOT", name="robot", is_bot=True)
    assert await code(web.conversations_open(users=user)) == "cannot_dm_bot"
    assert await code(web.conversations_open(users=f"{maya.id},{user}")) == "cannot_dm_bot"
    assert await code(web.chat_postMessage(channel=user, text="Soup?")) == "channel_not_found"


async def test_a_deactivated_account_is_seen_and_gets_nothing_new(
    slack: Slack, maya: Person, omar: Person, web: AsyncWebClient
) -> None:
    slack.deactivate(maya.id)
    assert (await web.users_info(user=maya.id))["user"]["deleted"] is True
    assert await code(web.conversations_open(users=f"{maya.id},{omar.id}")) == "user_disabled"
    assert await code(web.chat_postMessage(channel=maya.id, text="Soup?")) == "channel_not_found"


@pytest.mark.parametrize("single_channel", [False, True])
async def test_a_guest_is_marked_as_one_and_can_be_written_to(
    slack: Slack, web: AsyncWebClient, single_channel: bool
) -> None:
    gus = slack.add_person("U0GUS", name="gus", is_restricted=True, is_ultra_restricted=single_channel)
    user = (await web.users_info(user=gus.id))["user"]
    assert (user["is_restricted"], user["is_ultra_restricted"]) == (True, single_channel)
    await web.chat_postMessage(channel=gus.id, text="Soup?")
    assert [message.text for message in gus.messages()] == ["Soup?"]


async def test_a_guest_of_one_channel_comes_into_no_second(slack: Slack, web: AsyncWebClient) -> None:
    gus = slack.add_person("U0GUS", name="gus", is_restricted=True, is_ultra_restricted=True)
    lin = slack.add_person("U0LIN", name="lin", is_restricted=True)
    slack.add_channel("one", members=[gus.id, lin.id])
    food = slack.add_channel("food", members=[slack.bot_user_id])
    assert await code(web.conversations_invite(channel=food, users=gus.id)) == "ura_max_channels"
    await web.conversations_invite(channel=food, users=lin.id)


async def test_strangers_and_deactivated_people_cannot_be_invited(
    slack: Slack, maya: Person, eve: Person, web: AsyncWebClient
) -> None:
    food = slack.add_channel("food", members=[slack.bot_user_id])
    slack.deactivate(maya.id)
    assert await code(web.conversations_invite(channel=food, users=maya.id)) == "cant_invite"
    assert await code(web.conversations_invite(channel=food, users=eve.id)) == "no_external_invite_permission"
    assert slack.workspace.conversations[food].members == [slack.bot_user_id]


async def test_only_direct_messages_and_groups_can_be_opened_again(slack: Slack, web: AsyncWebClient) -> None:
    food = slack.add_channel("food", members=[slack.bot_user_id])
    assert await code(web.conversations_open(channel=food)) == "method_not_supported_for_channel_type"


async def test_a_file_goes_to_no_archived_channel_and_stays_unshared(slack: Slack, web: AsyncWebClient) -> None:
    food = slack.add_channel("food", members=[slack.bot_user_id])
    slack.workspace.conversations[food].is_archived = True
    upload = web.files_upload_v2(channel=food, filename="menu.txt", content="Soup")
    assert await code(upload) == "posting_to_channel_denied"
    assert [file.shared for file in slack.workspace.files.values()] == [False]
