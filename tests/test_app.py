"""The bot's own table, and what a look leaves behind."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from bot.core.answers import Answer, OpenModal, ShowHome, Tell
from bot.core.blocks import fallback
from bot.core.calls import Call
from bot.core.database import Database, Row
from bot.core.reception import Reception
from bot.letters import LETTERS
from bot.people.model import Person
from bot.people.usecases import meet
from tests.office import Office
from tests.the_table import TABLE
from tests.workplace import MONDAY

NOBODY = "U0NOBODY"
LOOKS = ["", "help", "hilfe", "pizza", "status", "skills", "mixer", "agenda", "applications", "leave", "privacy"]


def test_each_button_that_stands_in_cards_names_kinds_that_say_how_they_read_once_settled() -> None:
    for name in TABLE.names("action"):
        route = TABLE.find(Call("action", name, "T1", "U1", ()))
        assert route is not None
        assert [kind for kind in route.cards if LETTERS[kind].settled is None] == []


def test_every_command_that_can_be_typed_has_a_label() -> None:
    assert TABLE.labels.keys() == TABLE.names("command") - {"", "*"}


async def everything(database: Database) -> dict[str, list[Any]]:
    """All rows but those that only say which deliveries were seen."""
    async with database.session() as db:
        tables = [table for table in Row.metadata.sorted_tables if table.name != "deliveries"]
        return {table.name: [tuple(row) for row in await db.execute(select(table))] for table in tables}


async def people(database: Database) -> set[tuple[str, str]]:
    async with database.session() as db:
        found = await db.execute(select(Person.team_id, Person.slack_id).where(Person.slack_id == NOBODY))
        return {(team, user) for team, user in found}


async def does(office: Office, what: Any, name: str, team: str = "T1", **more: Any) -> Answer:
    call = Call(what, name, team, NOBODY, (f"{what}:{name}:{team}:{json.dumps(more)}",), **more)
    return (await Reception(office.edge, TABLE).receive(call)).answer


def words(answer: Answer) -> str:
    assert isinstance(answer, Tell)
    return fallback(answer.message.blocks)


async def met_elsewhere(office: Office) -> None:
    """Another workspace knows somebody with the same id."""
    async with office.edge.transaction() as db:
        await meet(db, "T2", NOBODY, MONDAY)


@pytest.mark.parametrize("typed", LOOKS)
async def test_a_look_by_somebody_unknown_leaves_no_row(office: Office, database: Database, typed: str) -> None:
    await met_elsewhere(office)
    before = await everything(database)
    for answer in (await does(office, "command", typed), await does(office, "action", f"run:{typed}")):
        assert answer is None or "something went wrong" not in words(answer)
    assert await everything(database) == before


@pytest.mark.parametrize("skill", ["ai ethics", "basket weaving"])
async def test_nor_does_looking_up_a_skill(office: Office, database: Database, skill: str) -> None:
    before = await everything(database)
    assert "something went wrong" not in words(await does(office, "command", "skills", text=skill))
    assert "can teach this" in words(await does(office, "action", "find_skill_0", value="ai-ethics"))
    assert await everything(database) == before


async def test_nor_does_the_home_tab(office: Office, database: Database) -> None:
    before = await everything(database)
    answer = await does(office, "event", "app_home_opened", payload={"event": {"tab": "home"}})
    assert isinstance(answer, ShowHome)
    assert "Sign-up is open: want to join?" in fallback(answer.view["blocks"])
    assert await everything(database) == before


async def test_whoever_acts_is_met_in_their_own_workspace_and_then_known_there(
    office: Office, database: Database
) -> None:
    await met_elsewhere(office)
    assert isinstance(await does(office, "command", "profile"), OpenModal)
    assert await people(database) == {("T1", NOBODY), ("T2", NOBODY)}
    before = await everything(database)
    await does(office, "command", "status")
    assert await everything(database) == before


async def test_a_look_in_one_workspace_shows_nothing_of_another(office: Office, database: Database) -> None:
    """T1 has a program that is open; T2 has none."""
    here, there = [words(await does(office, "command", "status", team)) for team in ("T1", "T2")]
    assert "Sign-up is open" in here
    assert "There's no program here yet" in there
    assert await people(database) == set()
