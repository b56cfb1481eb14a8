"""Who shares what: two processes one outbox, and two workspaces one process."""

import asyncio
import sys
import time
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, func, insert, select

from bot.core.database import Database
from bot.core.kinds import Address
from bot.core.outbox import Fate, OutboxRow, post
from bot.core.outcomes import Conversation
from bot.workspaces.model import Workspace
from tests.bench.carrier import HELLO, Carrier, Slacks
from tests.bench.databases import KINDS, Databases, postgresql
from tests.bench.figures import Figure, spread
from tests.bench.plain_slack import calls_to, plain_slack
from tests.bench.processes import ROOT, noise

ROWS, SLOW_MS = 20_000, 150
AT_LEAST_OF_ONE = 1.8  # times what one process sends
OTHERS_SECONDS = 2.0  # for the one message of a workspace beside one with thousands due
TRIES = 5
FAST_ROWS = 5_000
GLANCE = 0.01  # seconds


async def measure() -> list[Figure]:
    noises = [noise()]
    figures: list[Figure] = []
    async with plain_slack() as slack:
        async with postgresql() as stored:
            figures += await _two_processes(stored, slack, 0, FAST_ROWS, None)
            figures += await _two_processes(stored, slack, SLOW_MS, ROWS, AT_LEAST_OF_ONE)
        noises.append(noise())
        for kind, opened in KINDS.items():
            async with opened() as stored:
                seconds = await _beside_thousands(stored, slack)
            name = f"{kind}: one message of a workspace while another has {ROWS:,} due, the longest of {TRIES}"
            figures.append(Figure(name, seconds, "s", most=OTHERS_SECONDS))
        noises.append(noise())
    return [*figures, Figure("sharing: machine noise", spread(noises), "times")]


async def _two_processes(stored: Databases, slack: str, delay: int, rows: int, least: float | None) -> list[Figure]:
    rates = {}
    for processes in (1, 2):
        await _fill(stored, "T1", rows)
        before = await calls_to(slack)
        seconds = await _carried(stored.bot, f"{slack}/{delay}/api/", processes)
        sent, calls = await _sent(stored), await calls_to(slack) - before
        if (sent, calls) != (rows, rows):
            raise RuntimeError(f"of {rows:,} messages {sent:,} were sent, in {calls:,} calls")
        rates[processes] = rows / seconds
    one = f"PostgreSQL: {rows:,} messages at {delay} ms a call, by one process"
    most = None if least is None else least * rates[1]
    return [
        Figure(one, rates[1], "a s"),
        Figure(f"PostgreSQL: {rows:,} messages at {delay} ms a call, by two", rates[2], "a s", peer=one, least=most),
    ]


async def _fill(stored: Databases, team_id: str, rows: int) -> None:
    """All of it due, to people whose conversations are known; nothing else."""
    database = Database(stored.bot)
    edge = Carrier(database, Slacks({})).edge
    now = edge.clock.now() - timedelta(seconds=1)
    async with database.engine.begin() as connection:
        for table in (OutboxRow, Conversation, Workspace):
            await connection.execute(delete(table))
        await connection.execute(insert(Workspace), [{"team_id": team_id, "bot_user_id": "U0BOT", "installed_at": now}])
        people = [{"team_id": team_id, "members": f"U{n}", "channel_id": f"D{n}"} for n in range(rows)]
        await connection.execute(insert(Conversation), people)
        await connection.execute(insert(OutboxRow), [_row(team_id, f"U{n}", n, now) for n in range(rows)])
    await stored.settle()
    await database.dispose()


def _row(team_id: str, recipient: str, subject_id: int, now: object) -> dict[str, object]:
    return {
        "key": f"hello:{team_id}:{recipient}:{subject_id}",
        "team_id": team_id,
        "kind": "hello",
        "recipient": recipient,
        "about": "pair",
        "subject_id": subject_id,
        "due_at": now,
    }


async def _carried(database_url: str, api_url: str, processes: int) -> float:
    """Seconds until that many processes together have nothing left to do."""
    carriers = [await _carrier(database_url, api_url) for _ in range(processes)]
    started = time.perf_counter()
    for carrier in carriers:
        assert carrier.stdin
        carrier.stdin.write(b"\n")
    ends = await asyncio.gather(*[carrier.wait() for carrier in carriers])
    seconds = time.perf_counter() - started
    if any(ends):
        raise RuntimeError(f"carriers ended with {ends}")
    return seconds


async def _carrier(database_url: str, api_url: str) -> asyncio.subprocess.Process:
    command: Sequence[str] = (sys.executable, "-m", "tests.bench.carrier", database_url, api_url)
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, cwd=ROOT)
    assert process.stdout
    await process.stdout.readline()
    return process


async def _sent(stored: Databases) -> int:
    database = Database(stored.bot)
    async with database.session() as db:
        count = await db.scalar(select(func.count()).where(OutboxRow.fate == Fate.SENT))
    await database.dispose()
    return int(count or 0)


async def _beside_thousands(stored: Databases, slack: str) -> float:
    """The longest that the one message of T2 took, from its commit to being sent, while T1 sends all the time."""
    await _fill(stored, "T1", ROWS)
    database = Database(stored.bot)
    carrier = Carrier(database, Slacks({"T1": f"{slack}/{SLOW_MS}/api/", "T2": f"{slack}/0/api/"}))
    carrier.ticker.start()
    waits = []
    for number in range(TRIES):
        await asyncio.sleep(1)
        async with carrier.edge.transaction() as db:
            now = carrier.edge.clock.now()
            await post(db, [HELLO.to(Address("T2", "D1"), number, due=now)], now)
        waits.append(await _until_sent(database))
    left = await _waiting(database, "T1")
    if left < ROWS / 2:
        raise RuntimeError(f"only {left:,} of {ROWS:,} messages were left beside it")
    await carrier.stop()
    await database.dispose()
    return max(waits)


async def _until_sent(database: Database) -> float:
    started = time.perf_counter()
    while await _waiting(database, "T2"):  # noqa: ASYNC110 - it is measured from outside
        await asyncio.sleep(GLANCE)
    return time.perf_counter() - started


async def _waiting(database: Database, team_id: str) -> int:
    waits = OutboxRow.team_id == team_id, OutboxRow.fate == Fate.WAITING
    async with database.session() as db:
        return int(await db.scalar(select(func.count()).where(*waits)) or 0)
