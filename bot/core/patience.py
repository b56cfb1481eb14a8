"""How long Slack asks to be left alone, and how much of that somebody is kept waiting for."""

import asyncio
import math

from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState

# In seconds. What Retry-After says is obeyed within the first two; where it says nothing that can be read, the third.
SHORTEST, LONGEST, UNNAMED = 1, 3600, 30
WORTH_WAITING = 3  # as long as somebody looks at what they pressed


def seconds_asked(retry_after: str | None) -> int:
    """Slack sends whole seconds; what stands before it may send anything, a date among others."""
    try:
        seconds = float(retry_after or "")
    except ValueError:
        return UNNAMED
    return UNNAMED if math.isnan(seconds) else math.ceil(min(max(seconds, SHORTEST), LONGEST))


class BriefRest(AsyncRetryHandler):
    """Another try after a 429 whose rest is short; a longer one is the caller's to deal with.

    The SDK's own handler sleeps as long as it is told, an hour if need be, and fails on what is no whole number.
    """

    async def _can_retry_async(
        self,
        *,
        state: RetryState,  # noqa: ARG002 - the SDK gives it by name
        request: HttpRequest,  # noqa: ARG002
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002
    ) -> bool:
        return response is not None and response.status_code == 429 and _rest(response) <= WORTH_WAITING

    async def prepare_for_next_attempt_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,  # noqa: ARG002
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002
    ) -> None:
        assert response is not None  # or it would not be tried again
        state.next_attempt_requested = True
        await asyncio.sleep(_rest(response))
        state.increment_current_attempt()


def _rest(response: HttpResponse) -> int:
    given = next((value for name, value in response.headers.items() if name.lower() == "retry-after"), None)
    return seconds_asked(given[0] if isinstance(given, list) else given)
