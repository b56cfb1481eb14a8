import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from bot.__main__ import main
from bot.core.database import Database
from bot.people.model import RosterEntry
from bot.people.roster_command import import_file
from bot.people.rules.roster_fields import COLUMNS
from bot.people.rules.roster_file import MOST_BYTES
from bot.workspaces.usecases import welcome_workspace
from tests.workplace import MONDAY

ROOT = Path(__file__).parents[2]
HEADER = ",".join(COLUMNS)
TWO = f"{HEADER}\nmaya@x.com,Maya,lena@x.com,Sales,2,Oslo\nlena@x.com,Lena,,,5,\n"


async def is_migrated(_url: str) -> None:
    """What the fixture has done already."""


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    write(path, TWO)
    return path


def write(path: Path, content: str | bytes) -> None:
    path.write_bytes(content.encode() if isinstance(content, str) else content)


@pytest.fixture
def database(empty_database: Database) -> Database:
    return empty_database


async def bring(people: Path, database: Database, *, team: str | None = None, only_check: bool = False) -> int:
    return await import_file(people, database.url, is_migrated, (), team=team, only_check=only_check)


async def teams(database: Database) -> dict[str, int]:
    """How many are in the roster of each."""
    count = select(RosterEntry.team_id, func.count()).group_by(RosterEntry.team_id)
    async with database.session() as db:
        return {str(team): int(size) for team, size in await db.execute(count)}


async def connect(database: Database, *team_ids: str) -> None:
    async with database.session() as db, db.begin():
        for team in team_ids:
            await welcome_workspace(db, team, "U0BOT", MONDAY)


async def test_it_says_what_it_changes_and_changes_it(
    people: Path, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await bring(people, database) == 0
    assert capsys.readouterr().out.splitlines() == [
        "people.csv: 2 new, 0 changed, 0 as they were.",
        "  new: maya@x.com, level 2, Sales, Oslo, reports to lena@x.com",
        "  new: lena@x.com, level 5",
        "Imported.",
    ]
    write(people, TWO.replace("lena@x.com,Sales,2,Oslo", ",Sales,3,Oslo"))
    assert await bring(people, database) == 0
    assert capsys.readouterr().out.splitlines() == [
        "people.csv: 0 new, 1 changed, 1 as they were.",
        "  changed: maya@x.com: manager lena@x.com → none, level 2 → 3",
        "Imported.",
    ]
    assert await bring(people, database) == 0
    assert capsys.readouterr().out.splitlines() == [
        "people.csv: 0 new, 0 changed, 2 as they were.",
        "The roster is already as the file says. Nothing was changed.",
    ]


async def test_a_check_says_the_same_and_changes_nothing(
    people: Path, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await bring(people, database, only_check=True) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "people.csv: 2 new, 0 changed, 0 as they were."
    assert said[-1] == "Only checked. Nothing was changed."
    assert await teams(database) == {}


async def test_of_many_changes_ten_are_shown_and_of_both_kinds(
    people: Path, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    write(people, HEADER + "".join(f"\np{at}@x.com,,,,{at}," for at in range(20)))
    await bring(people, database)
    write(people, HEADER + "".join(f"\np{at}@x.com,,,,{at + 1}," for at in range(40)))
    capsys.readouterr()
    await bring(people, database)
    said = capsys.readouterr().out.splitlines()
    assert sum(line.startswith("  new: ") for line in said) == 5
    assert sum(line.startswith("  changed: ") for line in said) == 5
    assert "  … and 30 more" in said


async def test_columns_that_are_not_used_are_named(
    people: Path, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    write(people, f"{HEADER},shoe size\nmaya@x.com,,,,,,39")
    assert await bring(people, database) == 0
    assert "Columns that are not used: shoe size." in capsys.readouterr().out


async def test_each_bad_line_is_named_and_nothing_is_imported(
    people: Path, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    write(people, f"{TWO}zoe,Zoe,,,,\nwei@x.com,Wei,gone@x.com,,,")
    assert await bring(people, database) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "people.csv: 2 problems.",
        "Line 4 (Zoe): email “zoe” is not an email address.",
        "Line 5 (Wei): the manager gone@x.com is neither in this file nor in the roster.",
        "Nothing was changed.",
    ]
    assert await teams(database) == {}


async def test_of_many_problems_fifty_are_named_and_the_others_counted(
    people: Path, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    write(people, HEADER + "\nmaya,,,,," * 1234)
    assert await bring(people, database) == 1
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "people.csv: 1,234 problems."
    assert said[-2:] == ["… and 1,184 more.", "Nothing was changed."]
    assert len(said) == 53


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("Måya".encode("latin-1"), "people.csv: The file is not UTF-8: line 1"),
        (b"PK\x03\x04", "people.csv: This is an Excel file"),
        (b"x" * (MOST_BYTES + 100), "people.csv: The file is larger than 20 MB."),
    ],
    ids=["latin-1", "zip", "too large"],
)
async def test_a_file_that_is_no_roster_gets_a_clear_answer_before_the_database_is_touched(
    people: Path, capsys: pytest.CaptureFixture[str], content: bytes, reason: str
) -> None:
    write(people, content)
    nowhere = people.parent / "new.db"
    assert await import_file(people, f"sqlite+aiosqlite:///{nowhere}", is_migrated, ()) == 1
    assert capsys.readouterr().err.startswith(reason)
    assert not nowhere.exists()


@pytest.mark.parametrize(("name", "reason"), [("gone.csv", "No such file or directory"), (".", "Is a directory")])
async def test_a_file_that_cannot_be_read_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, reason: str
) -> None:
    assert await import_file(tmp_path / name, "sqlite+aiosqlite:///x.db", is_migrated, ()) == 2
    assert capsys.readouterr().err == f"{tmp_path / name}: {reason}\n"


async def test_a_database_that_fails_on_the_way_leaves_nothing_and_says_so(
    people: Path, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    async def fails(*_arguments: object) -> None:
        raise OperationalError("", {}, OSError())

    await connect(database, "T1")
    assert await import_file(people, database.url, fails, ()) == 2
    assert capsys.readouterr().err == "The database did not take it (OSError). Nothing was changed; please try again.\n"
    assert await teams(database) == {}


@pytest.mark.parametrize(
    ("connected", "asked", "used"),
    [
        ([], None, ""),
        ([], "T9", "T9"),
        (["T1"], None, "T1"),
        (["T1"], "T1", "T1"),
        (["T1", "T2"], "T2", "T2"),
    ],
)
async def test_the_roster_goes_to_the_workspace_asked_for_or_the_only_one_or_the_first_to_come(
    people: Path, database: Database, connected: list[str], asked: str | None, used: str
) -> None:
    await connect(database, *connected)
    assert await bring(people, database, team=asked) == 0
    assert await teams(database) == {used: 2}


@pytest.mark.parametrize(
    ("connected", "asked", "said"),
    [
        (["T2", "T1"], None, "There are several workspaces. Add --team with one of T1, T2.\n"),
        (["T1"], "T9", "--team: the bot does not know this workspace; it knows T1.\n"),
        ([], "t1; drop", "--team: a workspace's id looks like T0123ABCD.\n"),
        ([], "T" * 33, "--team: a workspace's id looks like T0123ABCD.\n"),
    ],
)
async def test_an_unclear_workspace_is_asked_about(
    people: Path,
    database: Database,
    capsys: pytest.CaptureFixture[str],
    connected: list[str],
    asked: str | None,
    said: str,
) -> None:
    await connect(database, *connected)
    assert await bring(people, database, team=asked) == 2
    assert capsys.readouterr().err == said
    assert await teams(database) == {}


def test_typed_in_an_empty_folder_it_migrates_and_imports_without_slack(people: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "DATABASE_URL"))}
    run = subprocess.run(
        [sys.executable, "-m", "bot", "roster", "import", "people.csv"],
        cwd=people.parent,
        env=kept | {"PYTHONPATH": str(ROOT), "DATABASE_URL": "sqlite:///flipside.db"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("people.csv: 2 new")
    assert run.stdout.endswith("Imported.\n")
    assert (people.parent / "flipside.db").exists()


@pytest.mark.parametrize("arguments", [["roster"], ["roster", "import"], ["roster", "export", "people.csv"]])
def test_half_a_command_is_answered_with_its_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        main(arguments)
    assert raised.value.code == 2
    assert "usage: python -m bot roster" in capsys.readouterr().err


def test_help_says_what_the_file_needs(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        main(["roster", "import", "--help"])
    assert raised.value.code == 0
    assert HEADER in capsys.readouterr().out.replace("\n", "").replace(" ", "")
