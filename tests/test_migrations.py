"""The migrations make exactly the tables of the models, on both kinds of database, and can be undone."""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, DateTime, TextClause, bindparam, inspect, select, text

import bot.app  # noqa: F401 - knows every table
from bot.core.database import MIGRATIONS, Database, Row, migrate, newest_migration
from bot.enrolment.model import Enrolment, EnrolmentState
from bot.people.hours import Hours
from bot.people.model import Person
from bot.programs.model import Program, ProgramCounts, ProgramState
from bot.skills.model import PersonSkill


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
