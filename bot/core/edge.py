"""The edge of a transaction: opened here for a listener or a job, committed here, nowhere else."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.cards import outdate_cards
from bot.core.changes import Reconciler, changes, reconcile
from bot.core.clock import Clock
from bot.core.database import Database


class Edge:
    def __init__(self, database: Database, clock: Clock, reconcilers: Sequence[Reconciler] = ()) -> None:
        self.clock = clock
        self._database = database
        self._reconcilers = reconcilers
        self.start_work: Callable[[], None] = lambda: None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """Commits when the block ends, with what follows from its changes; rolls back when it raises."""
        async with self._database.session() as db:
            async with db.begin():
                yield db
                await reconcile(db, self._reconcilers, self.clock.now())
                await outdate_cards(db, self.clock.now())
            due = changes(db).work_is_due
        if due:
            self.start_work()
