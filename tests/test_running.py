"""Commands with a database that does not work: one line that says what to do, and exit status 2."""

import argparse
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from bot.core.database import Database
from bot.core.unreachable import Unreachable, telling_why
from bot.running import bring_up_to_date, export_person, import_roster, run
from bot.settings import Settings, read_settings
from tests.people.test_roster_command import TWO

Command = Callable[[Settings], Awaitable[int]]


async def import_two(settings: Settings) -> int:
    path = Path(make_url(settings.database_url).database or "").parent / "people.csv"
    path.write_text(TWO)
    return await import_roster(settings, argparse.Namespace(file=path, team=None, check=False))


async def run_connected(settings: Settings) -> int:
    return await run(settings, must_connect=False)


async def export_maya(settings: Settings) -> int:
    return await export_person(settings, argparse.Namespace(person="U0MAYA", team=None))


@pytest.fixture
def at_fault(capsys: pytest.CaptureFixture[str]) -> Callable[[Command, str], Awaitable[str]]:
    """What a command says of a database that it cannot use."""

    async def ask(command: Command, url: str) -> str:
        tokens = {"slack_bot_token": "xoxb-1", "slack_app_token": "xapp-1"}
        assert await command(read_settings(_env_file=None, database_url=url, **tokens)) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.startswith("DATABASE_URL: ")
        assert said.err.count("\n") == 1
        return said.err

    return ask


@pytest.mark.parametrize("command", [run_connected, bring_up_to_date, import_two, export_maya])
async def test_every_command_says_that_a_newer_version_wrote_the_database(
    command: Command, migrated: str, at_fault: Callable[[Command, str], Awaitable[str]]
) -> None:
    with sqlite3.connect(make_url(migrated).database or "") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    assert "a newer version of Flipside has written this database (9999," in await at_fault(command, migrated)


async def test_a_database_of_another_program_is_left_alone(
    migrated: str, at_fault: Callable[[Command, str], Awaitable[str]]
) -> None:
    with sqlite3.connect(make_url(migrated).database or "") as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'a1b2c3d4e5f6'")
    connection.close()
    assert "belongs to another program" in await at_fault(bring_up_to_date, migrated)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgres://u:hunter2@127.0.0.1:9/d", "nobody answers there"),
        ("postgres://u:hunter2@nowhere.invalid/d", "its host is not known"),
        ("postgres://u:hunter2@127.0.0.1:9/d?sslmode=verify-full", "needs the file of an authority"),
        (
            "postgres://u:hunter2@127.0.0.1:9/d?sslmode=verify-ca&sslrootcert={folder}/words.txt",
            "Check the files that sslrootcert",
        ),
        ("sqlite:///{folder}/nowhere/x.db", "neither opened nor made"),
        ("sqlite:///{folder}", "neither opened nor made"),
        ("sqlite:///{folder}/words.txt", "no SQLite database"),
    ],
)
async def test_a_database_that_is_not_there_is_said_to_be_so(
    url: str,
    said: str,
    tmp_path: Path,
    at_fault: Callable[[Command, str], Awaitable[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))  # where asyncpg looks for certificates
    (tmp_path / "words.txt").write_text("No database, but words, and enough of them to be taken for a header. " * 10)
    line = await at_fault(bring_up_to_date, url.format(folder=tmp_path))
    assert said in line
    assert "hunter2" not in line


async def test_a_user_or_a_database_that_the_server_does_not_know_is_said_to_be_so(
    postgres: str, at_fault: Callable[[Command, str], Awaitable[str]]
) -> None:
    server = make_url(postgres)
    for url, said in (
        (server.set(username="nobody"), "does not let this user in"),
        (server.set(database="nowhere"), "has no database of this name"),
        (server.update_query_dict({"target_session_attrs": "standby"}), "what target_session_attrs asks for"),
    ):
        assert said in await at_fault(bring_up_to_date, url.render_as_string(hide_password=False))


async def test_a_file_that_may_only_be_read_is_said_to_be_so(migrated: str) -> None:
    database = Database(migrated)

    async def write() -> None:
        with telling_why():
            async with database.engine.begin() as connection:
                await connection.exec_driver_sql("PRAGMA query_only=ON")  # as the system does it, also to root
                await connection.execute(text("DELETE FROM deliveries"))

    with pytest.raises(Unreachable, match="may not be written to"):
        await write()
    await database.dispose()
