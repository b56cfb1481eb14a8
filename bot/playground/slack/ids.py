"""Identifiers and timestamps, the same in every run: a transcript of the same steps reads the same twice."""

from collections import Counter
from collections.abc import Callable
from hashlib import sha256


class Ids:
    """Counts up for each kind of thing."""

    def __init__(self) -> None:
        self._last: Counter[str] = Counter()

    def next(self, prefix: str) -> str:
        """An id in Slack's shape: a letter that names the kind, then eight digits."""
        return f"{prefix}{self.count(prefix):08d}"

    def count(self, kind: str) -> int:
        self._last[kind] += 1
        return self._last[kind]

    def envelope(self) -> str:
        """In the shape of a UUID, as Socket Mode has them."""
        return f"00000000-0000-4000-8000-{self.count('envelope'):012d}"

    def secret(self, kind: str) -> str:
        """32 hexadecimal digits for a ticket, a trigger or a reply address; not a defence on loopback."""
        return sha256(f"{kind}.{self.count(kind)}".encode()).hexdigest()[:32]


class Timestamps:
    """Message timestamps: seconds with six decimals, each later than the one before it.

    Slack identifies a message by its channel and this string, so two of them must never be equal, however
    still the clock stands.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._last = 0

    def next(self) -> str:
        self._last = max(round(self._now() * 1_000_000), self._last + 1)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"
