"""A kind makes the rows of the outbox, each known by its kind, subject, version and reader."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import literal, select, union_all

from bot.core.database import Database
from bot.core.kinds import Address, Kind, Topic, post_to_many
from bot.core.outbox import Fate, OutboxRow, newest, post
from bot.people.model import Person

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
MAYA = Address("T1", "U0MAYA")
HELLO = Kind("hello", "greeting", Topic.PAIR, "nobody: it is a test")
NUDGE = Kind("nudge", "greeting", Topic.PAIR, "nobody: it is a test", is_nudge=True)


async def tell(database: Database, *rows: tuple[Address, int, int], kind: Kind = HELLO) -> None:
    async with database.session() as db, db.begin():
        made = [kind.to(reader, subject, version=version, due=NOON) for reader, subject, version in rows]
        await post(db, made, NOON)


async def stored(database: Database) -> list[OutboxRow]:
    async with database.session() as db:
        return list(await db.scalars(select(OutboxRow).order_by(OutboxRow.id)))


def test_a_row_says_of_what_it_tells_and_rings_when_it_is_due() -> None:
    person = Person(team_id="T2", slack_id="U0ZOE")
    row = NUDGE.to(person, 7, version=3, due=NOON, pair_id=9, is_urgent=True)
    assert (row.team_id, row.recipient, row.kind, row.about) == ("T2", "U0ZOE", "nudge", "greeting")
    assert (row.subject_id, row.version, row.pair_id, row.due_at) == (7, 3, 9, NOON)
    assert (row.is_nudge, row.is_urgent) == (True, True)


async def test_the_same_is_told_once_and_another_version_subject_reader_or_kind_is_news(database: Database) -> None:
    zoe = Address("T1", "U0ZOE")
    await tell(database, (MAYA, 1, 0), (MAYA, 1, 0), (MAYA, 1, 1), (MAYA, 2, 0), (zoe, 1, 0))
    await tell(database, (MAYA, 1, 0), (MAYA, 1, 1))
    await tell(database, (MAYA, 1, 0), kind=NUDGE)
    rows = await stored(database)
    assert len(rows) == 5
    assert len({row.identity for row in rows}) == 5
    assert {(row.fate, row.try_at, row.attempts) for row in rows} == {(Fate.WAITING, NOON, 0)}


async def test_the_newest_is_the_latest_version_for_that_reader(database: Database) -> None:
    await tell(database, (MAYA, 1, 2), (MAYA, 1, 1), (MAYA, 2, 9), (Address("T1", "U0ZOE"), 1, 5))
    async with database.session() as db:
        last = await newest(db, "hello", 1, "U0MAYA")
        nobody = await newest(db, "hello", 1, "U0WEI")
    assert last is not None
    assert (last.version, nobody) == (2, None)


async def test_very_many_are_told_as_one_is(database: Database) -> None:
    readers = union_all(*(select(literal(f"U{number}")) for number in range(3))).subquery()
    async with database.session() as db, db.begin():
        assert await post_to_many(db, HELLO, "T1", select(readers.c[0]), 7, NOON) == 3
    many = await stored(database)
    await tell(database, *((Address("T1", f"U{number}"), 7, 0) for number in range(3)))
    assert len(await stored(database)) == 3, "they are known by what a single one is known by"
    single = HELLO.to(Address("T1", "U1"), 7, due=NOON)
    assert {name: getattr(many[1], name) for name in vars(single)} == vars(single)
    assert {row.try_at - NOON for row in many} == {timedelta()}
