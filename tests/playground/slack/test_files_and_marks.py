"""Files, bookmarks, pins and reactions."""

import pytest
from aiohttp import ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import Actor, StandIn
from tests.playground.slack.scripted import Json, ScriptedApp, field, manifest, modal


@pytest.fixture
def app_manifest() -> Json:
    return manifest("files:write", "files:read", "bookmarks:write", "pins:write", "reactions:write", "team:read")


@pytest.fixture
def food(slack: StandIn, maya: Actor) -> str:
    return slack.add_channel("food", members=[maya.id, slack.bot_user_id])


async def test_a_file_is_uploaded_in_slacks_three_steps(maya: Actor, food: str, web: AsyncWebClient) -> None:
    answer = await web.files_upload_v2(
        channel=food, filename="menu.csv", content="soup,5", title="Menu", initial_comment="Here"
    )
    (message,) = maya.messages(food)
    assert (message.text, message.files[0]["title"], message.files[0]["size"]) == ("Here", "Menu", 6)
    file_id = answer["files"][0]["id"]
    assert (await web.files_info(file=file_id))["file"]["filetype"] == "csv"


async def test_a_file_without_its_bytes_is_not_found(web: AsyncWebClient) -> None:
    file_id = (await web.files_getUploadURLExternal(filename="menu.csv", length=6))["file_id"]
    with pytest.raises(SlackApiError, match="file_not_found"):
        await web.files_completeUploadExternal(files=[{"id": file_id}])
    with pytest.raises(SlackApiError, match="file_not_found"):
        await web.files_info(file=file_id)
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await web.api_call("files.completeUploadExternal", json={"files": {"id": file_id}})


async def test_bytes_are_taken_once(web: AsyncWebClient) -> None:
    url = (await web.files_getUploadURLExternal(filename="menu.csv", length=6))["upload_url"]
    async with ClientSession() as session:
        assert (await session.post(url, data=b"soup,5")).status == 200
        assert (await session.post(url, data=b"stew,7")).status == 404


async def test_a_file_is_shared_only_where_the_app_is(slack: StandIn, maya: Actor, web: AsyncWebClient) -> None:
    answer = await web.files_getUploadURLExternal(filename="menu.csv", length=6)
    async with ClientSession() as session:
        await session.post(answer["upload_url"], data=b"soup,5")
    outside = slack.add_channel("elsewhere", members=[maya.id])
    with pytest.raises(SlackApiError, match="not_in_channel"):
        await web.files_completeUploadExternal(files=[{"id": answer["file_id"]}], channel_id=outside)


async def test_a_persons_upload_is_read_with_the_apps_token(slack: StandIn, maya: Actor, app: ScriptedApp) -> None:
    await maya.command("/lunch")
    view = modal(field("Menu", "file_input"))
    await app.web.views_open(trigger_id=app.payloads[-1]["trigger_id"], view=view)
    await maya.submit({"Menu": ("menu.csv", b"soup,5")})
    state = app.payloads[-1]["view"]["state"]["values"]["menu"]["entry"]
    url = state["files"][0]["url_private_download"]
    headers = {"Authorization": f"Bearer {slack.bot_token}"}
    async with ClientSession() as session:
        assert (await session.get(url)).status == 403
        assert await (await session.get(url, headers=headers)).read() == b"soup,5"
        assert (await session.get(f"{url}".replace("F0", "F9"), headers=headers)).status == 404
        slack.workspace.grant.scopes.remove("files:read")
        assert (await session.get(url, headers=headers)).status == 403


async def test_a_bookmark_needs_a_link(food: str, web: AsyncWebClient) -> None:
    added = await web.bookmarks_add(channel_id=food, title="Menu", type="link", link="https://example.com")
    assert added["bookmark"]["title"] == "Menu"
    with pytest.raises(SlackApiError, match="invalid_link"):
        await web.bookmarks_add(channel_id=food, title="Menu", type="link", link="menu")
    with pytest.raises(SlackApiError, match="invalid_bookmark_type"):
        await web.bookmarks_add(channel_id=food, title="Menu", type="file")


async def test_a_message_is_pinned_once(food: str, web: AsyncWebClient) -> None:
    ts = (await web.chat_postMessage(channel=food, text="Soup"))["ts"]
    await web.pins_add(channel=food, timestamp=ts)
    with pytest.raises(SlackApiError, match="already_pinned"):
        await web.pins_add(channel=food, timestamp=ts)
    with pytest.raises(SlackApiError, match="no_item_specified"):
        await web.pins_add(channel=food)


async def test_a_reaction_is_added_once_and_only_where_the_app_is(
    slack: StandIn, maya: Actor, food: str, web: AsyncWebClient
) -> None:
    said = await maya.say(food, "Soup")
    await web.reactions_add(channel=food, timestamp=said.ts, name="yum")
    assert maya.messages(food)[0].reactions == {"yum": [slack.bot_user_id]}
    with pytest.raises(SlackApiError, match="already_reacted"):
        await web.reactions_add(channel=food, timestamp=said.ts, name="yum")
    with pytest.raises(SlackApiError, match="message_not_found"):
        await web.reactions_add(channel=food, timestamp="1.0", name="yum")
    with pytest.raises(SlackApiError, match="not_in_channel"):
        await web.pins_add(channel=slack.add_channel("elsewhere"), timestamp=said.ts)


async def test_the_workspace_tells_its_name(slack: StandIn, web: AsyncWebClient) -> None:
    assert (await web.team_info())["team"]["name"] == slack.installation.team_name
    with pytest.raises(SlackApiError, match="team_not_found"):
        await web.team_info(team="T404")
