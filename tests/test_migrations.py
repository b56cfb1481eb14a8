"""The migrations make exactly the tables of the models, on both kinds of database, and can be undone."""

import asyncio
import sqlite3
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import (
    JSON,
    Boolean,
    Connection,
    Date,
    DateTime,
    Integer,
    MetaData,
    String,
    Table,
    TextClause,
    bindparam,
    delete,
    inspect,
    make_url,
    select,
    text,
)

import bot.app  # noqa: F401 - knows every table
from bot.core.database import MIGRATIONS, Database, Row, migrate, migrations
from bot.core.outbox import OutboxRow
from bot.enrolment.model import Enrolment, EnrolmentState
from bot.letters import LETTERS
from bot.people.model import Person
from bot.people.rules.hours import Hours
from bot.programs.model import Program, ProgramCounts
from bot.programs.rules.lifecycle import ProgramState
from bot.skills.model import PersonSkill

T = TypeVar("T")


@pytest.fixture
def database(empty_database: Database) -> Database:
    return empty_database


@pytest.fixture
def config(empty_database_url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = empty_database_url
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
    assert names[-1].split("_")[0] == migrations()[-1]


OLD = (
    "INSERT INTO people (id, team_id, slack_id, tz, is_active, met_at) VALUES (1, 'T1', 'U1', 'UTC', true, :now)",
    "INSERT INTO people (id, team_id, slack_id, tz, is_active, met_at) VALUES (2, 'T1', 'U2', 'UTC', true, :now)",
    "INSERT INTO programs (id, team_id, name, need, cadence, session_minutes, state, created_at) "
    "VALUES (1, 'T1', 'Digital natives', 'A need', 'weekly', 60, 'open', :now)",
    "INSERT INTO programs (id, team_id, name, need, cadence, session_minutes, state, created_at) "
    "VALUES (2, 'T1', 'Green shoots', 'A need', 'weekly', 60, 'open', :now)",
    "INSERT INTO program_counts (program_id, changes, counted, counts) VALUES (1, 3, 3, '{\"mentors\": 1}')",
    "INSERT INTO enrolments (program_id, person_id, role, capacity, enrolled_at, times_saved) "
    "VALUES (1, 1, 'mentor', 1, :now, 1)",
    "INSERT INTO person_skills (person_id, side, skill) VALUES (1, 'offers', 'prompting')",
    "INSERT INTO person_skills (person_id, side, skill) VALUES (2, 'wishes', 'prompting')",
    "INSERT INTO pairs (program_id, mentor_id, mentee_id, state, started_at, held, over, with_agenda) "
    "VALUES (1, 1, 2, 'active', :now, 0, 0, 0)",
)


def _dated(statement: str, now: datetime) -> TextClause:
    if ":now" not in statement:
        return text(statement.replace(":", r"\:"))
    return text(statement).bindparams(bindparam("now", now, type_=DateTime(timezone=True)))


async def test_what_was_stored_by_the_first_version_is_kept_and_means_the_same(
    database: Database, config: Config
) -> None:
    await database.dispose()
    await asyncio.to_thread(command.downgrade, config, "0001")
    now = datetime(2026, 11, 1, tzinfo=UTC)
    if database.engine.dialect.name == "sqlite":
        now = now.replace(tzinfo=None)
    async with database.engine.begin() as connection:
        for statement in OLD:
            await connection.execute(_dated(statement, now))
    await database.dispose()
    await asyncio.to_thread(migrate, database.url)
    async with database.session() as db:
        programs = {program.name: program.state for program in await db.scalars(select(Program))}
        assert programs == {"Digital natives": ProgramState.RUNNING, "Green shoots": ProgramState.OPEN}
        assert [one.state for one in await db.scalars(select(Enrolment))] == [EnrolmentState.ENROLLED]
        assert {(one.level, one.priority) for one in await db.scalars(select(PersonSkill))} == {(3, None), (None, 1)}
        assert (await db.get_one(ProgramCounts, 1)).counted is None
        people = (await db.scalars(select(Person))).all()
        assert {person.hours for person in people} == {Hours("UTC")}
        assert {(person.slack_tz, person.own_tz, person.account) for person in people} == {("UTC", None, "member")}
        assert all(person.profile_due_at is not None for person in people), "Slack is asked what they are"
    await database.dispose()
    await asyncio.to_thread(command.downgrade, config, "0001")
    async with database.engine.connect() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM pairs")) == 1


BEFORE_IDS, WITH_IDS = "0007", "0008"  # before ids were never used twice, and from then on
NEW: dict[type, Callable[[int], object]] = {  # of each type, as different as their numbers
    Integer: lambda number: number,
    Boolean: lambda number: number % 2 == 0,
    String: lambda number: f"Ünï {number}",
    JSON: lambda number: {"n": [number, None, "ü"]},
    Date: lambda number: date(2026, 11, number),
    DateTime: lambda number: datetime(2026, 11, number, 9, 30, tzinfo=UTC).replace(tzinfo=None),
}


def _fill(connection: Connection) -> None:
    """Three rows in each table; each points at those of its number."""
    for table in _tables(connection):
        for number in (1, 2, 3):
            row = {c.name: next(new(number) for kind, new in NEW.items() if isinstance(c.type, kind)) for c in table.c}
            connection.execute(table.insert().values(row))


def _tables(connection: Connection) -> list[Table]:
    metadata = MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name not in ("alembic_version", "outbox_gate")]


def _all_of_it(connection: Connection) -> dict[str, object]:
    """Every table: its columns, keys and indexes, and its rows."""
    inspector = inspect(connection)
    shape: dict[str, object] = {}
    for table in _tables(connection):
        name = table.name
        shape[name] = {
            "columns": [
                (one["name"], str(one["type"]), one["nullable"], one["default"]) for one in inspector.get_columns(name)
            ],
            "key": inspector.get_pk_constraint(name)["constrained_columns"],
            "foreign keys": sorted(map(str, inspector.get_foreign_keys(name))),
            "unique": sorted(map(str, inspector.get_unique_constraints(name))),
            "indexes": {
                one["name"]: (one["column_names"], one["unique"], str(one["dialect_options"].get("sqlite_where")))
                for one in inspector.get_indexes(name)
            },
            "rows": [tuple(row) for row in connection.execute(table.select().order_by(*table.primary_key))],
        }
    return shape


async def _in(url: str, work: Callable[[Connection], T]) -> T:
    database = Database(url)
    try:
        async with database.engine.begin() as connection:
            return await connection.run_sync(work)
    finally:
        await database.dispose()


@pytest.fixture
def old(tmp_path: Path) -> Config:
    """For a SQLite database that the version before made."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = f"sqlite+aiosqlite:///{tmp_path}/old.db"
    command.upgrade(config, BEFORE_IDS)
    return config


async def test_no_table_gives_an_id_twice(database: Database) -> None:
    """A new table with an id: `sqlite_autoincrement=True` in its migration, and in `table_kwargs` of a later batch."""
    with_ids = [name for name, table in Row.metadata.tables.items() if table.autoincrement_column is not None]
    assert len(with_ids) > 10

    def never_again(connection: Connection) -> list[str]:
        if connection.dialect.name == "sqlite":
            made = text("SELECT name FROM sqlite_master WHERE sql LIKE '%PRIMARY KEY AUTOINCREMENT%'")
            return list(connection.scalars(made))
        columns = {name: inspect(connection).get_columns(name) for name in with_ids}
        return [name for name, (id_, *_) in columns.items() if str(id_["default"]).startswith("nextval")]

    async with database.engine.connect() as connection:
        assert sorted(await connection.run_sync(never_again)) == sorted(with_ids)


async def test_everything_is_kept_when_ids_become_unique_for_ever_and_when_that_is_undone(old: Config) -> None:
    url = old.attributes["url"]
    await _in(url, _fill)
    before = await _in(url, _all_of_it)
    assert len(before) > 20
    await asyncio.to_thread(command.upgrade, old, WITH_IDS)
    assert await _in(url, _all_of_it) == before
    await asyncio.to_thread(command.downgrade, old, BEFORE_IDS)
    assert await _in(url, _all_of_it) == before


async def test_an_id_handed_out_before_is_not_handed_out_again(old: Config) -> None:
    url = old.attributes["url"]

    def lose_the_newest(connection: Connection) -> None:
        for table in ("proposals", "added_skills", "outbox"):
            connection.execute(text(f"DELETE FROM {table} WHERE id > 1"))

    def next_ids(connection: Connection) -> list[int]:
        tables = {table.name: table for table in _tables(connection)}
        ids: list[int] = []
        for name in ("proposals", "added_skills", "outbox"):
            (one,) = connection.execute(tables[name].select()).mappings()
            new = {key: f"{value}, anew" if key == "key" else value for key, value in one.items() if key != "id"}
            ids += connection.scalars(tables[name].insert().values(new).returning(tables[name].c.id))
        return ids

    await _in(url, _fill)
    await _in(url, lose_the_newest)
    await asyncio.to_thread(migrate, url)
    assert min(await _in(url, next_ids)) > 3


async def test_a_migration_that_would_leave_rows_pointing_at_nothing_changes_nothing(old: Config) -> None:
    url = old.attributes["url"]
    await _in(url, _fill)
    with sqlite3.connect(make_url(url).database or "") as connection:  # with its keys off
        connection.execute("DELETE FROM pairs WHERE id = 3")
    connection.close()
    before = await _in(url, _all_of_it)
    with pytest.raises(Exception, match="sessions -> pairs"):
        await asyncio.to_thread(migrate, url)
    assert await _in(url, _all_of_it) == before


REBUILD = """
from alembic import op

revision, down_revision = "9999", "{newest}"


def upgrade():
    with op.batch_alter_table("programs", recreate="always", table_kwargs={{"sqlite_autoincrement": True}}):
        pass
"""


async def test_a_later_rebuild_of_a_table_forgets_no_id(migrated: str, tmp_path: Path) -> None:
    program = (
        "INSERT INTO programs (team_id, name, need, cadence, session_minutes, state, created_at) "
        "VALUES ('T1', 'Green shoots', 'A need', 'weekly', 60, 'draft', '2026-11-01 09:00:00') RETURNING id"
    )
    gone = await _in(migrated, lambda connection: connection.scalar(text(program)))
    await _in(migrated, lambda connection: connection.execute(text("DELETE FROM programs")))
    (tmp_path / "9999_rebuild.py").write_text(REBUILD.format(newest=migrations()[-1]))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", f"{MIGRATIONS / 'versions'}\n{tmp_path}")
    config.attributes["url"] = migrated
    await asyncio.to_thread(command.upgrade, config, "head")
    assert await _in(migrated, lambda connection: connection.scalar(text(program))) == gone + 1


WAITED = (  # key, kind, recipient, about, subject and version before; about, subject and version from then on
    ("agenda_posted:7:3", "agenda_posted", "U0HENRIK", "session", 7, 0, ("session", 7, 3)),
    ("session_planned:7:2:again", "session_planned", "U0A,U0B", "session", 7, 0, ("session", 7, 2)),
    ("alone:U0A:session_planned:7:2:again", "session_planned", "U0A", "session", 7, 0, ("session", 7, 2)),
    ("agenda_missing:7:2027-03-05", "agenda_missing", "U0MAYA", "", 7, 0, ("session", 7, 740_045)),
    ("check_in:7:1", "check_in", "U0MAYA", "session", 7, 0, ("session", 7, 0)),
    ("season_ends:1:2027-06-30:U0LENA", "season_ends", "U0LENA", "program", 1, 0, ("program", 1, 5)),
    ("season_ends:1:2027-05-31:U0LENA", "season_ends", "U0LENA", "program", 1, 0, ("program", 1, 0)),
    ("program_unannounced:9:4:U0LENA", "program_unannounced", "U0LENA", "program", 1, 0, ("message", 9, 4)),
    ("partner_back:3:U0MAYA:6", "partner_back", "U0MAYA", "pair", 3, 0, ("pair", 3, 6)),
    ("still_in:4:round 2", "still_in", "U0MAYA", "enrolment", 4, 0, ("enrolment", 4, 2)),
    ("free_again:1:2027-03-05:U0LENA", "free_again", "U0LENA", "program", 1, 0, ("program", 1, 740_045)),
    ("introduction:3:U0A,U0B", "introduction", "U0A,U0B", "pair", 3, 0, ("pair", 3, 0)),
    ("export:2:asked:3", "export", "U0MAYA", "person", 2, 0, ("person", 2, 3)),
)


def _whole(table: Table, now: datetime, values: dict[str, object]) -> dict[str, object]:
    """With something in each column that must have a value and has none by itself."""
    is_sqlite = table.c and any("DATETIME" in str(column.type) for column in table.c)
    plain = {
        Integer: 1,
        Boolean: False,
        String: "",
        JSON: [],
        Date: now.date(),
        DateTime: now.replace(tzinfo=None) if is_sqlite else now,
    }
    needed = [c for c in table.c if not c.nullable and c.server_default is None and c.name not in values]
    filled = {c.name: next(one for kind, one in plain.items() if isinstance(c.type, kind)) for c in needed}
    return {name: one for name, one in filled.items() if name != "id"} | values


async def test_what_a_key_said_is_said_by_the_row_and_is_known_by_it(database: Database, config: Config) -> None:
    await database.dispose()
    await asyncio.to_thread(command.downgrade, config, "0010")
    now = datetime(2027, 3, 1, tzinfo=UTC)
    async with database.engine.begin() as connection:
        tables = {table.name: table for table in await connection.run_sync(_tables)}

        async def insert(table: str, **values: object) -> None:
            await connection.execute(tables[table].insert(), _whole(tables[table], now, values))

        await insert("people", id=1, slack_id="U0MAYA")
        await insert("programs", id=1, ends_on=date(2027, 6, 30), version=5)
        await insert("enrolments", id=4, program_id=1, person_id=1, state="waiting", times_answered=4)
        answers = [
            (f"application_answered:4:1:{state}:{number}", "application_answered", "U0MAYA", "enrolment", 4, 0)
            for state, number in (("enrolled", 3), ("waiting", 4))
        ]
        for row in [*(one[:6] for one in WAITED), *answers]:
            key, kind, recipient, about, subject_id, version = row
            said = {"kind": kind, "recipient": recipient, "about": about, "subject_id": subject_id}
            await insert("outbox", key=key, version=version, fate="waiting", **said)
    await database.dispose()
    await asyncio.to_thread(migrate, database.url)
    async with database.session() as db:
        stored = list(await db.scalars(select(OutboxRow).order_by(OutboxRow.id)))
    assert [(row.about, row.subject_id, row.version) for row in stored[: len(WAITED)]] == [one[6] for one in WAITED]
    assert [row.key for row in stored] == [
        f"{row.kind}:{row.subject_id}:{row.version}:{row.recipient}" for row in stored
    ]
    declined, waits = stored[len(WAITED) :]
    assert (declined.version == 4, waits.version) == (False, 4), "only what still holds is told"
    assert {row.kind for row in stored} <= LETTERS.keys()


PLURALS = {  # of the words that leads chose, as they were shown before their plural was asked for
    "learning partner": "learning partners",
    "buddy": "buddies",
    "ally": "allies",
    "guy": "guys",
    "coach": "coaches",
    "boss": "bosses",
    "Sparringspartner": "Sparringspartners",
}


async def test_programs_that_are_there_keep_the_plural_that_they_have_shown(database: Database, config: Config) -> None:
    await database.dispose()
    await asyncio.to_thread(command.downgrade, config, "0011")
    now = datetime(2027, 3, 1, tzinfo=UTC)
    async with database.engine.begin() as connection:
        programs = next(table for table in await connection.run_sync(_tables) if table.name == "programs")
        assert "partner_plural" not in programs.c
        for word in [*PLURALS, "buddy"]:
            await connection.execute(programs.insert(), _whole(programs, now, {"partner_word": word}))
    await database.dispose()
    await asyncio.to_thread(migrate, database.url)
    async with database.engine.begin() as connection:
        stored = (await connection.execute(select(Program.partner_word, Program.partner_plural))).all()
        await connection.execute(delete(Program))
    assert sorted(map(tuple, stored)) == sorted([*PLURALS.items(), ("buddy", "buddies")])
    await database.dispose()
