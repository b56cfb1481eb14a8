"""Run by alembic: applies migrations over the async engine, one process at a time."""

import asyncio
import importlib
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, Enum, text

from bot.core.database import MIGRATIONS, Database, Moment, Row
from bot.settings import read_settings

LOCK = 0x666C6970  # "flip": any number, as long as every process takes the same


def _know_all_tables() -> None:
    """For comparing the database with the models; applying migrations needs none of them."""
    for name in ("bot.core.deliveries", "bot.core.postman"):
        importlib.import_module(name)
    for path in sorted((MIGRATIONS.parent / "bot").glob("*/model.py")):
        importlib.import_module(f"bot.{path.parent.name}.model")


def _as_plain_types(kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """A migration names database types, not this program's: it must still run when those have changed."""
    if kind == "type" and isinstance(thing, Moment):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(thing, Enum):
        return f"sa.String({thing.length})"
    return False


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


async def _run() -> None:
    if context.config.cmd_opts is not None:  # alembic's command line, not the bot applying what is missing
        _know_all_tables()
    url = context.config.attributes.get("url") or read_settings().database_url
    database = Database(url)
    try:
        async with database.engine.begin() as connection:
            await connection.run_sync(_apply)
    finally:
        await database.dispose()


asyncio.run(_run())
