"""The other end of the bot's calls: answers as told, and notes what arrived."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from bot.core.slack import Connections, Slack, SlackProblem

GOOD = {"ok": True}


class Wire:
    """Answers every request, at whatever path, with `answers[path]`: a JSON body, or a response made anew each time.

    It takes files at `/up`, and has one at `/file`.
    """

    def __init__(self) -> None:
        self.url = ""
        self.answers: dict[str, Any] = {}
        self.asked: list[str] = []
        self.headers: list[Mapping[str, str]] = []
        self.bodies: list[bytes] = []

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(f"{request.method} {request.path}")
        self.headers.append(request.headers)
        self.bodies.append(await request.read())
        answer = self.answers.get(request.path, GOOD)
        if callable(answer):
            given = answer(request)
            response: web.StreamResponse = given if isinstance(given, web.StreamResponse) else await given
            return response
        return web.json_response(answer)


@asynccontextmanager
async def open_wire() -> AsyncIterator[Wire]:
    wire = Wire()
    app = web.Application(client_max_size=2**24)
    app.router.add_route("*", "/{path:.*}", wire._answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    wire.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    wire.answers["/api/files.getUploadURLExternal"] = {"ok": True, "upload_url": f"{wire.url}/up", "file_id": "F1"}
    has_file(wire, f"{wire.url}/file")
    yield wire
    await runner.cleanup()


@asynccontextmanager
async def slack_with(wire: Wire, environment: dict[str, str]) -> AsyncIterator[Slack]:
    connections = Connections(f"{wire.url}/api/", environment)
    yield Slack("xoxb-1", connections)
    await connections.close()


def has_file(wire: Wire, url: str, **more: Any) -> None:
    wire.answers["/api/files.info"] = {"ok": True, "file": {"url_private_download": url, **more}}


async def problem_of(call: Any) -> SlackProblem:
    with pytest.raises(SlackProblem) as refused:
        await call
    return refused.value
