"""What Slack sends over HTTP, the pages by which the bot is installed, and two for whoever looks after it."""

import asyncio
import contextlib
import hashlib
import socket
from collections.abc import Awaitable, Callable, Iterator

import structlog
import uvicorn
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.core.clock import Clock
from bot.core.unreachable import Unreachable
from bot.doors.dispatching import dispatched
from bot.doors.in_hand import InHand
from bot.doors.installing import INSTALL, RETURN, Installing
from bot.doors.signing import Signature
from bot.doors.way_in import CannotListen

MOST = 4 << 20  # bytes of a payload; views have up to 250 kB, and a form's encoding makes three of one
PATIENCE = 10  # seconds for a payload to arrive
DATABASE_PATIENCE = 3  # seconds for the database to answer; who asks whether it does will not wait for long
GIVE_UP_CLOSING = 2  # seconds for a connection to take the last answer
KEPT_ALIVE = 75  # seconds; balancers close an idle connection after a minute, and must be the first to do so

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
SSL_CHECK = b"ssl_check=1"  # what Slack sends to see the certificate: not always signed, and nothing comes of it

log = structlog.get_logger()


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """The process has its own way to be stopped."""
        yield


class HttpDoor:
    """Listens from `start` on. `is_current` says whether the database is, and raises Unreachable."""

    def __init__(
        self,
        app: AsyncApp,
        signature: Signature,
        installing: Installing,
        is_current: Callable[[], Awaitable[bool]],
        clock: Clock,
    ) -> None:
        self._app = app
        self._signature = signature
        self._installing = installing
        self._is_current = is_current
        self._clock = clock
        self._in_hand = InHand()
        self._stopping = False
        self._server: _Server | None = None
        self._serving: asyncio.Task[None] | None = None
        self.port = 0
        self.asgi = Starlette(
            routes=[
                Route("/slack/events", self._take, methods=["GET", "POST"]),
                Route(INSTALL, installing.begin),
                Route(RETURN, self._finish),
                Route("/healthz", self._healthy),
                Route("/readyz", self._ready),
            ]
        )

    def start(self, host: str, port: int) -> None:
        """Must be called in a running loop. Raises CannotListen."""
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            listening = socket.create_server((host, port), family=family, backlog=2048)
        except OSError as problem:
            said = problem.strerror or type(problem).__name__
            raise CannotListen(said.partition("(")[0].strip()) from None  # the address follows, in brackets
        self.port = listening.getsockname()[1]
        config = uvicorn.Config(
            self.asgi,
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,  # addresses hold codes
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=KEPT_ALIVE,
            timeout_graceful_shutdown=GIVE_UP_CLOSING,
        )
        self._server = _Server(config)
        self._serving = asyncio.create_task(self._server.serve([listening]))
        log.info("listening", host=host, port=self.port)

    async def stop(self, seconds: float) -> None:
        """Serves what arrives until nothing is in hand, for that long at most, and is closed at once then.

        As over Socket Mode: Slack repeats events, which are left to whoever comes next, and nothing else.
        """
        self._stopping = True
        if self._server is None or self._serving is None:
            return
        await self._in_hand.drain(seconds)
        self._server.should_exit = True
        await self._serving

    async def _take(self, request: Request) -> Response:
        if request.method != "POST":
            is_check = SSL_CHECK in request.url.query.encode().split(b"&")
            return Response() if is_check else PlainTextResponse("POST only", 405, {"Allow": "POST"})
        self._in_hand.take()
        try:
            async with asyncio.timeout(PATIENCE):
                body = await _body(request)
        except (ClientDisconnect, TimeoutError):
            return PlainTextResponse("not all of it came", 408)
        return PlainTextResponse("too long", 413) if body is None else await self._answer(request, body)

    async def _finish(self, request: Request) -> Response:
        self._in_hand.take()  # a code is good once
        return await self._installing.finish(request)

    async def _answer(self, request: Request, body: bytes) -> Response:
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind == FORM and SSL_CHECK in body.split(b"&"):
            return Response()
        timestamp, signature = (
            request.headers.get(f"x-slack-{name}", "") for name in ("request-timestamp", "signature")
        )
        if not self._signature.is_good(body, timestamp, signature, self._clock.now()):
            if signature:  # who sends none is not Slack; who sends another is, perhaps, with another secret
                log.warning("signature not good: is SLACK_SIGNING_SECRET the app's, and the clock right?")
            return PlainTextResponse("not signed by Slack, or not just now", 401)
        if kind not in {JSON, FORM}:
            return PlainTextResponse("neither JSON nor a form", 415)
        if self._stopping and kind == JSON:
            return PlainTextResponse("stopping", 503)
        delivery = {"body_digest": hashlib.sha256(body).hexdigest()}
        response = await dispatched(self._app, kind, lambda: to_async_bolt_request(request, body, delivery))
        return to_starlette_response(response)

    async def _healthy(self, _request: Request) -> Response:
        return PlainTextResponse("up")

    async def _ready(self, _request: Request) -> Response:
        if self._stopping:
            return PlainTextResponse("stopping", 503)
        try:
            async with asyncio.timeout(DATABASE_PATIENCE):
                is_current = await self._is_current()
        except (Unreachable, TimeoutError):
            return PlainTextResponse("the database does not answer", 503)
        if not is_current:
            return PlainTextResponse("the database is of another version", 503)
        return PlainTextResponse("ready")


async def _body(request: Request) -> bytes | None:
    """None where it is longer than any that Slack sends, whatever the request says of its length."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST:
            return None
    return bytes(body)
