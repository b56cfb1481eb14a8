from typing import Any

import pytest
from sqlalchemy import select

from bot.core.database import Row
from bot.core.deliveries import Delivery
from bot.people.model import Person
from bot.playground import slack
from bot.skills.model import Side
from bot.skills.rules.discovery import STATEMENTS, proposed_wishes
from bot.skills.usecases import set_skills
from tests.workplace import MENTEE, Workplace

KEYS = [statement.key for statement in STATEMENTS]


async def stored(workplace: Workplace) -> dict[str, Any]:
    """Every row of every table, but for the keys by which a repeated delivery is known."""
    rows: dict[str, Any] = {}
    async with workplace.bot.edge.transaction() as db:
        for table in Row.metadata.sorted_tables:
            if table.name != Delivery.__tablename__:
                rows[table.name] = sorted(map(repr, (await db.execute(select(table))).all()))
    return rows


async def discovers(workplace: Workplace, person: slack.Actor, ticked: list[str]) -> str:
    """Submits the statements. Returns the page that comes in their place."""
    await workplace.do(person.command("/mentor discover"))
    assert await workplace.submits(person, {"ticked": ticked}) == {}
    assert person.modal is not None
    return person.read(person.modal)


async def wishes_at_signup(workplace: Workplace, person: slack.Actor) -> list[str]:
    await workplace.do(person.command("/mentor signup"))
    assert person.modal is not None
    chosen = person.modal.state["kept_wishes"]["value"]["selected_options"]
    await person.close_modal()
    return [option["value"] for option in chosen]


async def mentee(workplace: Workplace, person: slack.Actor, wishes: list[str]) -> None:
    await workplace.has_program()
    await workplace.signs_up(person, MENTEE | {"wishes": wishes})


@pytest.mark.parametrize("typed", ["discover", "discovery", "Check"])
async def test_ten_statements_are_asked_and_nothing_of_the_answers_is_stored(workplace: Workplace, typed: str) -> None:
    henrik = workplace.henrik
    await workplace.do(henrik.command(f"/mentor {typed}"))
    assert henrik.modal is not None
    assert "Nothing of this is stored, and nobody sees it." in henrik.read(henrik.modal)
    before = await stored(workplace)
    messages = len(henrik.messages())
    assert await workplace.submits(henrik, {"ticked": ["ai", "data"]}) == {}
    assert await stored(workplace) == before
    assert len(henrik.messages()) == messages
    assert henrik.modal.private_metadata in {"", "{}"}


async def test_what_is_not_ticked_becomes_wishes_after_those_there_are(workplace: Workplace) -> None:
    henrik = workplace.henrik
    await mentee(workplace, henrik, ["agile"])
    shown = await discovers(workplace, henrik, KEYS[2:])
    assert "Add to my wishes" in shown
    proposed = proposed_wishes(KEYS[2:], ["agile"])
    assert await workplace.submits(henrik, {"wishes": proposed[:2]}) == {}
    assert henrik.modal is not None
    assert "Added to your wishes: What Gen Z buys, and why and Short video" in henrik.read(henrik.modal)
    await henrik.close_modal()
    assert await wishes_at_signup(workplace, henrik) == ["agile", *proposed[:2]]


async def test_as_many_are_chosen_from_the_start_as_there_is_room_for(workplace: Workplace) -> None:
    henrik = workplace.henrik
    await mentee(workplace, henrik, ["agile", "slack", "focus"])
    assert "Up to 2, after the wishes that you have." in await discovers(workplace, henrik, [])
    assert henrik.modal is not None
    chosen = henrik.modal.state["wishes"]["value"]["selected_options"]
    assert [option["value"] for option in chosen] == proposed_wishes([], ["agile", "slack", "focus"])[:2]


async def test_more_than_there_is_room_for_by_then_is_said_and_the_form_stays(workplace: Workplace) -> None:
    henrik = workplace.henrik
    await mentee(workplace, henrik, ["agile"])
    await discovers(workplace, henrik, [])
    async with workplace.bot.edge.transaction() as db:  # at another client of theirs
        person = (await db.scalars(select(Person).where(Person.slack_id == henrik.id))).one()
        await set_skills(db, person.id, {Side.OFFERS: ["trust"], Side.WISHES: ["agile", "slack", "focus"]})
    errors = await workplace.submits(henrik, {})
    assert errors == {"wishes": "Please choose 2 at most: with the wishes that you have, that makes 5."}
    proposed = proposed_wishes([], [])[:2]
    assert await workplace.submits(henrik, {"wishes": proposed}) == {}
    await henrik.close_modal()
    assert await wishes_at_signup(workplace, henrik) == ["agile", "slack", "focus", *proposed]


async def test_with_five_wishes_the_ideas_are_shown_with_how_to_exchange_one(workplace: Workplace) -> None:
    henrik = workplace.henrik
    await mentee(workplace, henrik, ["agile", "slack", "focus", "trust", "memes"])
    shown = await discovers(workplace, henrik, KEYS[1:])
    assert "What Gen Z buys, and why" in shown
    assert "You have five wishes already" in shown


async def test_who_could_explain_everything_is_invited_to_teach(workplace: Workplace) -> None:
    shown = await discovers(workplace, workplace.henrik, KEYS)
    assert "You could teach all of it." in shown
    assert "/mentor signup" in shown


async def test_what_is_wished_for_already_is_not_proposed_again(workplace: Workplace) -> None:
    henrik = workplace.henrik
    await mentee(workplace, henrik, list(STATEMENTS[0].skills))
    assert "is among your wishes already" in await discovers(workplace, henrik, KEYS[1:])


async def test_wishes_found_before_the_first_signup_are_there_at_signup(workplace: Workplace) -> None:
    henrik = workplace.henrik
    await workplace.has_program()
    await discovers(workplace, henrik, KEYS[1:])
    assert await workplace.submits(henrik, {}) == {}
    await henrik.close_modal()
    await workplace.do(henrik.command("/mentor signup"))
    known = {"role": "mentee", "level": "6", "department": "Sales"}
    assert await workplace.submits(henrik, known) == {}
    await henrik.close_modal()
    assert await wishes_at_signup(workplace, henrik) == proposed_wishes(KEYS[1:], [])
