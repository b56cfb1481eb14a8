"""That nobody waits for what touches thousands: the longest that another transaction took beside it, and the longest
stall of the loop, with a program of 10,000 pairs. Each beside what the machine does at rest.
"""

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import func, insert, select, update

from bot.app import RECONCILERS
from bot.core.answers import Document
from bot.core.clock import TurnedClock
from bot.core.composing import words_of
from bot.core.database import Database
from bot.core.edge import Edge
from bot.core.kinds import Address
from bot.core.outbox import OutboxRow, post
from bot.letters import LETTERS
from bot.pairs.model import Pair
from bot.people.model import Person
from bot.people.readers import readership
from bot.privacy.kinds import EXPORT
from bot.sessions.jobs import finish_sessions
from bot.sessions.model import AGENDA, Session
from bot.sessions.rules.lifecycle import SessionState
from tests.bench.databases import KINDS, Databases
from tests.bench.figures import Figure, spread
from tests.bench.population import PAIRS, settle_in
from tests.bench.processes import noise
from tests.bench.stalls import Stall, at_rest, watched

WAIT_MS, STALL_MS = 150.0, 50.0  # the promises
PAUSE = 0.005  # seconds between two of the others' transactions
AT_REST = 3.0  # seconds
OWN_PAIRS, OWN_SESSIONS = 200, 50  # of one person, with agendas as long as they can be: 30 MB

TEAM = "T0BENCH"

Work = Callable[[], Awaitable[None]]


@dataclass
class Others:
    """Who writes a little at the same time, over and over: what they waited, in milliseconds."""

    edge: Edge
    waits: list[float] = field(default_factory=list)

    async def write(self) -> None:
        while True:
            started = time.perf_counter()
            async with self.edge.transaction() as db:
                await db.execute(update(Person).where(Person.id == 1).values(absences=Person.absences + 1))
            self.waits.append((time.perf_counter() - started) * 1000)
            await asyncio.sleep(PAUSE)


@asynccontextmanager
async def others_at(edge: Edge) -> AsyncIterator[Others]:
    others = Others(edge)
    writing = asyncio.create_task(others.write())
    try:
        yield others
    finally:
        await asyncio.sleep(PAUSE)
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)


async def measure() -> list[Figure]:
    noises, figures = [noise()], []
    gc.collect()
    gc.freeze()  # as the bot does once it has started
    for kind, opened in KINDS.items():
        async with opened() as stored:
            figures += await _measure_on(kind, stored)
        noises.append(noise())
    return [*figures, Figure("waiting: machine noise", spread(noises), "times")]


async def _measure_on(kind: str, stored: Databases) -> list[Figure]:
    clock = TurnedClock()
    await settle_in(stored.bot, TEAM, clock.now())
    await stored.settle()
    database = Database(stored.bot)
    edge = Edge(database, clock, RECONCILERS)
    rest = await at_rest(AT_REST)
    figures = [Figure(f"{kind}: longest stall with nothing to do, the noise of the machine", rest.late, "ms")]
    for name, work in (
        (f"{PAIRS:,} sessions over at once", _sessions_over),
        ("an export of 30 MB", _export),
    ):
        figures += await _case(f"{kind}: {name}", edge, await work(edge))
    await database.dispose()
    return figures


async def _case(name: str, edge: Edge, work: Work) -> list[Figure]:
    started = time.perf_counter()
    stall: Stall
    async with others_at(edge) as others, watched() as stall:
        await work()
    seconds = time.perf_counter() - started
    return [
        Figure(name, seconds, "s"),
        Figure(f"{name}: longest wait of another transaction", max(others.waits), "ms", most=WAIT_MS),
        Figure(f"{name}: longest stall of the loop", stall.late, "ms", most=STALL_MS),
        Figure(f"{name}: longest work at a stretch", stall.worked, "ms"),
    ]


async def _sessions_over(edge: Edge) -> Work:
    now = edge.clock.now()
    async with edge.transaction() as db:
        over = {"starts_at": now - timedelta(hours=2), "ends_at": now - timedelta(hours=1)}
        await db.execute(update(Session).where(Session.state == SessionState.PLANNED).values(**over))

    async def work() -> None:
        while await finish_sessions(edge):
            pass
        async with edge.transaction() as db:
            still = Session.state == SessionState.PLANNED, Session.ends_at < now
            left = await db.scalar(select(func.count()).where(*still))
        if left:
            raise RuntimeError(f"{left:,} sessions are not over")

    return work


async def _export(edge: Edge) -> Work:
    now = edge.clock.now()
    async with edge.transaction() as db:
        pairs = [Pair(program_id=1, mentor_id=2 * n + 1, mentee_id=2, started_at=now) for n in range(1, OWN_PAIRS + 1)]
        db.add_all(pairs)
        await db.flush()
        agenda = {"agenda": ("quokka " * AGENDA)[:AGENDA], "agenda_version": 1, "state": SessionState.HELD}
        times = [{"number": n, "starts_at": now, "ends_at": now} for n in range(1, OWN_SESSIONS + 1)]
        await db.execute(insert(Session), [{"pair_id": pair.id, **agenda, **time} for pair in pairs for time in times])
        person = await db.get_one(Person, 2)
        await post(db, [EXPORT.to(Address(TEAM, person.slack_id), person.id, due=now)], now)

    async def work() -> None:
        async with edge.transaction() as db:
            row = (await db.scalars(select(OutboxRow).where(OutboxRow.kind == EXPORT.name))).one()
            letter = await words_of(db, row, LETTERS[row.kind], readership, edge.clock.now())
        content = await letter.write(edge.transaction) if isinstance(letter, Document) else None
        if content is None or len(content) < OWN_PAIRS * OWN_SESSIONS * AGENDA:
            raise RuntimeError("there is no such file")

    return work
