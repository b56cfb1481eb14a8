"""Keeps web pages from elsewhere out: one that a developer visits must not drive what is on loopback."""

from aiohttp import web
from aiohttp.typedefs import Handler

NAMES = ("127.0.0.1", "localhost", "[::1]")


@web.middleware
async def fence(request: web.Request, handler: Handler) -> web.StreamResponse:
    """403 for a Host that is not this machine's, as after DNS rebinding, and for a foreign Origin."""
    sockname = request.transport.get_extra_info("sockname") if request.transport else None
    hosts = {f"{name}:{sockname[1]}" for name in NAMES} if sockname else set()
    if request.headers.get("Host") not in hosts | set(NAMES):  # slack_sdk's blocking client leaves the port out
        raise web.HTTPForbidden(text="this server answers to its own name only")
    origin = request.headers.get("Origin")
    if origin is not None and origin not in {f"http://{host}" for host in hosts}:
        raise web.HTTPForbidden(text="not for pages from elsewhere")
    return await handler(request)
