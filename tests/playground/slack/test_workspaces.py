"""Several workspaces beside each other, with one app in all of them."""

import json
from typing import Any

import pytest
from aiohttp import ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import Actor, StandIn, Team
from tests.playground.slack.consenting import install
from tests.playground.slack.scripted import BOT_SCOPES, Json, ScriptedApp, manifest, modal

SCOPES = ("channels:read", "files:read", "files:write", "team:read", "users:read.email")


@pytest.fixture
def app_manifest() -> Json:
    settings = manifest()["settings"] | {"org_deploy_enabled": True}
    return manifest(*SCOPES) | {"settings": settings}


@pytest.fixture
def other(slack: StandIn) -> Team:
    return slack.add_workspace("T0OTHER", "Other Place")


@pytest.fixture
def noor(other: Team) -> Actor:
    return other.add_person("U0NOOR", name="noor", real_name="Noor Haddad", email="noor@example.com")


@pytest.fixture
def there(slack: StandIn, other: Team) -> AsyncWebClient:
    return AsyncWebClient(other.bot_token, base_url=slack.api_url)


async def refusal(method: str, client: AsyncWebClient, **args: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        await client.api_call(method, data=args)
    return str(refused.value.response["error"])


async def test_each_token_belongs_to_its_workspace(web: AsyncWebClient, there: AsyncWebClient) -> None:
    here, elsewhere = await web.auth_test(), await there.auth_test()
    assert (here["team_id"], elsewhere["team_id"]) == ("T0PLAYGROUND", "T0OTHER")
    assert here["user_id"] != elsewhere["user_id"]
    assert (await there.team_info())["team"]["name"] == "Other Place"


@pytest.mark.parametrize(
    ("method", "argument", "error"),
    [
        ("users.info", "user", "user_not_found"),
        ("conversations.open", "users", "user_not_found"),
        ("chat.postMessage", "user", "channel_not_found"),
        ("chat.postMessage", "channel", "channel_not_found"),
        ("conversations.info", "channel", "channel_not_found"),
        ("views.open", "trigger", "invalid_trigger_id"),
        ("users.lookupByEmail", "email", "users_not_found"),
    ],
)
async def test_what_is_of_the_other_workspace_is_not_there(
    web: AsyncWebClient, other: Team, noor: Actor, method: str, argument: str, error: str
) -> None:
    ids = {
        "user": ("channel" if method == "chat.postMessage" else "user", noor.id),
        "users": ("users", noor.id),
        "channel": ("channel", other.add_channel("secrets", members=[noor.id, other.bot_user_id])),
        "trigger": ("trigger_id", other.state.triggers.issue(noor.id)),
        "email": ("email", "noor@example.com"),
    }
    name, value = ids[argument]
    more = (
        {"text": "x"}
        if method == "chat.postMessage"
        else {"view": json.dumps(modal())}
        if method == "views.open"
        else {}
    )
    assert await refusal(method, web, **{name: value}, **more) == error


async def test_people_and_channels_are_listed_apart(
    web: AsyncWebClient, there: AsyncWebClient, other: Team, maya: Actor, noor: Actor
) -> None:
    other.add_channel("food")
    assert {maya.id, noor.id} & {one["id"] for one in (await web.users_list())["members"]} == {maya.id}
    assert {maya.id, noor.id} & {one["id"] for one in (await there.users_list())["members"]} == {noor.id}
    assert (await web.conversations_list())["channels"] == []
    assert [one["name"] for one in (await there.conversations_list())["channels"]] == ["food"]


async def test_a_file_is_for_the_token_of_its_workspace(slack: StandIn, other: Team, there: AsyncWebClient) -> None:
    channel = other.add_channel("food", members=[other.bot_user_id])
    uploaded = await there.files_upload_v2(channel=channel, filename="menu.txt", content="Soup")
    url = uploaded["file"]["url_private"]
    async with ClientSession() as session:
        statuses = []
        for token in (other.bot_token, slack.bot_token):
            async with session.get(url, headers={"Authorization": f"Bearer {token}"}) as response:
                statuses.append(response.status)
    assert statuses == [200, 403]


async def test_payloads_say_which_workspace_and_answers_find_back(
    slack: StandIn, app: ScriptedApp, maya: Actor, noor: Actor, other: Team
) -> None:
    await maya.command("/lunch")
    await noor.command("/lunch")
    await noor.open_home()
    await slack.settled()
    commands = [payload for payload in app.payloads if "command" in payload]
    assert [payload["team_id"] for payload in commands] == ["T0PLAYGROUND", "T0OTHER"]
    home = app.payloads[-1]
    assert home["authorizations"][0]["team_id"] == home["team_id"] == "T0OTHER"
    async with ClientSession() as session:
        await session.post(commands[1]["response_url"], json={"text": "Soup"})
    assert ([m.text for m in maya.messages()], [m.text for m in noor.messages()]) == ([], ["Soup"])


async def test_taking_the_app_out_of_one_workspace_leaves_the_other(
    slack: StandIn, other: Team, noor: Actor, web: AsyncWebClient, there: AsyncWebClient
) -> None:
    other.uninstall()
    assert await refusal("auth.test", there) == "account_inactive"
    assert (await noor.command("/lunch")).error == "not_sent", "its commands are gone, too"
    assert (await web.auth_test())["ok"]


def test_nobody_is_in_two_workspaces(other: Team, maya: Actor) -> None:
    with pytest.raises(ValueError, match="U0MAYA"):
        other.add_person(maya.id, name="maya")


# An organization


@pytest.fixture
async def org(slack: StandIn) -> list[Team]:
    """Two workspaces of one organization, with one person in each; the app is in all of it."""
    teams = [slack.add_workspace(f"T0{name}", name.title(), ("E0WHOLE", "The Whole")) for name in ("EAST", "WEST")]
    for team in teams:
        team.add_person(f"U0IN{team.id[2:]}", name=team.name.lower())
        team.add_channel("food", members=[f"U0IN{team.id[2:]}", team.bot_user_id])
    await install(slack, scope=",".join([*BOT_SCOPES, *SCOPES]), place="E0WHOLE")
    return teams


@pytest.fixture
def everywhere(slack: StandIn, org: list[Team]) -> AsyncWebClient:
    return AsyncWebClient(org[0].bot_token, base_url=slack.api_url)


async def test_the_token_of_an_organization_reaches_all_its_workspaces_and_no_other(
    everywhere: AsyncWebClient, org: list[Team], maya: Actor
) -> None:
    for user in ("U0INEAST", "U0INWEST"):
        posted = await everywhere.chat_postMessage(channel=user, text="Soup")
        assert (await everywhere.chat_delete(channel=posted["channel"], ts=posted["ts"]))["ok"]
    assert await refusal("users.info", everywhere, user=maya.id) == "user_not_found"
    west = next(c.id for c in org[1].state.conversations.values() if c.name == "food")
    assert (await everywhere.files_upload_v2(channel=west, filename="menu.txt", content="Soup"))["ok"]
    identity = await everywhere.auth_test()
    assert (identity["team_id"], identity["enterprise_id"], identity["is_enterprise_install"]) == (
        None,
        "E0WHOLE",
        True,
    )
    assert [team["id"] for team in (await everywhere.auth_teams_list())["teams"]] == ["T0EAST", "T0WEST"]


async def test_what_names_nobody_has_to_name_its_workspace(everywhere: AsyncWebClient) -> None:
    assert await refusal("users.list", everywhere) == "missing_argument"
    assert await refusal("users.list", everywhere, team_id="T0PLAYGROUND") == "team_access_not_granted"
    names = {one["name"] for one in (await everywhere.users_list(team_id="T0WEST"))["members"]}
    assert names & {"east", "west"} == {"west"}


async def test_payloads_of_an_organization_say_so(slack: StandIn, app: ScriptedApp, org: list[Team]) -> None:
    west = org[1].person("U0INWEST")
    await west.command("/lunch")
    web = AsyncWebClient(org[1].bot_token, base_url=slack.api_url)
    await web.views_open(trigger_id=app.payloads[-1]["trigger_id"], view=modal())
    await west.submit({})
    command, form = (payload for payload in app.payloads if "event" not in payload)
    assert (command["enterprise_id"], command["team_id"], command["is_enterprise_install"]) == (
        "E0WHOLE",
        "T0WEST",
        "true",
    )
    assert (form["team"], form["enterprise"]["id"], form["is_enterprise_install"]) == (None, "E0WHOLE", True)
    assert form["view"]["app_installed_team_id"] == "T0WEST"


async def test_an_app_leaves_an_organization_as_a_whole(everywhere: AsyncWebClient, org: list[Team]) -> None:
    org[1].uninstall()
    assert await refusal("auth.test", everywhere) == "account_inactive"
    assert (await org[0].person("U0INEAST").command("/lunch")).error == "not_sent"
