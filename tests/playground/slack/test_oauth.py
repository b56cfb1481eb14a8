"""Installing an app: the consent page, the code, the token."""

from base64 import b64encode
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import Actor, StandIn
from tests.playground.slack.scripted import Clock

BACK = "http://127.0.0.1:1/slack/oauth_redirect"


def asked(slack: StandIn, **changes: str) -> dict[str, str]:
    query = {"client_id": slack.client_id, "scope": "chat:write,team:read", "redirect_uri": BACK, "state": "s1"}
    return query | changes


async def consent(slack: StandIn, answer: str = "allow") -> dict[str, list[str]]:
    """Press a button on the consent page; the query that the app gets back."""
    form = {"user": "U0MAYA", "answer": answer}
    url = f"{slack.url}/oauth/v2/authorize"
    headers = {"Origin": slack.url}
    async with (
        ClientSession() as session,
        session.post(url, params=asked(slack), data=form, headers=headers, allow_redirects=False) as response,
    ):
        assert response.status == 302
        assert response.headers["Location"].startswith(BACK)
        return parse_qs(urlsplit(response.headers["Location"]).query)


async def redeem(slack: StandIn, code: str, changes: dict[str, str] | None = None, *, by_header: bool = False) -> Any:
    """Trade a code; the secrets go into the form, or into the header as slack_sdk puts them."""
    secrets = {"client_id": slack.client_id, "client_secret": slack.client_secret} | (changes or {})
    pair = f"{secrets['client_id']}:{secrets['client_secret']}"
    headers = {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}
    anonymous = AsyncWebClient(base_url=slack.api_url)
    if by_header:
        return await anonymous.api_call("oauth.v2.access", data={"code": code}, headers=headers)
    return await anonymous.api_call("oauth.v2.access", data={**secrets, "code": code})


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
