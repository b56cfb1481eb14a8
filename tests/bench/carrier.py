"""A bot that only carries messages, as a process of its own: `python -m tests.bench.carrier DATABASE_URL API_URL`.

It prints a line once it is ready, begins at a line of its input, and ends when nothing is due any more.
"""

import asyncio
import sys
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.app import RECONCILERS
from bot.core.answers import Message
from bot.core.blocks import paragraph
from bot.core.clock import Clock
from bot.core.composing import Letter, Letters
from bot.core.couriers import Couriers
from bot.core.database import Database
from bot.core.depot import Depot
from bot.core.edge import Edge
from bot.core.kinds import Kind, Topic, Urgency
from bot.core.outbox import OutboxRow, next_due_message
from bot.core.pace import Pace
from bot.core.slack import Connections, Slack
from bot.core.ticker import Job, Ticker
from bot.people.readers import readership

# At once, so that a figure does not depend on the hour at which it is measured.
HELLO = Kind("hello", "greeting", Topic.PAIR, "nobody: it is a measurement", Urgency.AT_ONCE)
TICK, DRAIN = 1.0, 5.0  # seconds


async def hello(_db: AsyncSession, row: OutboxRow, _now: object) -> Message:
    return Message([paragraph(f"Hello {row.recipient}, your first session is waiting for a time.")])


class Slacks:
    """A Slack for each workspace, by its address."""

    def __init__(self, api_urls: dict[str, str], otherwise: str = "") -> None:
        self._otherwise = otherwise
        self._connections = {team: Connections(url) for team, url in api_urls.items()}

    async def of(self, team_id: str) -> Slack:
        if team_id not in self._connections:
            self._connections[team_id] = Connections(self._otherwise)
        return Slack("xoxb-bench", self._connections[team_id])

    async def close(self) -> None:
        for connections in self._connections.values():
            await connections.close()


class Carrier:
    """Couriers and the clock that has them look."""

    def __init__(self, database: Database, slacks: Slacks) -> None:
        self.edge = Edge(database, Clock(), RECONCILERS)
        self._slacks = slacks
        letters = Letters([Letter(HELLO, hello)])
        lease = timedelta(minutes=1)
        self._couriers = Couriers(Depot(self.edge, slacks, letters, readership, Pace(0, 0), lease=lease, attempts=12))
        job = Job("deliver messages", self._couriers.deliver, next_due_message, self._couriers.with_messages)
        self.ticker = Ticker(TICK, [job])
        self.edge.start_work = self.ticker.tick_soon

    async def stop(self) -> None:
        self._couriers.stop()
        await self.ticker.stop(DRAIN)
        await self._slacks.close()


async def main(database_url: str, api_url: str) -> None:
    database = Database(database_url)
    carrier = Carrier(database, Slacks({}, otherwise=api_url))
    async with carrier.edge.transaction() as db:
        await next_due_message(db)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.readline)
    await carrier.ticker.settled()
    await carrier.stop()
    await database.dispose()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
