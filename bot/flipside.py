"""The running bot: connected to Slack, and drained at a stop."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.app import RECONCILERS, begin, jobs, switchboard
from bot.core.clock import Clock
from bot.core.couriers import Couriers
from bot.core.database import Database
from bot.core.depot import Depot
from bot.core.edge import Edge
from bot.core.pace import Pace
from bot.core.reception import Reception
from bot.core.slack import Connections, Slack, SlackProblem, web_client
from bot.core.slacks import OneSlack
from bot.core.telemetry import bolt_logger
from bot.core.ticker import Ticker
from bot.doors.listening import PATIENCE, FrontDoor, Patience
from bot.doors.socket_mode import SocketMode
from bot.letters import LETTERS
from bot.people.gate import SlackGate
from bot.people.readers import readership
from bot.settings import Settings

# What Slack says of a bot token that no waiting will mend.
REFUSED = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"})
WAIT_FOR_SLACK = 5  # seconds between two tries at the start

log = structlog.get_logger()


class Flipside:
    """The running bot. `start` connects it, `stop` drains it; both in the loop that it was made in."""

    def __init__(self, settings: Settings, clock: Clock, patience: Patience = PATIENCE) -> None:
        assert settings.slack_bot_token is not None
        assert settings.slack_app_token is not None
        self._settings = settings
        self.database = Database(settings.database_url)
        self.edge = Edge(self.database, clock, RECONCILERS)
        self._connections = Connections(settings.slack_api_url, settings.proxies)
        self._slack = Slack(settings.slack_bot_token, self._connections)
        slacks = OneSlack(self._slack)
        reception = Reception(self.edge, switchboard(settings), SlackGate(self.edge, slacks))
        self._door = FrontDoor(reception, slacks, patience)
        self._authorized: AuthorizeResult | None = None

        async def authorize(team_id: str | None) -> AuthorizeResult:  # noqa: ARG001 - bolt asks for it by name
            assert self._authorized is not None  # no socket is open before `start` has it
            return self._authorized

        app = AsyncApp(
            logger=bolt_logger(),
            client=web_client(settings.slack_api_url, settings.proxies),
            signing_secret=settings.slack_signing_secret or "",
            authorize=authorize,
            process_before_response=True,
        )
        self._door.open_on(app)
        self._sockets = SocketMode(
            app,
            settings.slack_app_token,
            settings.slack_api_url,
            settings.proxies,
            connections=settings.socket_connections,
            apart=settings.socket_apart_seconds,
            watch_every=settings.watchdog_seconds,
        )
        self._couriers = Couriers(
            Depot(
                self.edge,
                slacks,
                LETTERS,
                readership,
                Pace(settings.outbox_per_second, settings.outbox_gap_seconds),
                lease=timedelta(seconds=settings.lease_seconds),
                attempts=settings.outbox_attempts,
            )
        )
        self.ticker = Ticker(settings.tick_seconds, jobs(self.edge, slacks, self._couriers))
        self.edge.start_work = self.ticker.tick_soon

    async def start(self) -> None:
        """Returns once connected; waits for a Slack that does not answer. Raises SlackProblem, AppTokenRefused."""
        me = await self._introduce()
        self._authorized = AuthorizeResult(
            enterprise_id=me.get("enterprise_id"),
            team_id=me["team_id"],
            bot_id=me.get("bot_id"),
            bot_user_id=me["user_id"],
            bot_token=self._settings.slack_bot_token,
        )
        async with self.edge.transaction() as db:
            await begin(db, me["team_id"], me["user_id"], self.edge.clock.now())
        await self._sockets.start()
        self.ticker.start()
        log.info("ready", team=me["team_id"])

    async def _introduce(self) -> Mapping[str, Any]:
        """What Slack says the bot is. Raises SlackProblem where it does not take the token."""
        while True:
            try:
                me = await self._slack.call("auth.test", patiently=True)
                if isinstance(me.get("team_id"), str) and isinstance(me.get("user_id"), str):
                    return me
                problem = SlackProblem("no answer: no team")
            except SlackProblem as raised:
                if raised.code in REFUSED:
                    raise
                problem = raised
            log.warning("Slack does not answer yet", problem=problem.code)
            await asyncio.sleep(problem.retry_after or WAIT_FOR_SLACK)

    async def settled(self) -> None:
        """Waits until everything that is due by now has been done: calls answered, jobs run, messages sent."""
        await self._door.settled()
        await self.ticker.settled()

    @property
    def in_hand(self) -> int:
        """Calls being seen to right now."""
        return self._door.in_hand

    async def stop(self) -> None:
        """Nobody is left unanswered; what is in hand finishes, within the drain time; leases go back."""
        was_ready = self._authorized is not None
        if was_ready:
            log.info("stopping")
        self._couriers.stop()
        await self._sockets.stop(self._settings.drain_seconds)
        await self._door.drain(self._settings.drain_seconds)
        await self.ticker.stop(self._settings.drain_seconds)
        await self._connections.close()
        await self.database.dispose()
        if was_ready:
            log.info("stopped")
