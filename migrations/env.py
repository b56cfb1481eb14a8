"""Run by alembic: applies migrations over the async engine, one process at a time."""

import asyncio
import importlib
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, Engine, Enum, event, text

from bot.core.database import MIGRATIONS, Database, Moment, Row
from bot.settings import read_settings

LOCK = 0x666C6970  # "flip": any number, as long as every process takes the same


def _know_all_tables() -> None:
    """For comparing the database with the models; applying migrations needs none of them."""
    for name in ("bot.core.deliveries", "bot.core.postman"):
        importlib.import_module(name)
    for path in sorted(MIGRATIONS.parent.glob("*/model.py")):
        importlib.import_module(f"bot.{path.parent.name}.model")


def _as_plain_types(kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """A migration names database types, not this program's: it must still run when those have changed."""
    if kind == "type" and isinstance(thing, Moment):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(thing, Enum):
        return f"sa.String({thing.length})"
    return False


class BrokenKeys(Exception):
    """After the migrations, rows point at others that are not there; nothing was changed. Names the tables."""


def _leave_keys_to_the_end(engine: Engine) -> None:
    """A table that others point at can be rebuilt only while SQLite does not watch, which it is told before it begins.

    (sqlite.org/lang_altertable.html, section 7.)
    """

    @event.listens_for(engine, "connect")
    def _stop_watching(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA foreign_keys=OFF").close()


def _check_keys(connection: Connection) -> None:
    broken = connection.execute(text("PRAGMA foreign_key_check")).all()
    if broken:
        raise BrokenKeys(sorted({f"{child} -> {parent}" for child, _row, parent, _key in broken}))


def _highest_ids(connection: Connection) -> list[dict[str, Any]]:
    """What SQLite notes of each table with ids, so that none is used twice."""
    if connection.scalar(text("SELECT name FROM sqlite_master WHERE name = 'sqlite_sequence'")) is None:
        return []
    return [dict(row) for row in connection.execute(text("SELECT name, seq FROM sqlite_sequence")).mappings()]


def _keep_highest_ids(connection: Connection, noted: list[dict[str, Any]]) -> None:
    """A table that was rebuilt knows its rows, and not those that were deleted before."""
    for highest in noted:
        connection.execute(text("UPDATE sqlite_sequence SET seq = max(seq, :seq) WHERE name = :name"), highest)


def _apply(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Row.metadata,
        render_as_batch=True,
        render_item=_as_plain_types,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":  # SQLite's own lock keeps others out
            connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
            context.run_migrations()
            return
        noted = _highest_ids(connection)
        context.run_migrations()
        _keep_highest_ids(connection, noted)
        _check_keys(connection)


async def _run() -> None:
    if context.config.cmd_opts is not None:  # alembic's command line, not the bot applying what is missing
        _know_all_tables()
    url = context.config.attributes.get("url") or read_settings().database_url
    database = Database(url)
    if database.engine.dialect.name == "sqlite":
        _leave_keys_to_the_end(database.engine.sync_engine)
    try:
        async with database.engine.begin() as connection:
            await connection.run_sync(_apply)
    finally:
        await database.dispose()


asyncio.run(_run())
