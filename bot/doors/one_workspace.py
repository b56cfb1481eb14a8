"""By Socket Mode: the one workspace whose token is in the settings."""

import asyncio
from collections.abc import Mapping
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.core.edge import Edge
from bot.core.slack import Connections, Slack, SlackProblem, web_client
from bot.core.slacks import OneSlack
from bot.core.telemetry import bolt_logger
from bot.doors.socket_mode import SocketMode
from bot.doors.way_in import Begin
from bot.settings import Settings

# What Slack says of a bot token that no waiting will mend.
REFUSED = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"})
WAIT_FOR_SLACK = 5  # seconds between two tries at the start

log = structlog.get_logger()


class OneWorkspace:
    def __init__(self, settings: Settings, edge: Edge, connections: Connections, begin: Begin) -> None:
        assert settings.slack_bot_token is not None
        assert settings.slack_app_token is not None
        self._token = settings.slack_bot_token
        self._edge = edge
        self._begin = begin
        self._slack = Slack(self._token, connections)
        self.slacks = OneSlack(self._slack)
        self._authorized: AuthorizeResult | None = None

        async def authorize(team_id: str | None) -> AuthorizeResult:  # noqa: ARG001 - bolt asks for it by name
            assert self._authorized is not None  # no socket is open before `start` has it
            return self._authorized

        self.app = AsyncApp(
            logger=bolt_logger(),
            client=web_client(settings.slack_api_url, settings.proxies),
            signing_secret=settings.slack_signing_secret or "",
            authorize=authorize,
            process_before_response=True,
        )
        self._sockets = SocketMode(
            self.app,
            settings.slack_app_token,
            settings.slack_api_url,
            settings.proxies,
            connections=settings.socket_connections,
            apart=settings.socket_apart_seconds,
            watch_every=settings.watchdog_seconds,
        )

    async def start(self) -> None:
        """Waits for a Slack that does not answer. Raises SlackProblem, AppTokenRefused."""
        me = await self._introduce()
        self._authorized = AuthorizeResult(
            enterprise_id=me.get("enterprise_id"),
            team_id=me["team_id"],
            bot_id=me.get("bot_id"),
            bot_user_id=me["user_id"],
            bot_token=self._token,
        )
        async with self._edge.transaction() as db:
            now = self._edge.clock.now()
            await self._begin(db, me["team_id"], me["user_id"], now, me.get("enterprise_id") or "")
        log.info("at work in a workspace", team=me["team_id"])
        await self._sockets.start()

    async def stop(self, seconds: float) -> None:
        await self._sockets.stop(seconds)

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
