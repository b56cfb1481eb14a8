"""The two halves of OAuth: somebody presses a button, and the app trades the code."""

from base64 import b64encode
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import StandIn

SCOPE = "chat:write,team:read"
BACK = "http://127.0.0.1:1/slack/oauth_redirect"


def asked(slack: StandIn, **changes: str) -> dict[str, str]:
    query = {"client_id": slack.client_id, "scope": SCOPE, "redirect_uri": BACK, "state": "s1"}
    return query | changes


async def consent(slack: StandIn, answer: str = "allow", *, scope: str = SCOPE, **more: str) -> dict[str, list[str]]:
    """Press a button on the consent page, with `place` and `user` as in its menus; the query that the app gets back."""
    form = {"user": "U0MAYA", "answer": answer, **more}
    url = f"{slack.url}/oauth/v2/authorize"
    headers = {"Origin": slack.url}
    async with (
        ClientSession() as session,
        session.post(
            url, params=asked(slack, scope=scope), data=form, headers=headers, allow_redirects=False
        ) as response,
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


async def install(slack: StandIn, **more: str) -> Any:
    """Allow, and trade the code."""
    return await redeem(slack, (await consent(slack, **more))["code"][0])


async def refreshed(slack: StandIn, refresh_token: str) -> Any:
    secrets = {"client_id": slack.client_id, "client_secret": slack.client_secret}
    wanted = {"grant_type": "refresh_token", "refresh_token": refresh_token}
    return await AsyncWebClient(base_url=slack.api_url).api_call("oauth.v2.access", data=secrets | wanted)
