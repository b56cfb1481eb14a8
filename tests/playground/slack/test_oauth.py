"""Installing an app: the consent page, the code, the token."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import Actor, StandIn
from tests.playground.slack.consenting import BACK, asked, consent, install, redeem, refreshed
from tests.playground.slack.scripted import Clock, manifest


async def test_the_page_says_who_asks_for_what(slack: StandIn, maya: Actor) -> None:
    async with (
        ClientSession() as session,
        session.get(f"{slack.url}/oauth/v2/authorize", params=asked(slack)) as response,
    ):
        page = await response.text()
    assert "Lunchbox" in page
    assert "chat:write,team:read" in page
    assert "Maya Lund" in page


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"client_id": "1.2"}, "invalid_client_id"),
        ({"scope": ""}, "no_scopes"),
        ({"redirect_uri": "https://evil.example/"}, "bad_redirect_uri"),
    ],
)
async def test_a_wrong_request_redirects_nowhere(slack: StandIn, changes: dict[str, str], error: str) -> None:
    async with (
        ClientSession() as session,
        session.get(f"{slack.url}/oauth/v2/authorize", params=asked(slack, **changes)) as response,
    ):
        assert (response.status, await response.text()) == (400, error)


async def test_consent_brings_a_token_that_works(slack: StandIn, maya: Actor) -> None:
    slack.uninstall()
    back = await consent(slack)
    assert back["state"] == ["s1"]
    installed = await redeem(slack, back["code"][0], {"redirect_uri": BACK})
    assert installed["authed_user"]["id"] == maya.id
    assert installed["scope"] == "chat:write,team:read"
    client = AsyncWebClient(installed["access_token"], base_url=slack.api_url)
    assert (await client.team_info())["team"]["id"] == installed["team"]["id"]


async def test_refusal_brings_no_code(slack: StandIn) -> None:
    assert await consent(slack, "cancel") == {"state": ["s1"], "error": ["access_denied"]}


async def test_a_code_is_good_once_for_ten_minutes(slack: StandIn, clock: Clock) -> None:
    code = (await consent(slack))["code"][0]
    late = (await consent(slack))["code"][0]
    await redeem(slack, code)
    clock.turn(601)
    for spent in (code, late, "made up"):
        with pytest.raises(SlackApiError, match="invalid_code"):
            await redeem(slack, spent)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"client_id": "1.2"}, "invalid_client_id"),
        ({"client_secret": "guess"}, "bad_client_secret"),
        ({"redirect_uri": "http://127.0.0.1:1/other"}, "bad_redirect_uri"),
        ({"grant_type": "password"}, "invalid_grant_type"),
    ],
)
async def test_a_code_is_traded_only_for_the_right_secrets(slack: StandIn, changes: dict[str, str], error: str) -> None:
    code = (await consent(slack))["code"][0]
    with pytest.raises(SlackApiError, match=error):
        await redeem(slack, code, changes)


async def test_secrets_may_come_in_the_header(slack: StandIn) -> None:
    assert (await redeem(slack, (await consent(slack))["code"][0], by_header=True))["ok"]


async def test_an_app_installed_again_has_a_new_token_and_the_old_one_stays_dead(slack: StandIn, maya: Actor) -> None:
    first = await install(slack)
    assert (await install(slack))["access_token"] == first["access_token"], "nothing has changed meanwhile"
    slack.uninstall()
    second = await install(slack)
    assert (await AsyncWebClient(second["access_token"], base_url=slack.api_url).auth_test())["ok"]
    with pytest.raises(SlackApiError, match="account_inactive"):
        await AsyncWebClient(first["access_token"], base_url=slack.api_url).auth_test()


async def test_a_token_that_is_revoked_stays_so(slack: StandIn, web: AsyncWebClient) -> None:
    await web.auth_revoke()
    with pytest.raises(SlackApiError, match="token_revoked"):
        await web.auth_test()
    assert (await install(slack))["access_token"] != web.token


# Where


async def test_the_page_asks_where_and_the_token_is_of_there(slack: StandIn, maya: Actor) -> None:
    slack.add_workspace("T0OTHER", "Other Place")
    url = f"{slack.url}/oauth/v2/authorize"
    async with ClientSession() as session:
        async with session.get(url, params=asked(slack)) as response:
            page = await response.text()
        async with session.get(url, params=asked(slack, team="T0OTHER")) as response:
            settled = await response.text()
    assert ("Playground</option>" in page, "Other Place</option>" in page) == (True, True)
    assert ("Playground</option>" in settled, "Other Place</option>" in settled) == (False, True)
    assert (await install(slack, place="T0OTHER"))["team"] == {"id": "T0OTHER", "name": "Other Place"}
    assert (await install(slack))["team"]["id"] == "T0PLAYGROUND", "where Maya is"


@pytest.mark.parametrize(("org_deploy", "offered"), [(True, True), (False, False)])
async def test_a_whole_organization_is_offered_to_an_app_that_is_made_for_it(org_deploy: bool, offered: bool) -> None:
    settings = manifest() | {"settings": manifest()["settings"] | {"org_deploy_enabled": org_deploy}}
    async with StandIn(settings) as slack:
        slack.add_workspace("T0EAST", "East", ("E0WHOLE", "The Whole"))
        params = asked(slack)
        async with ClientSession() as session, session.get(f"{slack.url}/oauth/v2/authorize", params=params) as answer:
            assert ("All of The Whole" in await answer.text()) is offered


async def test_an_organization_has_no_team() -> None:
    settings = manifest() | {"settings": manifest()["settings"] | {"org_deploy_enabled": True}}
    async with StandIn(settings) as slack:
        slack.add_workspace("T0EAST", "East", ("E0WHOLE", "The Whole"))
        installed = await install(slack, place="E0WHOLE")
    assert (installed["team"], installed["is_enterprise_install"]) == (None, True)
    assert installed["enterprise"] == {"id": "E0WHOLE", "name": "The Whole"}


# Tokens that rotate


@pytest.fixture
async def rotating(clock: Clock) -> AsyncIterator[StandIn]:
    settings = manifest() | {"settings": manifest()["settings"] | {"token_rotation_enabled": True}}
    async with StandIn(settings, now=clock) as slack:
        yield slack


async def works(slack: StandIn, token: str) -> str:
    """Slack's word on a token."""
    try:
        await AsyncWebClient(token, base_url=slack.api_url).auth_test()
    except SlackApiError as error:
        return str(error.response["error"])
    return "ok"


async def test_a_token_that_rotates_lasts_twelve_hours(rotating: StandIn, clock: Clock) -> None:
    installed = await install(rotating)
    assert (installed["expires_in"], installed["access_token"][:10]) == (43_200, "xoxe.xoxb-")
    clock.turn(43_199)
    assert await works(rotating, installed["access_token"]) == "ok"
    clock.turn(1)
    assert await works(rotating, installed["access_token"]) == "token_expired"
    assert await works(rotating, (await refreshed(rotating, installed["refresh_token"]))["access_token"]) == "ok"


async def test_a_refresh_token_is_good_once_and_two_tokens_work_at_a_time(rotating: StandIn) -> None:
    first = await install(rotating)
    second = await refreshed(rotating, first["refresh_token"])
    with pytest.raises(SlackApiError, match="invalid_refresh_token"):
        await refreshed(rotating, first["refresh_token"])
    third = await refreshed(rotating, second["refresh_token"])
    words = [await works(rotating, one["access_token"]) for one in (first, second, third)]
    assert words == ["token_revoked", "ok", "ok"]


async def test_no_refresh_token_outlives_the_app(rotating: StandIn) -> None:
    installed = await install(rotating)
    rotating.uninstall()
    with pytest.raises(SlackApiError, match="invalid_refresh_token"):
        await refreshed(rotating, installed["refresh_token"])


async def exchange(slack: StandIn, token: str) -> Any:
    client = AsyncWebClient(token, base_url=slack.api_url)
    return await client.oauth_v2_exchange(client_id=slack.client_id, client_secret=slack.client_secret, token=token)


async def test_a_token_from_before_is_exchanged_once(rotating: StandIn) -> None:
    before = rotating.bot_token
    exchanged = await exchange(rotating, before)
    assert await works(rotating, exchanged["access_token"]) == "ok"
    assert await works(rotating, before) == "token_revoked"
    with pytest.raises(SlackApiError, match="token_already_exchanged"):
        await exchange(rotating, before)


async def test_an_app_without_rotation_exchanges_nothing(slack: StandIn) -> None:
    with pytest.raises(SlackApiError, match="token_rotation_not_enabled"):
        await exchange(slack, slack.bot_token)
