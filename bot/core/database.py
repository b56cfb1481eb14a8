"""The database: one engine, one kind of row, moments in UTC."""

import enum
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import URL, DateTime, Dialect, Enum, MetaData, Table, TypeDecorator, event, make_url, text
from sqlalchemy.exc import DBAPIError, InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry

from bot.core import sqlite
from bot.core.second_try import code_of
from bot.core.unreachable import Unreachable, telling_why
from bot.database_url import driver_arguments, most_connections

OpenTransaction = Callable[[], AbstractAsyncContextManager[AsyncSession]]

MIGRATIONS = Path(__file__).parents[1] / "migrations"
UNDEFINED_TABLE = "42P01"  # PostgreSQL's code
POOLED = "Where it pools transactions (PgBouncer, Supavisor, …), add pgbouncer=true to the parameters of DATABASE_URL."

log = structlog.get_logger()


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
        self.engine = _engine(make_url(url))
        self.sessions = async_sessionmaker(self.engine, expire_on_commit=False)

    def session(self) -> AsyncSession:
        return self.sessions()

    async def is_current(self) -> bool:
        """Whether the newest migration has been applied; spares a start the import of alembic. Raises Unreachable."""
        with telling_why():
            async with self.engine.connect() as connection:
                try:
                    found = await connection.scalar(text("select version_num from alembic_version"))
                except DBAPIError as error:
                    if code_of(error) == UNDEFINED_TABLE or "no such table" in str(error.orig):
                        return False  # it is there, and empty
                    raise
                await self._look_for_pooler(connection)
        known = migrations()
        if found is not None and found not in known:
            raise Unreachable(_not_ours(found, known[-1]))
        return bool(found == known[-1])

    async def _look_for_pooler(self, connection: AsyncConnection) -> None:
        """One in transaction mode that the URL does not tell of works for a while, and breaks under load."""
        if self.engine.dialect.name != "postgresql" or "pgbouncer" in make_url(self.url).query:
            return
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        if driver.get_server_pid() != await connection.scalar(text("select pg_backend_pid()")):
            log.warning("a pooler stands before the database", what_to_do=POOLED)

    async def dispose(self) -> None:
        await self.engine.dispose()


def migrations() -> list[str]:
    """The revisions in migrations/versions, in their order; the files' names start with a number that grows."""
    return sorted(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def _not_ours(found: str, newest: str) -> str:
    if found.isdecimal() and found > newest:
        return (
            f"a newer version of Flipside has written this database ({found}, and this one knows {newest}). "
            "Start that version, or put a copy from before in its place."
        )
    return "this database belongs to another program. Name one of its own for the bot."


def migrate(url: str) -> None:
    """Applies what is missing; safe when several processes start at once. Blocks. Raises Unreachable."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    with telling_why():
        command.upgrade(config, "head")


def _engine(url: URL) -> AsyncEngine:
    return _sqlite(url) if url.get_backend_name() == "sqlite" else _postgresql(url)


def _postgresql(url: URL) -> AsyncEngine:
    limit = most_connections(url)
    engine = create_async_engine(
        url.set(username=None, password=None, host=None, port=None, database=None, query={}),
        connect_args=driver_arguments(url) | {"async_creator_fn": _connect},
        pool_size=limit or 10,
        max_overflow=0 if limit else 10,
        hide_parameters=True,
    )

    @event.listens_for(engine.sync_engine, "checkout")
    def _look(_connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
        # The loop has heard it when a server closes a connection, and knows at no cost. `pool_pre_ping` asks the
        # server in three trips, and learns no more: with one that has vanished it would wait as any statement does.
        if record.driver_connection is None or record.driver_connection.is_closed():
            raise InvalidatePoolError

    return engine


async def _connect(**arguments: Any) -> Any:
    """asyncpg lets through what the operating system says; here it is an error of the database, with its code."""
    import asyncpg

    try:
        return await asyncpg.connect(**arguments)
    except (OSError, asyncpg.ClientConfigurationError, asyncpg.TargetServerAttributeNotMatched) as error:
        raise asyncpg.ClientCannotConnectError(type(error).__name__) from error


def _sqlite(url: URL) -> AsyncEngine:
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
