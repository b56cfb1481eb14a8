"""People, a program and pairs on a real database, made through the use cases, without Slack."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.app import RECONCILERS
from bot.core.clock import TurnedClock
from bot.core.database import Database
from bot.core.edge import Edge
from bot.core.outbox import Fate, OutboxRow
from bot.enrolment.model import Role
from bot.enrolment.usecases import SignUp, sign_up
from bot.pairs.usecases import start_pairs
from bot.people.model import Person
from bot.people.usecases import learn_profile, meet
from bot.programs.rules.cadence import Cadence
from bot.programs.usecases import NewProgram, create_program
from tests.workplace import MONDAY

T = TypeVar("T")


class Office:
    """Lena leads; Maya mentors Henrik; Zoe and Wei are signed up; Oscar has nothing to do with any of it."""

    def __init__(self, database: Database) -> None:
        self.clock = TurnedClock(MONDAY)
        self.edge = Edge(database, self.clock, RECONCILERS)
        self.ids: dict[str, int] = {}
        self.program_id = 0
        self.pair_id = 0

    async def open(self) -> None:
        now = self.clock.now()
        async with self.edge.transaction() as db:
            for handle in ("lena", "maya", "zoe", "henrik", "wei", "oscar"):
                self.ids[handle] = (await meet(db, "T1", f"U0{handle.upper()}", now)).id
            rules = NewProgram("Digital natives", "A need.", Cadence.WEEKLY, 60, ["U0LENA"], None)
            lena = await db.get_one(Person, self.ids["lena"])
            program = await create_program(db, lena, "T1", rules, "everyone", now)
            self.program_id = program.id
            for handle, role, level in (
                ("maya", Role.MENTOR, 2),
                ("zoe", Role.MENTOR, 1),
                ("henrik", Role.MENTEE, 6),
                ("wei", Role.MENTEE, 6),
            ):
                person = await db.get_one(Person, self.ids[handle])
                said = SignUp(program.id, role, level, "Sales", ["ai-ethics"], ["ai-ethics"], 1)
                await sign_up(db, person, said, now)
            (pair,) = await start_pairs(db, program, [(self.ids["maya"], self.ids["henrik"])], now)
            self.pair_id = pair.id

    async def does(self, handle: str, deed: Callable[[AsyncSession, Person], Awaitable[T]]) -> T:
        """One deed of one person, in a transaction of its own."""
        async with self.edge.transaction() as db:
            return await deed(db, await db.get_one(Person, self.ids[handle]))

    async def hears(self, kind: str, *handles: str) -> None:
        """Messages of that kind have reached them; where nobody is named, everybody."""
        people = [f"U0{handle.upper()}" for handle in handles]
        async with self.edge.transaction() as db:
            for row in await db.scalars(select(OutboxRow).where(OutboxRow.kind == kind)):
                if row.fate is Fate.WAITING and (not people or row.recipient in people):
                    row.fate, row.settled_at = Fate.SENT, self.clock.now()

    async def leaves_slack(self, handle: str) -> None:
        async with self.edge.transaction() as db:
            await learn_profile(db, await db.get_one(Person, self.ids[handle]), {"deleted": True})


NewOffice = Callable[[], Awaitable[Office]]
