"""Each call goes through the proxy that the rule names, whichever library makes it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.core.slack import Connections, Slack, web_client
from bot.doors.socket_mode import SocketMode
from tests.core.wire import Wire, has_file, open_wire, problem_of, slack_with

MOST = 2**20
Logs = Callable[[], list[dict[str, Any]]]


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with open_wire() as wire:
        yield wire


class Proxy:
    """Notes whom it is asked for, and answers with that status."""

    def __init__(self, status: str) -> None:
        self.asked: list[str] = []
        self.passwords: list[str] = []
        self.address = ""
        self._status = status
        self._asked = asyncio.Event()

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        self.asked.append(head[0].rpartition(" ")[0])
        self.passwords += [line for line in head if line.lower().startswith("proxy-authorization:")]
        writer.write(f"HTTP/1.1 {self._status}\r\nContent-Length: 4\r\nConnection: close\r\n\r\nfile".encode())
        await writer.drain()
        writer.close()
        self._asked.set()

    async def is_asked(self) -> None:
        async with asyncio.timeout(10):
            await self._asked.wait()


@asynccontextmanager
async def open_proxy(status: str = "407 No") -> AsyncIterator[Proxy]:
    proxy = Proxy(status)
    server = await asyncio.start_server(proxy.take, "127.0.0.1", 0)
    async with server:
        proxy.address = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield proxy


def named(proxy: Proxy) -> dict[str, str]:
    return {"HTTPS_PROXY": f"http://bot:hunter2@{proxy.address}", "HTTP_PROXY": f"http://bot:hunter2@{proxy.address}"}


async def test_every_call_to_slack_goes_through_the_proxy_and_its_refusal_is_logged_without_the_password(
    wire: Wire, logs: Logs
) -> None:
    async with open_proxy() as proxy:
        connections = Connections("https://slack.com/api/", named(proxy))
        slack = Slack("xoxb-1", connections)
        calls = (
            slack.call("auth.test"),
            slack.call("auth.test", patiently=True),
            slack.answer("https://hooks.slack.com/commands/T1/2/3", {}),
        )
        for call in calls:
            assert (await problem_of(call)).code == "no answer: ClientHttpProxyError"
        await connections.close()
    assert proxy.asked == ["CONNECT slack.com:443", "CONNECT slack.com:443", "CONNECT hooks.slack.com:443"]
    assert len(proxy.passwords) == 3
    lines = logs()
    assert [(one["event"], one["proxy"]) for one in lines] == [("no answer through the proxy", proxy.address)] * 3
    assert "hunter2" not in str(lines)


async def test_files_go_through_it_too(wire: Wire) -> None:
    async with open_proxy("200 OK") as proxy, slack_with(wire, named(proxy)) as slack:
        has_file(wire, "http://files.slack.com/roster.csv")
        assert await slack.download("F1", MOST) == b"file"
        wire.answers["/api/files.getUploadURLExternal"]["upload_url"] = "http://files.slack.com/up"
        await slack.upload("D1", "a", b"a", "a")
    assert proxy.asked == ["GET http://files.slack.com/roster.csv", "POST http://files.slack.com/up"]
    assert len(proxy.passwords) == 2


async def test_a_proxy_that_lets_no_file_through_is_named_in_the_log(wire: Wire, logs: Logs) -> None:
    wire.answers["/api/files.getUploadURLExternal"]["upload_url"] = "https://files.slack.com/up"
    async with open_proxy() as proxy, slack_with(wire, named(proxy)) as slack:
        assert (await problem_of(slack.upload("D1", "a", b"a", "a"))).code == "no answer: ProxyError"
    assert proxy.asked == ["CONNECT files.slack.com:443"]
    (line,) = logs()
    assert (line["proxy"], "hunter2" in str(line)) == (proxy.address, False)


async def test_a_proxy_that_is_not_there_is_named_in_the_log(wire: Wire, logs: Logs) -> None:
    wire.answers["/api/files.getUploadURLExternal"]["upload_url"] = "https://files.slack.com/up"
    async with slack_with(wire, {"HTTPS_PROXY": "http://bot:hunter2@127.0.0.1:9"}) as slack:
        assert (await problem_of(slack.upload("D1", "a", b"a", "a"))).code == "no answer: ConnectError"
        code = (await problem_of(slack.answer("https://hooks.slack.com/commands/1", {}))).code
        assert code == "no answer: ClientProxyConnectionError"
    lines = logs()
    assert [line["proxy"] for line in lines] == ["127.0.0.1:9"] * 2
    assert "hunter2" not in str(lines)


async def test_nothing_on_this_machine_goes_through_it_whatever_the_sdk_reads_by_itself(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_proxy() as proxy:
        for name, value in named(proxy).items():
            monkeypatch.setenv(name, value)
        async with slack_with(wire, named(proxy)) as slack:
            await slack.call("auth.test")
            await slack.answer(f"{wire.url}/reply", {})
            await slack.upload("D1", "a", b"a", "a")
            assert await slack.download("F1", MOST) == b'{"ok": true}'
            assert AsyncWebhookClient(f"{wire.url}/reply").proxy is not None, "the SDK's own rule"
    assert proxy.asked == []


async def test_no_proxy_holds_for_the_sdks_clients_which_never_read_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    environment = {"HTTPS_PROXY": "http://127.0.0.1:9", "NO_PROXY": ".slack.com"}
    assert web_client("https://slack.com/api/", environment).proxy is None
    assert web_client("https://slack.com/api/", environment | {"NO_PROXY": "a.b"}).proxy == "http://127.0.0.1:9"


@pytest.mark.parametrize(("no_proxy", "asked"), [("", ["CONNECT wss-primary.slack.com:443"]), ("*", [])])
async def test_the_socket_goes_through_the_proxy_of_the_address_that_slack_hands_out(
    wire: Wire, monkeypatch: pytest.MonkeyPatch, no_proxy: str, asked: list[str]
) -> None:
    async with open_proxy() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://{proxy.address}")
        # Where none is to be used, an address on this machine: the test must reach nobody else.
        url = f"ws{wire.url.removeprefix('http')}/link" if no_proxy else "wss://wss-primary.slack.com/link"
        wire.answers["/api/apps.connections.open"] = {"ok": True, "url": url}
        reached = asyncio.Event()

        def refuse(_request: web.Request) -> web.Response:
            reached.set()
            return web.Response(status=503)

        wire.answers["/link"] = refuse
        environment = named(proxy) | {"NO_PROXY": no_proxy}
        app = AsyncApp(client=web_client(f"{wire.url}/api/", environment, token="xoxb-1"), signing_secret="")
        sockets = SocketMode(app, "xapp-1", f"{wire.url}/api/", environment, connections=1, apart=0, watch_every=9)
        starting = asyncio.create_task(sockets.start())
        async with asyncio.timeout(10):
            await (reached.wait() if no_proxy else proxy.is_asked())
        starting.cancel()
        await asyncio.gather(starting, return_exceptions=True)
        await sockets.stop(0.1)
    assert proxy.asked == asked
