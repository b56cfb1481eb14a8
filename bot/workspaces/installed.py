"""The Slack of each workspace in which somebody installed the bot by its page."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.edge import Edge
from bot.core.slack import Connections, Slack
from bot.core.slacks import NotInstalled
from bot.workspaces.model import Installation
from bot.workspaces.queries import installation_in
from bot.workspaces.renewal import Renewal
from bot.workspaces.sealing import TokenKeys, WrongKeys

KNOWN_FOR = timedelta(minutes=1)  # after which the database is asked again: another process may have a new token


@dataclass(frozen=True)
class Here:
    """The bot in one workspace: how to call, and which of the members there it is itself."""

    slack: Slack
    bot_id: str
    bot_user_id: str
    known_until: datetime


class InstalledSlacks:
    def __init__(self, edge: Edge, keys: TokenKeys, renewal: Renewal, connections: Connections) -> None:
        self._edge = edge
        self._keys = keys
        self._renewal = renewal
        self._connections = connections
        self._known: dict[str, Here] = {}

    async def of(self, team_id: str) -> Slack:
        """Raises NotInstalled, also where no key opens the token; SlackProblem where it cannot be renewed."""
        return (await self.here(team_id)).slack

    async def here(self, team_id: str, enterprise_id: str = "") -> Here:
        """`enterprise_id` as for `installation_in`. Raises as `of` does."""
        now = self._edge.clock.now()
        here = self._known.get(team_id)
        if here is None or here.known_until <= now:
            here = self._known[team_id] = await self._look(team_id, enterprise_id, now)
        return here

    def forget(self) -> None:
        """It was installed anew somewhere, perhaps for a whole organization."""
        self._known.clear()

    async def _look(self, team_id: str, enterprise_id: str, now: datetime) -> Here:
        self._known.pop(team_id, None)
        try:
            installation = await self._renewal.fresh(await self._installation(team_id, enterprise_id))
            slack = Slack(self._keys.open(installation.sealed_token), self._connections)
        except WrongKeys:
            raise NotInstalled from None
        return Here(slack, installation.bot_id, installation.bot_user_id, now + KNOWN_FOR)

    async def _installation(self, team_id: str, enterprise_id: str) -> Installation:
        async with self._edge.transaction() as db:
            installation = await installation_in(db, team_id, enterprise_id)
        if installation is None:
            raise NotInstalled
        return installation
