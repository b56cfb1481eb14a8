"""Slack tells of every status of everybody in the workspace: what that costs."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, func, select

from bot.core.calls import Call
from bot.core.database import Database
from bot.core.deliveries import Delivery
from bot.core.reception import Reception
from bot.people.model import Person
from bot.people.roster import import_roster
from bot.people.usecases import learn_profile
from tests.office import Office
from tests.people.bringing import file_of
from tests.the_table import TABLE
from tests.workplace import MONDAY

MAYA: dict[str, Any] = {
    "id": "U0MAYA",
    "team_id": "T1",
    "tz": "Europe/Oslo",
    "locale": "nb-NO",
    "profile": {"email": "maya@x.com", "status_text": ""},
}
ON_A_TRAIN = MAYA | {"profile": MAYA["profile"] | {"status_text": "on a train"}}


@pytest.fixture
def reception(office: Office) -> Reception:
    return Reception(office.edge, TABLE)


async def told_of(reception: Reception, user: dict[str, Any], number: int = 1) -> None:
    payload = {"event": {"type": "user_change", "user": user}}
    call = Call("event", "user_change", "T1", user["id"], (f"event:{number}",), payload=payload)
    assert (await reception.receive(call)).answer is None


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """The first word of each statement that reaches the database."""
    executed: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        executed.append(statement.split(maxsplit=1)[0] + (" … FOR UPDATE" if "FOR " in statement else ""))

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    yield executed
    event.remove(database.engine.sync_engine, "before_cursor_execute", note)


async def knows_maya(office: Office) -> None:
    async with office.edge.transaction() as db:
        await import_roster(db, "T1", file_of("maya@x.com,Maya,,Sales,2,Oslo"), MONDAY)
    await office.does("maya", lambda db, maya: learn_profile(db, maya, MAYA))


async def noted(database: Database) -> int:
    async with database.session() as db:
        return await db.scalar(select(func.count()).select_from(Delivery)) or 0


def reads(executed: list[str]) -> int:
    """How many there were, if all they did was to look."""
    assert [one for one in executed if one not in {"SELECT", "BEGIN"}] == []
    return executed.count("SELECT")


async def test_a_status_of_somebody_whom_the_bot_does_not_know_costs_one_look(
    office: Office, reception: Reception, database: Database
) -> None:
    with statements(database) as executed:
        await told_of(reception, {"id": "U0NOBODY", "team_id": "T1", "tz": "Europe/Oslo", "profile": {}})
    assert reads(executed) == 1
    assert await noted(database) == 0


async def test_a_status_of_somebody_known_costs_two_looks_and_writes_nothing(
    office: Office, reception: Reception, database: Database
) -> None:
    await knows_maya(office)
    with statements(database) as executed:
        await told_of(reception, ON_A_TRAIN)
    assert reads(executed) == 2
    assert await noted(database) == 0


@pytest.mark.parametrize(
    "news",
    [{"tz": "Asia/Tokyo"}, {"locale": "de-DE"}, {"deleted": True}, {"is_admin": True}, {"is_restricted": True}],
)
async def test_what_has_changed_is_taken_over_and_noted(
    office: Office, reception: Reception, database: Database, news: dict[str, Any]
) -> None:
    await knows_maya(office)
    await told_of(reception, MAYA | news)
    assert await noted(database) == 1
    with statements(database) as executed:
        await told_of(reception, MAYA | news, 2)
    assert reads(executed) >= 1


async def test_a_new_address_ties_somebody_to_another_place(office: Office, reception: Reception) -> None:
    await knows_maya(office)
    async with office.edge.transaction() as db:
        lines = ("maya@x.com,Maya,,Sales,2,Oslo", "m.k@x.com,Maya,,Finance,3,Oslo")
        await import_roster(db, "T1", file_of(*lines), MONDAY)
    await told_of(reception, MAYA | {"profile": {"email": "m.k@x.com"}})
    async with office.edge.transaction() as db:
        assert (await db.get_one(Person, office.ids["maya"])).department == "Finance"


async def test_an_old_delivery_that_comes_again_does_not_bring_back_what_it_said(
    office: Office, reception: Reception
) -> None:
    await knows_maya(office)
    await told_of(reception, MAYA | {"tz": "Asia/Tokyo"}, 1)
    await told_of(reception, MAYA | {"tz": "America/Lima"}, 2)
    await told_of(reception, MAYA | {"tz": "Asia/Tokyo"}, 1)
    async with office.edge.transaction() as db:
        assert (await db.get_one(Person, office.ids["maya"])).tz == "America/Lima"
