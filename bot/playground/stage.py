"""A stand-in Slack with the real bot connected to it, and a clock to turn."""

import asyncio
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from bot.core.clock import TurnedClock
from bot.core.database import migrate
from bot.core.depot import REFUSED_REST
from bot.doors.listening import Patience
from bot.flipside import Flipside
from bot.manifest import MANIFEST
from bot.playground.slack import StandIn
from bot.programs.model import Program
from bot.settings import Settings

FURTHEST = 100  # moments at which something comes due, on the way to the next message


class Stage:
    """Everything on it is made up. Without a migrated database of its own it gets a file that is thrown away."""

    def __init__(
        self, settings: Settings, clock: TurnedClock, *, database_url: str | None = None, ack_timeout: float = 3.0
    ) -> None:
        self.clock = clock
        log = Path(settings.slack_call_log) if settings.slack_call_log else None
        self.slack = StandIn(
            MANIFEST,
            now=lambda: clock.now().timestamp(),
            call_log=log,
            team_name="Fjordlight",
            ack_timeout=ack_timeout,
        )
        self._settings = settings
        self._patience = Patience(ack=ack_timeout - 1)  # the bot gives up waiting a second before Slack does
        self.database_url = database_url
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._bot: Flipside | None = None

    @property
    def bot(self) -> Flipside:
        assert self._bot is not None
        return self._bot

    async def open(self, port: int = 0) -> None:
        """Raises OSError when the port is taken."""
        await self.slack.start(port)
        await self.start_bot()

    async def start_bot(self) -> None:
        settings = self._settings.model_copy(
            update={
                "slack_bot_token": self.slack.bot_token,
                "slack_app_token": self.slack.app_token,
                "slack_signing_secret": self.slack.signing_secret,
                "slack_api_url": self.slack.api_url,
                # The stand-in takes what comes, and a clock that stands still would wait for ever.
                "outbox_per_second": 0,
                "outbox_gap_seconds": 0,
                "socket_apart_seconds": 0,  # nor does it refresh anything by itself
                "database_url": self.database_url or await self._throwaway_database(),
            }
        )
        self._bot = Flipside(settings, self.clock, self._patience)
        await self._bot.start()

    async def _throwaway_database(self) -> str:
        self._folder = tempfile.TemporaryDirectory(prefix="flipside-playground-")
        url = f"sqlite+aiosqlite:///{self._folder.name}/playground.db"
        await asyncio.to_thread(migrate, url)
        return url

    async def close(self) -> None:
        if self._bot is not None:
            await self._bot.stop()
        await self.slack.stop()
        if self._folder is not None:
            self._folder.cleanup()

    async def settled(self) -> None:
        """Waits until the bot has done all that is due, and Slack has heard of it."""
        await self.slack.settled()
        await self.bot.settled()

    async def turn_to(self, moment: datetime) -> None:
        """Turns the clock forward, stopping wherever something is due, so that all happens in its order."""
        await self.settled()
        while (due := await self._next_due()) is not None and due <= moment:
            now = self.clock.now()
            if now >= moment:
                break
            # What was due already and is not done waits until Slack takes messages again.
            self.clock.turn_to(due if due > now else min(now + REFUSED_REST, moment))
            await self.settled()
        self.clock.turn_to(moment)
        await self.settled()

    async def turn(self, by: timedelta) -> None:
        await self.turn_to(self.clock.now() + by)

    async def turn_to_next(self) -> datetime | None:
        """To when somebody next hears something by itself. None when that is not in sight.

        What falls due may be needed by nobody by then, and the next session has no messages before the last one has
        ended: so from one moment to the next until something is written.
        """
        await self.settled()
        before = self._written()
        for _ in range(FURTHEST):
            due = await self._next_due()
            if due is None:
                return None
            await self.turn_to(due)
            if self._written() > before:
                return self.clock.now()
        return None

    def _written(self) -> int:
        return sum(len(place.messages) for place in self.slack.workspace.conversations.values())

    async def is_filled(self) -> bool:
        async with self.bot.edge.transaction() as db:
            return await db.scalar(select(Program.id).limit(1)) is not None

    async def _next_due(self) -> datetime | None:
        async with self.bot.edge.transaction() as db:
            return await self.bot.ticker.next_due(db)
