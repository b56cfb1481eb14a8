"""The Slack of each workspace in which somebody installed the bot by its page."""

from datetime import datetime, timedelta

from bot.core.edge import Edge
from bot.core.slack import Connections, Slack
from bot.core.slacks import NotInstalled
from bot.workspaces.model import Installation
from bot.workspaces.queries import installation_in
from bot.workspaces.sealing import TokenKeys, WrongKeys

KNOWN_FOR = timedelta(minutes=1)  # after which the database is asked again: another process may have a new token


class InstalledSlacks:
    def __init__(self, edge: Edge, keys: TokenKeys, connections: Connections) -> None:
        self._edge = edge
        self._keys = keys
        self._connections = connections
        self._known: dict[str, tuple[Slack, datetime]] = {}

    async def of(self, team_id: str) -> Slack:
        """Raises NotInstalled, also where no key opens the token."""
        now = self._edge.clock.now()
        slack, known_until = self._known.get(team_id, (None, now))
        if slack is None or known_until <= now:
            slack = self._slack(await self._installation(team_id))
            self._known[team_id] = slack, now + KNOWN_FOR
        return slack

    def forget(self, team_id: str) -> None:
        """It was installed anew, or no longer is."""
        self._known.pop(team_id, None)

    async def _installation(self, team_id: str) -> Installation:
        async with self._edge.transaction() as db:
            installation = await installation_in(db, team_id)
        if installation is None:
            self.forget(team_id)
            raise NotInstalled
        return installation

    def _slack(self, installation: Installation) -> Slack:
        try:
            return Slack(self._keys.open(installation.sealed_token), self._connections)
        except WrongKeys:
            raise NotInstalled from None
