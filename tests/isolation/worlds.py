from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Self, TypeVar

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.app import RECONCILERS
from bot.core.clock import TurnedClock
from bot.core.database import Database
from bot.core.edge import Edge
from bot.people.model import Person
from bot.programs.model import Program
from tests.workplace import MONDAY
from tests.world import ELSEWHERE, OTHERS, World, bring_roster, found_workspace, furnish, world_of

T = TypeVar("T")
HOME, NEAR = "Digital natives", "Sunrise"


async def settle(url: str) -> None:
    """Beside what is elsewhere already, in a SQLite file. No number is an id in two of the three, of whatever it is."""
    database = Database(url)
    edge = Edge(database, TurnedClock(MONDAY), RECONCILERS)
    async with edge.transaction() as db:
        await db.execute(_IDS_FROM, {"least": 100})
        people = await found_workspace(db, "T1", MONDAY)
        people["lena"].is_admin = True
        await furnish(db, people, HOME, MONDAY)
    async with edge.transaction() as db:
        await db.execute(_IDS_FROM, {"least": 200})
        await furnish(db, people, NEAR, MONDAY, OTHERS)
        await bring_roster(db, people, MONDAY)
    await database.dispose()


_IDS_FROM = text("UPDATE sqlite_sequence SET seq = :least")


class Worlds:
    """Lena, an admin, leads `home`, Oscar `near`; another Lena leads `far`. Ids of T1's people are in `ids`."""

    home: World
    near: World
    far: World

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = TurnedClock(MONDAY)
        self.edge = Edge(database, self.clock, RECONCILERS)
        self.ids: dict[str, int] = {}
        self.far_ids: dict[str, int] = {}

    @classmethod
    async def opened(cls, database: Database) -> Self:
        worlds = cls(database)
        async with database.session() as db:
            found = {(team, name): number for team, name, number in await db.execute(_PROGRAMS)}
            worlds.home, worlds.near, worlds.far = [
                await world_of(db, found[which]) for which in (("T1", HOME), ("T1", NEAR), (ELSEWHERE, HOME))
            ]
            for person in await db.scalars(select(Person)):
                ids = worlds.ids if person.team_id == "T1" else worlds.far_ids
                ids[person.slack_id.removeprefix("U0").lower()] = person.id
        return worlds

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        async with self.database.session() as db:
            yield db

    async def does(self, handle: str, deed: Callable[[AsyncSession, Person], Awaitable[T]]) -> T:
        """One deed of somebody in T1, in a transaction of its own."""
        async with self.edge.transaction() as db:
            return await deed(db, await db.get_one(Person, self.ids[handle]))


_PROGRAMS = select(Program.team_id, Program.name, Program.id)
