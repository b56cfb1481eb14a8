"""Misbehaviour on command: what Slack and the network do to an app on a bad day."""

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any


@dataclass
class Failure:
    """An answer other than the true one. With `takes_effect` the call is carried out all the same, as when
    the connection breaks between the deed and the answer."""

    method_glob: str
    status: int
    error: str
    retry_after: int
    takes_effect: bool
    times: int

    def body(self) -> dict[str, Any]:
        return {"ok": False, "error": self.error}


@dataclass
class Slowness:
    method_glob: str
    seconds: float
    times: int


@dataclass
class Mishaps:
    """Switches and counters; each counter runs down as the trouble happens.

    `duplicate_deliveries` is how many more times each event is delivered, with the ids it had.
    `rate_limits` turns on Slack's per-minute tiers.
    """

    rate_limits: bool = False
    # Views with a menu whose initial options come out of several groups: Slack has refused them (bolt-python 242,
    # python-slack-sdk 974 and 1920). A rule, on from the start, and no trouble: `clear` leaves it as it is.
    refuses_spread_choices: bool = True
    duplicate_deliveries: int = 0
    _failures: list[Failure] = field(default_factory=list)
    _slowness: list[Slowness] = field(default_factory=list)
    _counters: dict[str, int] = field(default_factory=dict)

    def fail(
        self,
        method_glob: str,
        *,
        status: int = 200,
        error: str = "internal_error",
        retry_after: int = 1,
        takes_effect: bool = False,
        times: int = 1,
    ) -> None:
        """The next calls of a matching method fail. `ratelimited` is answered as 429 with `Retry-After`, in
        seconds; any status of 500 and above by that status."""
        if error == "ratelimited" or status == 429:
            error, status = "ratelimited", 429
        self._failures.append(Failure(method_glob, status, error, retry_after, takes_effect, times))

    def slow(self, method_glob: str, seconds: float, *, times: int = 1) -> None:
        """The next calls of a matching method are answered that much later."""
        self._slowness.append(Slowness(method_glob, seconds, times))

    def refuse_tickets(self, times: int = 1) -> None:
        """`apps.connections.open` answers `internal_error`."""
        self.fail("apps.connections.open", times=times)

    def refuse_upgrades(self, times: int = 1) -> None:
        """The WebSocket address answers 503, and the ticket in it is spent."""
        self._counters["upgrade"] = times

    def drop_socket_before_ack(self, times: int = 1) -> None:
        """The connection breaks as soon as it has carried a payload to the app."""
        self._counters["before_ack"] = times

    def drop_socket_after_ack(self, times: int = 1) -> None:
        self._counters["after_ack"] = times

    def lose_acks(self, times: int = 1) -> None:
        """The app's answer never arrives, so the payload counts as unanswered."""
        self._counters["ack"] = times

    def keep_old_values(self, times: int = 1) -> None:
        """The submission of a view that the app has updated carries the values from before the update, in the
        blocks of that page: bolt-js 625."""
        self._counters["old_values"] = times

    def lose_initial_values(self, times: int = 1) -> None:
        """The submission of a view that the app has updated carries nothing for the fields that the app filled
        in and the person left as they were: bolt-js 1258, bolt-python 572."""
        self._counters["initial_values"] = times

    def clear(self) -> None:
        """No more trouble."""
        self.rate_limits, self.duplicate_deliveries = False, 0
        self._failures.clear()
        self._slowness.clear()
        self._counters.clear()

    def failure_of(self, method: str) -> Failure | None:
        """The failure due for this call, used up once."""
        for failure in self._failures:
            if failure.times > 0 and fnmatchcase(method, failure.method_glob):
                failure.times -= 1
                return failure
        return None

    def delay_of(self, method: str) -> float:
        for slowness in self._slowness:
            if slowness.times > 0 and fnmatchcase(method, slowness.method_glob):
                slowness.times -= 1
                return slowness.seconds
        return 0.0

    def strikes(self, counter: str) -> bool:
        """Whether the trouble of this name happens now, used up once."""
        left = self._counters.get(counter, 0)
        self._counters[counter] = max(0, left - 1)
        return left > 0
