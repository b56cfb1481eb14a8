"""What the two doors have in common: by either, the bot gets to the workspaces that it is in."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol

from slack_bolt.async_app import AsyncApp
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.slacks import Slacks

# For a workspace: its id, the bot's user id there, the moment, and the id of its organization.
Begin = Callable[[AsyncSession, str, str, datetime, str], Awaitable[None]]


class CannotListen(Exception):
    """The port is taken, or not ours to take; the message says why."""


class WayIn(Protocol):
    @property
    def app(self) -> AsyncApp:
        """What comes in goes through it."""

    @property
    def slacks(self) -> Slacks:
        """How to call back."""

    async def start(self) -> None:
        """Returns once Slack can reach the bot."""

    async def stop(self, seconds: float) -> None:
        """Nobody is left unanswered, for that long at most; then Slack can no longer reach it."""
