"""What goes to Slack with somebody who installs the bot, and comes back with them: who did not begin cannot finish."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.deliveries import SeenBefore, remember
from bot.workspaces.sealing import TokenKeys, WrongKeys

GOOD_FOR = timedelta(minutes=10)


class BadState(Exception):
    """Not one of ours, too old, or used already."""


class States:
    """Sealed, so that nothing is stored for whoever only looks at the page; a used one is stored as a hash."""

    def __init__(self, keys: TokenKeys) -> None:
        self._keys = keys

    def issue(self, now: datetime) -> str:
        until = int((now + GOOD_FOR).timestamp())
        return self._keys.seal(f"{until}:{secrets.token_urlsafe(16)}").decode().rstrip("=")

    async def use(self, db: AsyncSession, state: str, now: datetime) -> None:
        """Raises BadState, also the second time."""
        try:
            until, _ = self._keys.open((state + "=" * (-len(state) % 4)).encode()).split(":")  # a token has none
            is_late = int(until) < now.timestamp()
        except (WrongKeys, ValueError):
            raise BadState from None
        if is_late:
            raise BadState
        try:
            await remember(db, (f"state:{hashlib.sha256(state.encode()).hexdigest()}",), now)
        except SeenBefore:
            raise BadState from None
