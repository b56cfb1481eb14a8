from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError

from bot.core.database import Database
from bot.core.deliveries import Delivery
from bot.programs.model import ProgramCounts

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


async def test_sqlite_writes_ahead_and_holds_references(migrated: str) -> None:
    database = Database(migrated)
    async with database.engine.connect() as connection:
        assert await connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert await connection.scalar(text("PRAGMA foreign_keys")) == 1
        assert await connection.scalar(text("PRAGMA busy_timeout")) == 30_000
    await database.dispose()


async def test_a_row_cannot_refer_to_nothing(database: Database) -> None:
    async with database.session() as db:
        db.add(ProgramCounts(program_id=404))
        with pytest.raises(IntegrityError):
            await db.flush()


async def test_a_moment_comes_back_as_the_same_moment_in_utc(database: Database) -> None:
    oslo = NOON.astimezone(timezone(timedelta(hours=1)))
    async with database.session() as db, db.begin():
        db.add(Delivery(key="a", seen_at=oslo))
    async with database.session() as db:
        stored = (await db.scalars(select(Delivery.seen_at))).one()
    assert stored == NOON
    assert stored.utcoffset() == timedelta()


async def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    async with database.session() as db:
        db.add(Delivery(key="a", seen_at=NOON.replace(tzinfo=None)))
        with pytest.raises(StatementError, match="a moment needs a time zone"):
            await db.flush()


async def test_an_error_of_the_database_does_not_quote_what_was_to_be_stored(database: Database) -> None:
    async with database.session() as db:
        db.add_all([Delivery(key="words of Maya", seen_at=NOON), Delivery(key="words of Maya", seen_at=NOON)])
        with pytest.raises(IntegrityError) as raised:
            await db.flush()
    assert "parameters hidden" in str(raised.value)
