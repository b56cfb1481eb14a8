"""The database: one engine, one kind of row, moments in UTC."""

import enum
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import DateTime, Dialect, Enum, MetaData, Table, TypeDecorator, event, make_url, text
from sqlalchemy.exc import DBAPIError, ProgrammingError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

from bot.core import sqlite

OpenTransaction = Callable[[], AbstractAsyncContextManager[AsyncSession]]

MIGRATIONS = Path(__file__).parents[1] / "migrations"


class Moment(TypeDecorator[datetime]):
    """A point in time. Aware in Python, UTC in the database; a naive one is a bug and refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        # SQLite hands back what it stored without a zone.
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


def _words(kind: type[enum.Enum]) -> list[str]:
    return [str(member.value) for member in kind]


class Row(DeclarativeBase):
    """Base of every table.

    An id is never used twice: a button in Slack outlives the row that it is about, and must not mean another one. A
    sequence of PostgreSQL only grows; SQLite has to be told, or it gives the highest id again once its row is deleted
    (sqlite.org/autoinc.html). A migration that makes a table with an id says `sqlite_autoincrement=True`.
    """

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        datetime: Moment,
        # Words in a plain column: a new word needs no change of the database.
        enum.Enum: Enum(enum.Enum, native_enum=False, length=32, values_callable=_words),
    }

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if isinstance(cls.__table__, Table) and cls.__table__.autoincrement_column is not None:
            cls.__table__.dialect_kwargs["sqlite_autoincrement"] = True


class Database:
    """An engine and its sessions. Dispose of it before the loop ends, or aiosqlite keeps the process alive."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)
        self.sessions = async_sessionmaker(self.engine, expire_on_commit=False)

    def session(self) -> AsyncSession:
        return self.sessions()

    async def is_current(self) -> bool:
        """Whether the newest migration has been applied; spares a start the import of alembic."""
        try:
            async with self.engine.connect() as connection:
                found = await connection.scalar(text("select version_num from alembic_version"))
        except (DBAPIError, OSError) as error:
            if isinstance(error, ProgrammingError) or "no such table" in str(error):
                return False  # it is there, and empty
            raise Unreachable(type(error.__cause__ or error).__name__) from error
        return bool(found == newest_migration())

    async def dispose(self) -> None:
        await self.engine.dispose()


def newest_migration() -> str:
    """The revision that the files in migrations/versions end with; their names start with a number that grows."""
    newest = max((MIGRATIONS / "versions").glob("[0-9]*.py"))
    return newest.name.split("_")[0]


def migrate(url: str) -> None:
    """Applies every migration that is missing. Blocks; safe when several processes start at once."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    command.upgrade(config, "head")


class Unreachable(Exception):
    """The database cannot be opened; the message says why, without its address."""


def _engine(url: str) -> AsyncEngine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_async_engine(url, pool_pre_ping=True, pool_size=10, hide_parameters=True)
    # SQLite has one writer. A single connection queues its users fairly in this process, where several
    # would poll each other's lock; WAL and the busy timeout take care of other processes.
    engine = create_async_engine(
        url,
        pool_size=1,
        max_overflow=0,
        connect_args={"timeout": 30, "async_creator_fn": sqlite.connect},
        hide_parameters=True,
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver would otherwise begin transactions late, and by itself
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=30000"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        # A transaction that reads first and writes later cannot be upgraded while another writes.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
