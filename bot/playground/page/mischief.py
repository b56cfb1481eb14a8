"""The switches that break things, and the buttons that break them once."""

from collections.abc import Callable

from bot.playground.slack import Slack

SLOW = 2.0  # seconds that each call takes while Slack is slow
ALWAYS = 10**9  # times


class Mischief:
    """Turns the drawer's switches into the stand-in's trouble."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        self._on: set[str] = set()
        trouble = slack.trouble
        self._switches: dict[str, Callable[[], None]] = {
            "rate_limits": lambda: setattr(trouble, "rate_limits", True),
            "slow_api": lambda: trouble.slow("*", SLOW, times=ALWAYS),
            "duplicates": lambda: setattr(trouble, "duplicate_deliveries", 1),
        }
        self._once: dict[str, Callable[[], None]] = {
            "drop_socket": slack.drop_sockets,
            "drop_before_ack": trouble.drop_socket_before_ack,
            "lose_ack": trouble.lose_acks,
            "next_call_limited": lambda: trouble.fail("*", error="ratelimited", retry_after=2),
            "next_call_fails": lambda: trouble.fail("*", status=500),
        }

    def state(self) -> dict[str, bool]:
        return {name: name in self._on for name in self._switches}

    def switch(self, name: str, *, on: bool) -> None:
        """Raises `LookupError` for a switch that is not there."""
        if name not in self._switches:
            raise LookupError(f"no switch {name!r}")
        self._on = self._on | {name} if on else self._on - {name}
        self._apply()

    def strike(self, name: str) -> None:
        """Break something once. Raises `LookupError` for what cannot be broken."""
        if name not in self._once:
            raise LookupError(f"nothing called {name!r} to break")
        self._once[name]()

    def end(self) -> None:
        self._on = set()
        self._apply()

    def _apply(self) -> None:
        # The stand-in has no way to end one trouble, so all end and the ones that stay on begin again.
        self._slack.trouble.clear()
        for name in sorted(self._on):
            self._switches[name]()
