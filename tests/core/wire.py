"""The other end of the bot's calls: answers as told, and notes what arrived."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

GOOD = {"ok": True}


class Wire:
    """Answers every request, at whatever path, with `answers[path]`: a JSON body, or a response made anew each time."""

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
    yield wire
    await runner.cleanup()
