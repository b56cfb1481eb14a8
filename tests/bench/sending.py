"""How fast the outbox is sent, beside what people write who have none.

The bot's postman with a kind that costs nothing to compose, to people whom it has met and whose conversations it
knows; in this process, and Slack in one of its own, the same for the peers. The contenders take turns in rounds; a
figure is the median of the rounds. A million messages of the past are stored.
"""

import gc
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import func, insert, select, text, update

from bot.app import RECONCILERS
from bot.core.answers import Message
from bot.core.blocks import paragraph
from bot.core.clock import Clock
from bot.core.composing import Letter, Letters
from bot.core.database import Database
from bot.core.depot import Depot
from bot.core.edge import Edge
from bot.core.outbox import Fate, OutboxRow
from bot.core.outcomes import Conversation
from bot.core.pace import Pace
from bot.core.postman import IN_FLIGHT, Postman
from bot.core.slack import Connections, Slack
from bot.core.slacks import OneSlack
from bot.people.model import Person
from bot.people.readers import readership
from bot.workspaces.model import Workspace
from tests.bench.carrier import HELLO, hello
from tests.bench.databases import KINDS, Databases
from tests.bench.figures import Figure, spread
from tests.bench.plain_slack import plain_slack
from tests.bench.processes import noise
from tests.bench.sending_peers import Loop, jobs_sent
from tests.bench.stalls import Stall, at_rest, watched

TEAM = "T0BENCH"
STORED, LATER = 1_000_000, 100_000  # messages: in all, and of these those that are due some other day
LOOKS = 200
SLOW_ROWS, SLOW_MS = 3_000, 150
ROUNDS, ROWS, PEERS_ROWS = 5, 4_000, 1_500  # to a Slack that answers at once; in a round
JOBS = 2_000

AT_LEAST_SLOW = 60.0  # messages a second; ten times what one call after the other sends
AT_LEAST_OF_LOOP = 0.8  # of what the loop sends; the promise
STALL_MS = 50.0  # of the event loop; the promise
AT_REST = 3.0  # seconds

# A long text for one INSERT, since a million rows through Python would take minutes.
HISTORY = """
INSERT INTO outbox (key, team_id, kind, recipient, about, subject_id, version, is_nudge, is_urgent, due_at, try_at,
    fate, attempts, settled_at)
WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < :stored)
SELECT 'history:' || n, :team, 'hello', 'U0' || (n % 20000), '', n, 0, false, false, :due_at, :due_at,
    'sent', 1, :due_at FROM counted
"""


async def measure() -> list[Figure]:
    figures: list[Figure] = []
    gc.freeze()  # as the bot does once it has started
    async with plain_slack() as slack:
        for kind, opened in KINDS.items():
            async with opened() as stored, _bot_on(stored) as bot:
                figures += await _measure_on(kind, stored, bot, slack)
        figures += await _measure_jobs(slack)
    gc.unfreeze()
    return figures


async def _measure_on(kind: str, stored: Databases, bot: "_Bot", slack: str) -> list[Figure]:
    idle = [await bot.look(slack) for _ in range(LOOKS)]
    rest = await at_rest(AT_REST)
    slow, slow_stall = await bot.send(f"{slack}/{SLOW_MS}/api/", SLOW_ROWS)
    loop = Loop(stored.peer, _words)
    ours, theirs, noises, stalls = [], [], [], []
    try:
        for _ in range(ROUNDS):
            noises.append(noise())
            rate, stall = await bot.send(f"{slack}/0/api/", ROWS)
            ours.append(rate)
            stalls.append(stall)
            await loop.fill([f"D{number}" for number in range(PEERS_ROWS)])
            started = time.perf_counter()
            await loop.send(f"{slack}/0/api/")
            theirs.append(PEERS_ROWS / (time.perf_counter() - started))
    finally:
        await loop.close()
    peer = f"{kind}: a slack_sdk loop with a commit a message"
    least = AT_LEAST_OF_LOOP * statistics.median(theirs)
    return [
        Figure(f"{kind}: look for due ones among {STORED:,} stored, nothing due", statistics.median(idle), "ms"),
        Figure(
            f"{kind}: {SLOW_ROWS:,} messages, {IN_FLIGHT} at once, {SLOW_MS} ms a call",
            slow,
            "a s",
            least=AT_LEAST_SLOW,
        ),
        Figure(f"{kind}: that, longest stall of the loop", slow_stall.late, "ms", most=STALL_MS),
        Figure(peer, statistics.median(theirs), "a s"),
        Figure(
            f"{kind}: {ROUNDS} times {ROWS:,} messages, answered at once",
            statistics.median(ours),
            "a s",
            peer=peer,
            least=least,
        ),
        Figure(
            f"{kind}: that, longest stall of the loop",
            statistics.median(stall.late for stall in stalls),
            "ms",
            most=STALL_MS,
        ),
        Figure(f"{kind}: that, longest work at a stretch", statistics.median(stall.worked for stall in stalls), "ms"),
        Figure(f"{kind}: longest stall with nothing to do, the noise of the machine", rest.late, "ms"),
        Figure(f"{kind}: machine noise", spread(noises), "times"),
    ]


async def _measure_jobs(slack: str) -> list[Figure]:
    figures = []
    for name, options in (("as it is", {}), ("misfire_grace_time=None", {"misfire_grace_time": None})):
        with tempfile.TemporaryDirectory(prefix="flipside-bench-") as folder:
            url = f"sqlite:///{folder}/jobs.db"
            channels = [f"D{number}" for number in range(JOBS)]
            sent, seconds = await jobs_sent(url, f"{slack}/0/api/", channels, _words, **options)
        figures += [
            Figure(f"APScheduler's job store on SQLite, {name}: sent of {JOBS:,} due", sent, "messages"),
            Figure(f"APScheduler's job store on SQLite, {name}", sent / seconds, "a s"),
        ]
    return figures


def _words(recipient: str) -> dict[str, Any]:
    return Message([paragraph(f"Hello {recipient}, your first session is waiting for a time.")]).arguments()


class _Bot:
    def __init__(self, database: Database) -> None:
        self.database = database
        self.edge = Edge(database, Clock(), RECONCILERS)
        self._posted = 0

    async def settle_in(self) -> None:
        now = self.edge.clock.now()
        people = range(max(SLOW_ROWS, ROWS))
        async with self.database.engine.begin() as connection:
            await connection.execute(
                insert(Workspace), [{"team_id": TEAM, "bot_user_id": "U0BOT", "installed_at": now}]
            )
            await connection.execute(
                insert(Person),
                [{"team_id": TEAM, "slack_id": f"U{n}", "tz": "Europe/Oslo", "met_at": now} for n in people],
            )
            await connection.execute(
                insert(Conversation), [{"team_id": TEAM, "members": f"U{n}", "channel_id": f"D{n}"} for n in people]
            )
            history = text(HISTORY).bindparams(
                stored=STORED, team=TEAM, due_at=now if connection.dialect.name == "postgresql" else now.isoformat()
            )
            await connection.execute(history)
            later = {"fate": Fate.WAITING, "settled_at": None, "try_at": now + timedelta(days=9)}
            await connection.execute(update(OutboxRow).where(OutboxRow.id <= LATER).values(**later))

    async def look(self, slack: str) -> float:
        async with self._postman(f"{slack}/0/api/") as postman:
            started = time.perf_counter()
            await postman.deliver()
            return (time.perf_counter() - started) * 1000

    async def send(self, api_url: str, count: int) -> tuple[float, Stall]:
        """Messages a second."""
        now = self.edge.clock.now() - timedelta(seconds=1)
        rows = [
            {
                "key": f"hello:{self._posted + number}",
                "team_id": TEAM,
                "kind": "hello",
                "recipient": f"U{number}",
                "about": "pair",
                "subject_id": number,
                "due_at": now,
            }
            for number in range(count)
        ]
        self._posted += count
        async with self.database.engine.begin() as connection:
            await connection.execute(insert(OutboxRow), rows)
        async with self._postman(api_url) as postman, watched() as stall:
            started = time.perf_counter()
            while await postman.deliver():
                pass
            seconds = time.perf_counter() - started
        await self._check()
        return count / seconds, stall

    async def _check(self) -> None:
        async with self.edge.transaction() as db:
            sent = await db.scalar(select(func.count()).where(OutboxRow.fate == Fate.SENT, OutboxRow.ts.is_not(None)))
        if sent != self._posted:
            raise RuntimeError(f"{sent:,} of {self._posted:,} messages were sent")

    @asynccontextmanager
    async def _postman(self, api_url: str) -> AsyncIterator[Postman]:
        connections = Connections(api_url)
        slacks, letters = OneSlack(Slack("xoxb-bench", connections)), Letters([Letter(HELLO, hello)])
        depot = Depot(self.edge, slacks, letters, readership, Pace(0, 0), lease=timedelta(minutes=1), attempts=12)
        try:
            yield Postman(depot, TEAM)
        finally:
            await connections.close()


@asynccontextmanager
async def _bot_on(stored: Databases) -> AsyncIterator[_Bot]:
    database = Database(stored.bot)
    try:
        bot = _Bot(database)
        await bot.settle_in()
        await stored.settle()
        yield bot
    finally:
        await database.dispose()
