"""How fast messages may go out: what Slack takes from a workspace, and in one conversation."""

import asyncio
import time

from aiolimiter import AsyncLimiter

UPDATES_A_MINUTE = 40  # of the 50 that Slack takes of chat.update (tier 3) in a workspace; answers need some
FORGET_AFTER = 1000  # recipients remembered before those long silent are forgotten


class Pace:
    """`per_second` messages in each workspace, 0 for any number; `gap` seconds between two to one recipient.

    Slack's limits, 2026: about one message a second in a conversation, and a limit for the workspace that it does not
    name. In seconds of real time, whatever the clock of the rows says.
    """

    def __init__(self, per_second: float, gap: float) -> None:
        self._per_second = per_second
        self._gap = gap
        self._buckets: dict[str, AsyncLimiter] = {}
        self._update_buckets: dict[str, AsyncLimiter] = {}
        self._last: dict[tuple[str, str], float] = {}
        self._stopped = asyncio.Event()

    def stop(self) -> None:
        """Nobody waits any longer."""
        self._stopped.set()

    async def turn_of(self, team_id: str, recipient: str) -> None:
        """Waits until the next message may go to them. Never called twice at once for one recipient."""
        if self._gap and (wait := self._last.get((team_id, recipient), 0) + self._gap - time.monotonic()) > 0:
            await self._pause(wait)
        if self._per_second and not self._stopped.is_set():
            if team_id not in self._buckets:
                self._buckets[team_id] = AsyncLimiter(max(self._per_second, 1), max(1, 1 / self._per_second))
            await self._take_from(self._buckets[team_id])
        self._note(team_id, recipient)

    async def turn_to_update(self, team_id: str) -> bool:
        """Waits until the next message may be rewritten there, whoever reads it. False once nobody waits any longer."""
        if self._per_second and not self._stopped.is_set():
            if team_id not in self._update_buckets:
                self._update_buckets[team_id] = AsyncLimiter(UPDATES_A_MINUTE, 60)
            await self._take_from(self._update_buckets[team_id])
        return not self._stopped.is_set()

    async def _take_from(self, bucket: AsyncLimiter) -> None:
        waiting = asyncio.ensure_future(bucket.acquire())
        stopped = asyncio.ensure_future(self._stopped.wait())
        await asyncio.wait({waiting, stopped}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        stopped.cancel()

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopped.wait(), seconds)
        except TimeoutError:
            return

    def _note(self, team_id: str, recipient: str) -> None:
        now = time.monotonic()
        if len(self._last) >= FORGET_AFTER:
            self._last = {key: last for key, last in self._last.items() if last > now - self._gap}
        self._last[team_id, recipient] = now
