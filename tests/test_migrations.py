"""The migrations make exactly the tables of the models, on both kinds of database, and can be undone."""

import asyncio
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect

import bot.app  # noqa: F401 - knows every table
from bot.core.database import MIGRATIONS, Database, Row, migrate, newest_migration


@pytest.fixture
def config(database_url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = database_url
    return config


def difference(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), Row.metadata))


async def test_migrations_and_models_agree(database: Database) -> None:
    async with database.engine.connect() as connection:
        assert await connection.run_sync(difference) == []


async def test_they_can_be_undone_and_done_again(database: Database, config: Config) -> None:
    await database.dispose()
    await asyncio.to_thread(command.downgrade, config, "base")
    async with database.engine.connect() as connection:
        assert await connection.run_sync(lambda c: inspect(c).get_table_names()) == ["alembic_version"]
    assert not await database.is_current()
    await database.dispose()
    await asyncio.to_thread(migrate, database.url)
    assert await database.is_current()


async def test_several_processes_that_start_at_once_migrate_once(database: Database, config: Config) -> None:
    await database.dispose()
    await asyncio.to_thread(command.downgrade, config, "base")
    program = "import sys; from bot.core.database import migrate; migrate(sys.argv[1])"
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            program,
            database.url,
            cwd=Path(__file__).parents[1],
        )
        for _ in range(3)
    ]
    assert [await process.wait() for process in processes] == [0, 0, 0]
    assert await database.is_current()


def test_their_names_grow() -> None:
    names = sorted(path.name for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    assert names[-1].split("_")[0] == newest_migration()
