"""By HTTP: every workspace in which somebody installed the bot by its page."""

from datetime import datetime

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from sqlalchemy.exc import IntegrityError

from bot.core.clock import Clock
from bot.core.database import Database
from bot.core.edge import Edge
from bot.core.sentences import _
from bot.core.slack import Connections, SlackProblem, web_client
from bot.core.telemetry import bolt_logger
from bot.doors.http import HttpDoor
from bot.doors.installing import INSTALL, RETURN, Installing
from bot.doors.signing import Signature
from bot.doors.states import States
from bot.doors.way_in import Begin
from bot.settings import Settings
from bot.workspaces.installed import InstalledSlacks
from bot.workspaces.oauth import OAuth
from bot.workspaces.renewal import Renewal
from bot.workspaces.sealing import TokenKeys
from bot.workspaces.usecases import Installed, install, seal_anew

STRANGER = _("I don't know this workspace. Please ask an admin to install Flipside here: {page}")

log = structlog.get_logger()


class ManyWorkspaces:
    def __init__(
        self, settings: Settings, database: Database, edge: Edge, connections: Connections, begin: Begin
    ) -> None:
        assert settings.slack_client_id is not None
        assert settings.slack_client_secret is not None
        assert settings.slack_signing_secret is not None
        assert settings.public_url is not None
        self._place = settings.host, settings.port
        self._edge = edge
        self._begin = begin
        self._met: set[str] = set()
        self._keys = TokenKeys(settings.token_keys)
        oauth = OAuth(settings.slack_client_id, settings.slack_client_secret, settings.public_url + RETURN, connections)
        self.slacks = InstalledSlacks(edge, self._keys, Renewal(edge, self._keys, oauth), connections)

        async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
            return await self._authorized(enterprise_id, team_id)  # bolt cannot call a method

        self.app = AsyncApp(
            logger=bolt_logger(),
            client=web_client(settings.slack_api_url, settings.proxies),
            signing_secret=settings.slack_signing_secret,
            authorize=authorize,  # type: ignore[arg-type] # it may say None, as bolt's own do
            process_before_response=True,
            request_verification_enabled=False,  # the door has looked
            ssl_check_enabled=False,
            user_facing_authorize_error_message=str(STRANGER.given({"page": settings.public_url + INSTALL})),
        )
        installing = Installing(edge, States(self._keys), oauth, self.install, settings.slack_api_url)
        # Slack signs by the time of the day, wherever the playground has turned its clock.
        signature = Signature(settings.slack_signing_secret)
        self.http = HttpDoor(self.app, signature, installing, database.is_current, Clock())

    async def start(self) -> None:
        """Raises CannotListen."""
        async with self._edge.transaction() as db:
            unopened = await seal_anew(db, self._keys)
        if unopened:
            log.error("TOKEN_KEYS: no key opens the tokens of these; install Flipside there again", places=unopened)
        self.http.start(*self._place)

    async def stop(self, seconds: float) -> None:
        await self.http.stop(seconds)

    async def _authorized(self, enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        """None where the bot is not installed, or has no good token: whoever did something there is told so."""
        if not team_id:
            return None
        try:
            here = await self.slacks.here(team_id, enterprise_id or "")
        except SlackProblem as problem:
            log.warning("not at work in this workspace", team=team_id, problem=problem.code)
            return None
        await self._meet(team_id, here.bot_user_id, enterprise_id or "")
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_id=here.bot_id,
            bot_user_id=here.bot_user_id,
            bot_token=here.slack.client.token,
        )

    async def _meet(self, team_id: str, bot_user_id: str, enterprise_id: str) -> None:
        """A workspace of an organization is known from the first time that somebody there does something."""
        if team_id in self._met:
            return
        try:
            async with self._edge.transaction() as db:
                await self._begin(db, team_id, bot_user_id, self._edge.clock.now(), enterprise_id)
        except IntegrityError:
            log.info("workspace met by two at once", team=team_id)
        self._met.add(team_id)

    async def install(self, new: Installed, now: datetime) -> None:
        async with self._edge.transaction() as db:
            await install(db, self._keys, new, now)
            if new.team_id:
                await self._begin(db, new.team_id, new.bot_user_id, now, new.enterprise_id)
        self.slacks.forget()
