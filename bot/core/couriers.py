"""Each workspace has a postman and a rewriter of its own: one that is slow, or refused, delays no other."""

from collections.abc import Sequence

from bot.core.cards import teams_with_stale_cards
from bot.core.claims import teams_with_due_messages
from bot.core.depot import Depot
from bot.core.postman import Postman
from bot.core.rewriter import Rewriter


class Couriers:
    def __init__(self, depot: Depot) -> None:
        self._depot = depot
        self._postmen: dict[str, Postman] = {}
        self._rewriters: dict[str, Rewriter] = {}
        self._stopping = False

    def stop(self) -> None:
        """What is on its way is still sent and marked; the rest is given back."""
        self._stopping = True
        self._depot.pace.stop()
        for postman in self._postmen.values():
            postman.stop()

    async def with_messages(self) -> Sequence[str]:
        """The workspaces in which some are due."""
        async with self._depot.edge.transaction() as db:
            return await teams_with_due_messages(db, self._depot.edge.clock.now())

    async def deliver(self, team_id: str) -> bool:
        if team_id not in self._postmen:
            self._postmen[team_id] = Postman(self._depot, team_id)
            if self._stopping:
                self._postmen[team_id].stop()
        return await self._postmen[team_id].deliver()

    async def with_cards(self) -> Sequence[str]:
        """The workspaces in which some say what is no longer so."""
        async with self._depot.edge.transaction() as db:
            return await teams_with_stale_cards(db, self._depot.edge.clock.now())

    async def rewrite(self, team_id: str) -> bool:
        if team_id not in self._rewriters:
            self._rewriters[team_id] = Rewriter(self._depot, team_id)
        return await self._rewriters[team_id].rewrite()
