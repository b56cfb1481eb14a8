"""Slack's rate limits: so many calls a minute for each method, and one message a second in each channel."""

from collections import defaultdict, deque
from collections.abc import Callable
from math import ceil
from typing import Any

from bot.playground.slack.webapi.calls import Method


class RateLimits:
    """Remembers when calls came. Slack's windows are not published; these are sliding ones."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._calls: dict[str, deque[float]] = defaultdict(deque)

    def wait(self, team_id: str, method: Method, args: dict[str, Any]) -> int:
        """0 when the call may pass, and then it counts in that workspace; else the whole seconds to wait."""
        if method.name == "chat.postMessage":
            return self._take(f"{method.name} {args.get('channel')}", 1, 1.0)
        return self._take(f"{team_id} {method.name}", method.per_minute, 60.0) if method.per_minute else 0

    def _take(self, key: str, most: int, seconds: float) -> int:
        calls, now = self._calls[key], self._now()
        while calls and calls[0] <= now - seconds:
            calls.popleft()
        if len(calls) >= most:
            return max(1, ceil(calls[0] + seconds - now))
        calls.append(now)
        return 0
