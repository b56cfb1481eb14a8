"""Which errors of a database are tried again: real ones, of both kinds."""

import sqlite3
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.database import Database
from bot.core.deliveries import Delivery
from bot.core.second_try import AT_ONCE, GROWING, pauses_after, until_it_passes
from bot.programs.model import ProgramCounts

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)

Doing = Callable[[AsyncSession], Awaitable[object]]


class Counted:
    """Does it in a transaction of its own, and counts."""

    def __init__(self, database: Database, *doings: Doing) -> None:
        self.tries = 0
        self._database = database
        self._doings = doings

    async def __call__(self) -> None:
        self.tries += 1
        async with self._database.session() as db, db.begin():
            await self._doings[min(self.tries, len(self._doings)) - 1](db)


async def misspelled(db: AsyncSession) -> None:
    await db.execute(text("select nothing from nowhere"))


async def left_out(db: AsyncSession) -> None:
    await db.execute(text("insert into deliveries (key) values ('a')"))


async def without_zone(db: AsyncSession) -> None:
    db.add(Delivery(key="a", seen_at=NOON.replace(tzinfo=None)))
    await db.flush()


async def twice(db: AsyncSession) -> None:
    db.add_all([Delivery(key="a", seen_at=NOON), Delivery(key="a", seen_at=NOON)])
    await db.flush()


async def to_nothing(db: AsyncSession) -> None:
    db.add(ProgramCounts(program_id=404))
    await db.flush()


async def once(db: AsyncSession) -> None:
    db.add(Delivery(key="a", seen_at=NOON))


@pytest.mark.parametrize("bug", [misspelled, left_out, without_zone])
async def test_a_bug_is_tried_once(database: Database, bug: Doing) -> None:
    work = Counted(database, bug)
    with pytest.raises(StatementError):
        await until_it_passes(work)
    assert work.tries == 1


@pytest.mark.parametrize("collision", [twice, to_nothing])
async def test_what_another_did_at_the_same_moment_is_looked_at_again(database: Database, collision: Doing) -> None:
    work = Counted(database, collision, once)
    await until_it_passes(work)
    assert work.tries == 2
    work = Counted(database, collision)
    with pytest.raises(IntegrityError):
        await until_it_passes(work)
    assert work.tries == 1 + len(AT_ONCE)


async def test_a_file_that_another_process_holds_is_tried_again(migrated: str) -> None:
    path = make_url(migrated).database
    assert path is not None
    database = Database(migrated)
    async with database.engine.connect() as connection:
        await connection.exec_driver_sql("PRAGMA busy_timeout=0")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    tries = 0

    async def work() -> None:
        nonlocal tries
        tries += 1
        if tries == 2:
            other.rollback()
        async with database.session() as db, db.begin():
            await once(db)

    await until_it_passes(work)
    assert tries == 2
    other.close()
    await database.dispose()


@pytest.mark.parametrize(
    "url", ["postgresql+asyncpg://u:p@127.0.0.1:9/d", "postgresql+asyncpg://u:p@nowhere.invalid/d"]
)
async def test_a_server_that_does_not_answer_is_waited_for(url: str) -> None:
    database = Database(url)
    with pytest.raises(DBAPIError) as raised:
        async with database.engine.connect():
            pass
    await database.dispose()
    assert pauses_after(raised.value) == GROWING


async def test_a_database_that_is_not_there_is_not_waited_for(postgres: str) -> None:
    database = Database(make_url(postgres).set(database="nowhere").render_as_string(hide_password=False))
    with pytest.raises(DBAPIError) as raised:
        async with database.engine.connect():
            pass
    await database.dispose()
    assert pauses_after(raised.value) == ()
