"""Whom an app may not write to or invite, where it may not post, and what Slack says of it."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import Actor, StandIn
from tests.playground.slack.scripted import Json, manifest


@pytest.fixture
def app_manifest() -> Json:
    return manifest("users:read.email", "channels:manage", "files:write")


async def code(call: object) -> str:
    with pytest.raises(SlackApiError) as refused:
        await call  # type: ignore[misc]
    return str(refused.value.response["error"])


@pytest.mark.parametrize("user", ["U0ROBOT", "USLACKBOT"])
async def test_no_app_has_a_conversation_with_a_bot(
    slack: StandIn, maya: Actor, web: AsyncWebClient, user: str
) -> None:
    slack.add_person("U0ROBOT", name="robot", is_bot=True)
    assert await code(web.conversations_open(users=user)) == "cannot_dm_bot"
    assert await code(web.conversations_open(users=f"{maya.id},{user}")) == "cannot_dm_bot"
    assert await code(web.chat_postMessage(channel=user, text="Soup?")) == "channel_not_found"


async def test_a_deactivated_account_gets_nothing_new(
    slack: StandIn, maya: Actor, omar: Actor, web: AsyncWebClient
) -> None:
    food = slack.add_channel("food", members=[slack.bot_user_id])
    slack.deactivate(maya.id)
    assert await code(web.conversations_open(users=f"{maya.id},{omar.id}")) == "user_disabled"
    assert await code(web.chat_postMessage(channel=maya.id, text="Soup?")) == "channel_not_found"
    assert await code(web.conversations_invite(channel=food, users=maya.id)) == "cant_invite"
    assert slack.workspace.conversations[food].members == [slack.bot_user_id]


async def test_nobody_of_another_workspace_is_found_by_an_address(slack: StandIn, web: AsyncWebClient) -> None:
    eve = slack.add_person("U0EVE", name="eve", team_id="T0OTHER", email="eve@example.com")
    slack.add_channel("shared", members=[eve.id, slack.bot_user_id])
    assert await code(web.users_lookupByEmail(email="eve@example.com")) == "users_not_found"


async def test_only_direct_messages_and_groups_can_be_opened_again(slack: StandIn, web: AsyncWebClient) -> None:
    food = slack.add_channel("food", members=[slack.bot_user_id])
    assert await code(web.conversations_open(channel=food)) == "method_not_supported_for_channel_type"


async def test_a_file_goes_to_no_archived_channel_and_stays_unshared(slack: StandIn, web: AsyncWebClient) -> None:
    food = slack.add_channel("food", members=[slack.bot_user_id])
    slack.workspace.conversations[food].is_archived = True
    upload = web.files_upload_v2(channel=food, filename="menu.txt", content="Soup")
    assert await code(upload) == "posting_to_channel_denied"
    assert [file.shared for file in slack.workspace.files.values()] == [False]
