"""Somebody installs the bot by its page: to Slack and back, in one browser, once."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from bot.app import RECONCILERS, begin
from bot.core.clock import TurnedClock
from bot.core.database import Database
from bot.core.edge import Edge
from bot.core.slack import Connections
from bot.core.slacks import NotInstalled
from bot.doors.installing import COOKIE, INSTALL, RETURN
from bot.doors.many_workspaces import ManyWorkspaces
from bot.doors.states import GOOD_FOR
from bot.settings import Settings
from bot.workspaces.model import Installation
from bot.workspaces.oauth import SCOPES
from bot.workspaces.sealing import new_key
from tests.core.wire import Wire, open_wire
from tests.doors.over_http import http_settings
from tests.workplace import MONDAY

HOST = "https://flipside.example.com"
ACCESS, SELF = "/api/oauth.v2.access", "/api/auth.test"
GRANTED = {
    "ok": True,
    "app_id": "A1",
    "access_token": "xoxb-granted",
    "token_type": "bot",
    "scope": "commands,chat:write",
    "bot_user_id": "UBOT",
    "team": {"id": "T1", "name": "Fjordlight"},
    "enterprise": None,
    "is_enterprise_install": False,
    "authed_user": {"id": "U0LENA"},
}
FOR_ALL = GRANTED | {"team": None, "enterprise": {"id": "E1", "name": "All"}, "is_enterprise_install": True}


class Host:
    """The bot's host, as browsers see it, with Slack behind it."""

    def __init__(self, database: Database, wire: Wire) -> None:
        self.wire = wire
        self.clock = TurnedClock(MONDAY)
        self.edge = Edge(database, self.clock, RECONCILERS)
        self.connections = Connections(f"{wire.url}/api/")
        self._database = database
        self.bot = self.process()
        wire.answers |= {ACCESS: GRANTED, SELF: {"ok": True, "bot_id": "B1", "user_id": "UBOT"}}

    def process(self, **more: Any) -> ManyWorkspaces:
        api_url = f"{self.wire.url}/api/"
        settings = http_settings(Settings(_env_file=None), slack_api_url=api_url, public_url=HOST, **more)
        return ManyWorkspaces(settings, self._database, self.edge, self.connections, begin)

    def browser(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.ASGITransport(self.bot.http.asgi), base_url=HOST)

    async def token(self, team_id: str) -> str:
        self.bot.slacks.forget()
        return str((await self.bot.slacks.of(team_id)).client.token)


@asynccontextmanager
async def host_on(database: Database) -> AsyncIterator[Host]:
    async with open_wire() as wire:
        host = Host(database, wire)
        yield host
        await host.connections.close()


@pytest.fixture
async def host(migrated: str) -> AsyncIterator[Host]:
    database = Database(migrated)
    async with host_on(database) as host:
        yield host
    await database.dispose()


@pytest.fixture
async def host_on_either(database: Database) -> AsyncIterator[Host]:
    async with host_on(database) as host:
        yield host


async def state_in(browser: httpx.AsyncClient) -> str:
    sent = await browser.get(INSTALL)
    assert sent.status_code == 302
    return parse_qs(urlsplit(sent.headers["location"]).query)["state"][0]


async def comes_back(browser: httpx.AsyncClient, state: str, **said: str) -> httpx.Response:
    return await browser.get(RETURN, params={"code": "a code", "state": state} | said)


async def test_whoever_wants_it_is_sent_to_slack_and_remembered_by_their_browser_alone(host: Host) -> None:
    async with host.browser() as browser:
        sent = await browser.get(INSTALL)
    address = urlsplit(sent.headers["location"])
    asked = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{host.wire.url}/oauth/v2/authorize"
    state = asked.pop("state")
    assert asked == {"client_id": "1000.2000", "scope": ",".join(SCOPES), "redirect_uri": HOST + RETURN}
    cookie = SimpleCookie(sent.headers["set-cookie"])[COOKIE]
    assert cookie.value == state
    assert (cookie["path"], cookie["samesite"], cookie["max-age"]) == (RETURN, "lax", "600")
    assert cookie["secure"]
    assert cookie["httponly"]
    assert host.wire.asked == []


async def test_back_with_a_code_it_is_installed_and_the_page_says_how_to_go_on(host_on_either: Host) -> None:
    host = host_on_either
    async with host.browser() as browser:
        page = await comes_back(browser, await state_in(browser))
        assert COOKIE not in browser.cookies
    assert page.status_code == 200
    assert "Flipside is installed" in page.text
    assert 'href="slack://app?team=T1&amp;id=A1&amp;tab=home"' in page.text
    assert "frame-ancestors" in page.headers["content-security-policy"]
    assert page.headers["referrer-policy"] == "no-referrer"
    assert await host.token("T1") == "xoxb-granted"
    async with host.edge.transaction() as db:
        row = await db.get_one(Installation, "T1")
    assert (row.installer_id, row.bot_id, row.bot_user_id, row.scopes) == (
        "U0LENA",
        "B1",
        "UBOT",
        "commands,chat:write",
    )
    sent = {name: values[0] for name, values in parse_qs(host.wire.bodies[0].decode()).items()}
    assert sent == {
        "client_id": "1000.2000",
        "client_secret": "a client's secret",
        "code": "a code",
        "redirect_uri": HOST + RETURN,
    }
    assert host.wire.headers[1]["Authorization"] == "Bearer xoxb-granted"


async def test_a_state_is_good_once(host_on_either: Host) -> None:
    host = host_on_either
    async with host.browser() as browser:
        state = await state_in(browser)
        cookie = {"Cookie": f"{COOKIE}={state}"}
        assert (await comes_back(browser, state)).status_code == 200
        asked = len(host.wire.asked)
        again = await browser.get(RETURN, params={"code": "a code", "state": state}, headers=cookie)
    assert again.status_code == 400
    assert "This link can&#x27;t be used any more" in again.text
    assert f'href="{INSTALL}"' in again.text
    assert len(host.wire.asked) == asked, "Slack is not asked"


async def test_a_state_is_good_in_one_browser_for_ten_minutes(host: Host) -> None:
    async with host.browser() as browser, host.browser() as another:
        state = await state_in(browser)
        assert (await comes_back(another, state)).status_code == 400
        own = await state_in(another)
        assert (await comes_back(browser, own)).status_code == 400
        state = await state_in(browser)
        assert (await comes_back(browser, own)).status_code == 400
        assert browser.cookies[COOKIE] == state, "of which nothing is taken away"
        host.clock.turn(GOOD_FOR * 1.1)
        assert (await comes_back(browser, state)).status_code == 400
    assert host.wire.asked == []


@pytest.mark.parametrize("made_up", ["", "x", "ä", "gAAAAA" * 20])
async def test_a_state_that_was_made_up_is_none(host: Host, made_up: str) -> None:
    async with host.browser() as browser:
        cookie = [(b"Cookie", f"{COOKIE}={made_up}".encode())]
        page = await browser.get(RETURN, params={"code": "a code", "state": made_up}, headers=cookie)
    assert page.status_code == 400
    assert host.wire.asked == []


async def test_a_sealed_token_is_no_state(host: Host) -> None:
    async with host.browser() as browser:
        await comes_back(browser, await state_in(browser))
        async with host.edge.transaction() as db:
            sealed = (await db.get_one(Installation, "T1")).sealed_token.decode().rstrip("=")
        page = await browser.get(
            RETURN, params={"code": "a code", "state": sealed}, headers={"Cookie": f"{COOKIE}={sealed}"}
        )
    assert page.status_code == 400


async def test_whoever_cancels_in_slack_has_installed_nothing(host: Host) -> None:
    async with host.browser() as browser:
        state = await state_in(browser)
        page = await browser.get(RETURN, params={"error": "access_denied", "state": state})
    assert "wasn&#x27;t installed" in page.text
    assert host.wire.asked == []
    with pytest.raises(NotInstalled):
        await host.token("T1")


@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        ({"ok": False, "error": "invalid_code"}, 502, "what Slack answered: invalid_code."),
        ({"ok": True, "access_token": "xoxb-x"}, 502, "what Slack answered: no answer: no team."),
        ({"ok": True, "team": "odd"}, 502, "what Slack answered: no answer: no token."),
        (GRANTED | {"expires_in": "soon", "refresh_token": "xoxe-1"}, 500, "the reference "),
    ],
)
async def test_where_it_goes_wrong_the_page_says_what_to_do_and_the_log_holds_no_secret(
    host: Host, logs: Callable[[], list[dict[str, Any]]], answer: dict[str, Any], status: int, said: str
) -> None:
    host.wire.answers[ACCESS] = answer
    async with host.browser() as browser:
        state = await state_in(browser)
        page = await comes_back(browser, state)
        assert page.status_code == status
        assert said in page.text
    log = json.dumps(logs())
    assert "installation" in log
    assert not any(secret in log for secret in ("a code", state, "a client's secret", "xoxb-"))


async def test_for_a_whole_organization_its_workspaces_have_it_from_then_on(host: Host) -> None:
    host.wire.answers[ACCESS] = FOR_ALL
    async with host.browser() as browser:
        page = await comes_back(browser, await state_in(browser))
    assert "installed for your organization" in page.text
    assert (await host.bot.slacks.here("T7", "E1")).slack.client.token == "xoxb-granted"
    with pytest.raises(NotInstalled):
        await host.bot.slacks.here("T8", "E2")


async def test_keys_that_open_nothing_any_more_are_said_at_the_start(
    host: Host, logs: Callable[[], list[dict[str, Any]]]
) -> None:
    async with host.browser() as browser:
        await comes_back(browser, await state_in(browser))
    again = host.process(token_keys=(new_key(),))
    await again.start()
    await again.stop(0)
    (said,) = [line for line in logs() if line["level"] == "error"]
    assert said["event"].startswith("TOKEN_KEYS: no key opens the tokens of these")
    assert said["places"] == ["T1"]
