"""A stand-in Slack with the real bot behind one of its doors, and a clock to turn."""

import asyncio
import socket
import tempfile
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import select

from bot.core.clock import TurnedClock
from bot.core.database import migrate
from bot.core.depot import REFUSED_REST
from bot.doors.listening import Patience
from bot.doors.way_in import CannotListen
from bot.flipside import Flipside
from bot.manifest import MANIFEST, manifest_for
from bot.playground.slack import StandIn, Team
from bot.programs.model import Program
from bot.settings import Door, Settings

FURTHEST = 100  # moments at which something comes due, on the way to the next message

LOOPBACK = "http://127.0.0.1"
TOKEN_KEY = urlsafe_b64encode(b"of a playground that keeps none!").decode()


class Stage:
    """Everything on it is made up. Without a migrated database of its own it gets a file that is thrown away."""

    def __init__(
        self,
        settings: Settings,
        clock: TurnedClock,
        *,
        database_url: str | None = None,
        ack_timeout: float = 3.0,
        door: Door = Door.SOCKET_MODE,
        rotates_tokens: bool = False,
    ) -> None:
        self.clock = clock
        self.door = door
        log = Path(settings.slack_call_log) if settings.slack_call_log else None
        self.slack = StandIn(
            MANIFEST if door is Door.SOCKET_MODE else _manifest(rotates_tokens=rotates_tokens),
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
        self._address = ""  # of the bot, where it listens

    @property
    def bot(self) -> Flipside:
        assert self._bot is not None
        return self._bot

    async def open(self, port: int = 0) -> None:
        """Raises OSError when the port is taken."""
        await self.slack.start(port)
        await self.start_bot()
        if self.door is Door.HTTP:
            for team in self.slack.teams:
                await self.install(team)

    async def start_bot(self) -> None:
        if self.door is Door.SOCKET_MODE:
            await self._start(slack_bot_token=self.slack.bot_token, slack_app_token=self.slack.app_token)
        else:
            await self._listen()
            self.slack.request_url = f"{self._address}/slack/events"
            assert await self.slack.verify_request_url()

    async def _listen(self) -> None:
        """On a free port, or the next one if somebody else was quicker."""
        while True:
            port = _free_port()
            self._address = f"{LOOPBACK}:{port}"
            try:
                return await self._start(
                    slack_client_id=self.slack.client_id,
                    slack_client_secret=self.slack.client_secret,
                    token_keys=(TOKEN_KEY,),
                    public_url=self._address,
                    host="127.0.0.1",
                    port=port,
                )
            except CannotListen:
                await self.bot.stop()

    async def _start(self, **of_the_door: Any) -> None:
        settings = self._settings.model_copy(
            update={
                **of_the_door,
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

    async def install(self, team: Team, organization: str = "") -> None:
        """An admin of the workspace adds the bot to it, or to all of its organization, in a browser."""
        admin = next((one for one in team.people if one.member.is_admin), team.people[0])
        async with httpx.AsyncClient(trust_env=False) as browser:
            asked = await browser.get(f"{self._address}/slack/install")
            agreed = {"place": organization or team.id, "user": admin.id, "answer": "allow"}
            allowed = await browser.post(asked.headers["Location"], data=agreed)
            (await browser.get(allowed.headers["Location"])).raise_for_status()

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
        places = (place for team in self.slack.teams for place in team.state.conversations.values())
        return sum(len(place.messages) for place in places)

    async def is_filled(self) -> bool:
        here = select(Program.id).where(Program.team_id == self.slack.installation.team_id).limit(1)
        async with self.bot.edge.transaction() as db:
            return await db.scalar(here) is not None

    async def _next_due(self) -> datetime | None:
        async with self.bot.edge.transaction() as db:
            return await self.bot.ticker.next_due(db)


def _manifest(*, rotates_tokens: bool) -> dict[str, Any]:
    """For the HTTP door, at whatever port of this machine it is going to be."""
    manifest = manifest_for(LOOPBACK, rotates_tokens=rotates_tokens)
    manifest["oauth_config"]["redirect_urls"] = [LOOPBACK]
    return manifest


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
