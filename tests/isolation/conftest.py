"""Two programs of one workspace with the same people in them, and a third elsewhere: each full, and none another's."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.core.database import Database
from tests.isolation.worlds import Worlds, settle


@pytest.fixture(scope="session")
def settled(sqlite_elsewhere: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all three, to be copied for each test."""
    path = tmp_path_factory.mktemp("worlds") / "template.db"
    shutil.copy(sqlite_elsewhere, path)
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, settle(f"sqlite+aiosqlite:///{path}")).result()
    return path


@pytest.fixture
async def worlds(settled: Path, tmp_path: Path) -> AsyncIterator[Worlds]:
    shutil.copy(settled, tmp_path / "test.db")
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/test.db")
    yield await Worlds.opened(database)
    await database.dispose()
