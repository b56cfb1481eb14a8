"""Whoever sends the id of something in another program or workspace is shown nothing of it, and changes nothing there.

Every button and every form of the bot, as our views carry them, with each number in them put for another's.
"""

import json
import re
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from itertools import product
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.app import FEATURES
from bot.core.calls import Call
from bot.core.database import Row
from bot.core.reception import Reception
from bot.enrolment.model import Enrolment
from bot.mixers.model import Mixer, MixerState
from bot.programs.model import Program
from bot.programs.rules.lifecycle import ProgramState
from bot.sessions.model import Session
from bot.skills.model import AddedSkill
from tests.isolation.worlds import Worlds
from tests.shown import VIEWS, as_sent
from tests.the_table import TABLE
from tests.world import World

SECRET = "Thimblewood"  # stands in every text of the other world, and nowhere else
NUMBER = re.compile(r"\d+")
IDS = {"program", "session", "added", "spot"}  # in what a form carries
SAID = {"opened_with", "confirmed", "couple", "doubted", "place", "questions"}
PAGES = {page.feature: page for page in FEATURES if page.routes}


def elements(node: Any) -> Iterator[dict[str, Any]]:
    """All that can be pressed or chosen in a view."""
    if isinstance(node, dict):
        if "action_id" in node:
            yield node
        node = list(node.values())
    if isinstance(node, list):
        for one in node:
            yield from elements(one)


def values(node: dict[str, Any]) -> Iterator[str]:
    if "value" in node:
        yield str(node["value"])
    yield from (str(option["value"]) for option in node.get("options", ()))


def carried() -> dict[str, set[str]]:
    """What each button carries that has to do with numbers, with 0 for each of them."""
    found: dict[str, set[str]] = {name: {"0"} for name in TABLE.names("action")}
    for view in map(as_sent, VIEWS):
        for element in elements(view["blocks"]):
            carries = {NUMBER.sub("0", value) for value in values(element) if NUMBER.search(value)}
            found.get(element["action_id"], set()).update(carries)
    return found


def modals() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for view in map(as_sent, VIEWS):
        if view.get("type") == "modal" and "submit" in view:
            found[view["callback_id"]].append(view)
    return found


BUTTONS, FORMS = carried(), modals()


def filled_in(field: str, element: dict[str, Any], number: int) -> dict[str, Any]:
    """What it was opened with, else something that will do; where a program is chosen, that number."""
    options = [option for group in element.get("option_groups", [element]) for option in group.get("options", ())]
    option = {"value": str(number)} if field == "program" else element.get("initial_option", next(iter(options), None))
    sent = {
        "plain_text_input": {"value": element.get("initial_value", "Berlin")},
        "number_input": {"value": element.get("initial_value", "1")},
        "static_select": {"selected_option": option},
        "radio_buttons": {"selected_option": option},
        "multi_static_select": {"selected_options": options[:1]},
        "checkboxes": {"selected_options": options[:1]},
        "users_select": {"selected_user": "U0ZOE" if field == "mentor" else "U0WEI"},
        "multi_users_select": {"selected_users": ["U0LENA"]},
        "conversations_select": {"selected_conversation": "C1"},
        "datepicker": {"selected_date": "2027-04-10" if field == "ends_on" else "2027-03-10"},
        "timepicker": {"selected_time": "10:00"},
        "file_input": {"files": [{"id": "F9"}]},
    }
    return {"type": element["type"], **sent[element["type"]]}


def forge(value: Any, number: int) -> Any:
    return NUMBER.sub(str(number), value) if isinstance(value, str) else number


def submitted(view: dict[str, Any], number: int) -> dict[str, Any]:
    """What a form is about is that number, and so is every other id that it carries."""
    about = json.loads(view["private_metadata"])
    assert about.keys() <= IDS | SAID, "new in a form: is it an id?"
    forged = {key: forge(value, number) if key in IDS else value for key, value in about.items()}
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    typed = {one["block_id"]: {"value": filled_in(one["block_id"], one["element"], number)} for one in inputs}
    return {"private_metadata": json.dumps(forged), "state": {"values": typed}, "blocks": []}


def numbers(world: World) -> list[int]:
    return sorted({world.program, world.pair, world.mixer, world.past_mixer, *world.proposals, world.applied})


async def rows_of(worlds: Worlds, world: World, ids: dict[str, int]) -> dict[str, list[Any]]:
    """All rows of a world; of another workspace those of its people, too, who are only in it."""
    keys: dict[str, set[Any]] = {
        "team_id": {"T0"} if ids else set(),
        "person_id": set(ids.values()),
        "program_id": {world.program},
        "pair_id": {world.pair},
        "session_id": {world.session},
        "run_id": {world.run},
        "mixer_id": {world.mixer, world.past_mixer},
    }
    found = {}
    async with worlds.reading() as db:
        for table in (table for table in Row.metadata.sorted_tables if table.name != "program_counts"):
            rows = (await db.execute(select(table))).mappings().all()
            own = [dict(row) for row in rows if any(row.get(name) in theirs for name, theirs in keys.items())]
            own += [dict(row) for row in rows if table.name == "programs" and row["id"] == world.program]
            found[table.name] = own
    return found


async def keep_secret(worlds: Worlds) -> None:
    """Whatever has words elsewhere says the secret."""
    async with worlds.edge.transaction() as db:
        await db.execute(update(Program).where(Program.team_id == "T0").values(name=SECRET, need=SECRET))
        await db.execute(update(Mixer).where(Mixer.program_id == worlds.far.program).values(plan=SECRET))
        await db.execute(update(Session).where(Session.id == worlds.far.session).values(agenda=SECRET, topic=SECRET))
        await db.execute(update(AddedSkill).where(AddedSkill.team_id == "T0").values(name=SECRET))
        await db.execute(
            update(Enrolment)
            .where(Enrolment.id == worlds.far.applied)
            .values(answers=[{"question": SECRET, "answer": SECRET}])
        )


def calls(name: str, handle: str, number: int) -> Iterator[Call]:
    who: dict[str, Any] = {"team_id": "T1", "user_id": f"U0{handle.upper()}", "keys": (), "trigger_id": "1"}
    for value in sorted(BUTTONS.get(name, ())):
        yield Call("action", name, value=forge(value, number), **who)
    for view in FORMS.get(name, ()):
        yield Call("form", name, payload={"view": submitted(view, number)}, **who)


async def forges(worlds: Worlds, feature: str, world: World, *handles: str) -> AsyncIterator[str]:
    """All that these people can send there about that world. What each of them is answered."""
    reception = Reception(worlds.edge, TABLE)
    names = [route.name for route in PAGES[feature].routes if route.what in ("action", "form")]
    for name, handle, number in product(names, handles, numbers(world)):
        for call in calls(name, handle, number):
            answer = json.dumps(await reception.receive(call), default=as_json)
            assert "went wrong" not in answer, call
            yield answer


def as_json(one: object) -> Any:
    return vars(one) if hasattr(one, "__dict__") else str(one)


def test_every_form_is_among_our_views() -> None:
    assert FORMS.keys() == TABLE.names("form")


@pytest.mark.parametrize("feature", PAGES)
async def test_an_id_of_another_workspace_leads_nowhere(worlds: Worlds, feature: str) -> None:
    await keep_secret(worlds)
    before = await rows_of(worlds, worlds.far, worlds.far_ids)
    async for answer in forges(worlds, feature, worlds.far, "lena", "maya", "nobody"):
        assert SECRET not in answer
    assert await rows_of(worlds, worlds.far, worlds.far_ids) == before


@pytest.mark.parametrize("feature", PAGES)
async def test_an_id_of_a_program_that_is_not_theirs_leads_nowhere(worlds: Worlds, feature: str) -> None:
    """Its leads look for pairs and its mixer is over, so that nobody can sign up or come just now."""
    async with worlds.edge.transaction() as db:
        (await db.get_one(Program, worlds.near.program)).state = ProgramState.MATCHING
        (await db.get_one(Mixer, worlds.near.mixer)).state = MixerState.GROUPED
    before = await rows_of(worlds, worlds.near, {})
    assert [answer async for answer in forges(worlds, feature, worlds.near, "lena", "nobody")]
    assert await rows_of(worlds, worlds.near, {}) == before
