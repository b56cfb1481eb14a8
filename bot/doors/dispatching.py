"""How a payload goes through bolt, by whichever door it came: whatever is wrong with it, there is an answer."""

from collections.abc import Callable

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

UNHEARD = frozenset({404, 500})  # what bolt answers where nobody listens, or a middleware gave up
NOT_UNDERSTOOD = "payload not understood"  # in the log: it failed before there was a call that could be answered

log = structlog.get_logger()


async def dispatched(app: AsyncApp, kind: str, request: Callable[[], AsyncBoltRequest]) -> BoltResponse:
    """Bolt's answer to a payload of that kind. Never raises: `request` may, bolt reads half of the payload in it.

    A payload that cannot be read or that nobody listens to is acked and logged: Slack would send it three times more,
    and it would fail the same way. A signature that is refused stays refused.
    """
    try:
        response = await app.async_dispatch(request())
    except Exception as error:
        log.error(NOT_UNDERSTOOD, exc_info=error)
        return acked()
    if response.status in UNHEARD:
        log.warning("payload without a listener", type=kind, status=response.status)
        return acked()
    return response


def acked() -> BoltResponse:
    return BoltResponse(status=200, body="")
