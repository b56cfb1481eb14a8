"""The edge for listeners: what is seen twice, refused, or broken."""

import asyncio
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer, Message, Tell
from bot.core.blocks import fallback, paragraph
from bot.core.calls import Call
from bot.core.clock import TurnedClock
from bot.core.database import Database
from bot.core.deliveries import Delivery, forget
from bot.core.edge import Edge
from bot.core.languages import speaking
from bot.core.reading import Reader
from bot.core.reception import Outcome, Reception
from bot.core.refusals import Refusal
from bot.core.routing import Provided, Routes, command, submit
from bot.core.sentences import _, say
from bot.core.submissions import Submission
from bot.core.switchboard import Switchboard
from bot.people.model import Person
from bot.people.usecases import meet
from tests.pseudo import catalogue_with
from tests.workplace import MONDAY

SECRET = "what only Maya may know"


class Note:
    callback_id: ClassVar[str] = "note"

    @classmethod
    def read(cls, submission: Submission) -> Self:
        submission.text("words", most=10)
        submission.check()
        return cls()


async def greet(db: AsyncSession, call: Call, now: datetime) -> Answer:
    await meet(db, call.team_id, call.user_id, now)
    return Tell(Message([paragraph("hello")]))


async def take_note(db: AsyncSession, call: Call, form: Note, now: datetime) -> Answer:
    return await greet(db, call, now)


async def refuse(db: AsyncSession, call: Call, now: datetime) -> Answer:
    await meet(db, call.team_id, call.user_id, now)
    raise Refusal("Not today.", field="words")


async def break_down(db: AsyncSession, call: Call, now: datetime) -> Answer:
    await meet(db, call.team_id, call.user_id, now)
    raise ValueError(SECRET)


@pytest.fixture
def reception(database: Database) -> Reception:
    page = Routes(
        "door",
        [
            command("greet", greet, label="Greet"),
            command("refuse", refuse, label="Refuse"),
            command("break", break_down, label="Break"),
            submit(Note, take_note),
        ],
    )
    return Reception(Edge(database, TurnedClock(MONDAY)), Switchboard([page]))


def call(name: str, key: str = "envelope:1", what: Any = "command", **payload: Any) -> Call:
    return Call(what, name, "T1", "U1", (key,), payload=payload)


def view(words: str) -> dict[str, Any]:
    return {
        "blocks": [{"type": "input", "block_id": "words"}],
        "state": {"values": {"words": {"value": {"type": "plain_text_input", "value": words}}}},
    }


def told(outcome: Outcome) -> str:
    assert isinstance(outcome.answer, Tell)
    return fallback(outcome.answer.message.blocks)


async def count(database: Database, table: Any) -> int:
    async with database.session() as db:
        return await db.scalar(select(func.count()).select_from(table)) or 0


async def count_met(database: Database) -> int:
    async with database.session() as db:
        return await db.scalar(select(func.count()).where(Person.team_id == "T1")) or 0


async def test_five_hundred_deliveries_of_the_same_thing_change_nothing_more(
    reception: Reception, database: Database
) -> None:
    outcomes = await asyncio.gather(*(reception.receive(call("greet")) for _ in range(500)))
    assert [told(outcome) for outcome in outcomes if outcome.answer] == ["hello"]
    assert await count(database, Delivery) == 1
    assert await count_met(database) == 1


async def test_the_same_thing_done_again_is_a_new_delivery(reception: Reception) -> None:
    assert told(await reception.receive(call("greet", "envelope:1"))) == "hello"
    assert told(await reception.receive(call("greet", "envelope:2"))) == "hello"


async def test_a_refusal_is_told_and_changes_nothing(reception: Reception, database: Database) -> None:
    assert told(await reception.receive(call("refuse"))) == "Not today."
    assert await count_met(database) == 0


async def german(db: AsyncSession, call: Call, now: datetime) -> Reader:
    return Reader(None, now, "de")


@pytest.mark.parametrize("what", ["refusal", "form"])
async def test_what_comes_to_nothing_is_told_in_the_language_of_whoever_did_it(database: Database, what: str) -> None:
    async def say_no(now: datetime) -> Answer:
        raise Refusal(_("Not {day}."), day=_("today"))

    page = Routes("door", [command("refuse", say_no, label="Refuse"), submit(Note, take_note)], reader_of=german)
    reception = Reception(Edge(database, TurnedClock(MONDAY)), Switchboard([page]))
    catalogue = catalogue_with(
        {
            "Not {day}.": "{day} nicht.",
            "today": "Heute",
            "Please keep this to {most} characters; it has {length}.": "Bitte {most} Zeichen statt {length}.",
        }
    )
    with speaking("de", catalogue):
        if what == "refusal":
            assert told(await reception.receive(call("refuse"))) == "Heute nicht."
        else:
            outcome = await reception.receive(call("note", what="form", view=view("x" * 20)))
            assert outcome.errors == {"words": "Bitte 10 Zeichen statt 20."}


async def test_whoever_cannot_be_looked_up_is_told_nevertheless(database: Database) -> None:
    async def unreachable(_db: AsyncSession, _call: Call, _now: datetime) -> Reader | None:
        raise ConnectionRefusedError

    page = Routes("door", [command("refuse", refuse, label="Refuse")], reader_of=unreachable)
    reception = Reception(Edge(database, TurnedClock(MONDAY)), Switchboard([page]))
    assert told(await reception.receive(call("refuse"))) == "Not today."


async def test_what_a_listener_shows_is_read_by_the_person_it_named(database: Database) -> None:
    async def hello(person: Person) -> Answer:
        return Tell(Message([paragraph(say(_("Hello, {name}."), name=person.slack_id))]))

    async def somebody(_db: AsyncSession, _call: Call, _now: datetime) -> Person:
        return Person(slack_id="U1", tz="UTC", locale="de-DE")

    caller = Provided("person", Person, somebody, is_caller=True)
    page = Routes("door", [command("hello", hello, label="Hello")], [caller])
    reception = Reception(Edge(database, TurnedClock(MONDAY)), Switchboard([page]))
    with speaking("de", catalogue_with({"Hello, {name}.": "Hallo {name}!"})):
        assert told(await reception.receive(call("hello"))) == "Hallo U1!"


async def test_a_bug_changes_nothing_and_its_apology_and_log_share_a_reference_but_no_words(
    reception: Reception, database: Database, logs: Callable[[], list[dict[str, Any]]]
) -> None:
    apology = told(await reception.receive(call("break")))
    logged = logs()[-1]
    assert logged["reference"] in apology
    assert logged["exception"]["type"] == "builtins.ValueError"
    assert any("break_down" in frame for frame in logged["exception"]["frames"])
    assert SECRET not in json.dumps(logged) + apology
    assert await count_met(database) == 0
    again = told(await reception.receive(call("break")))
    assert "went wrong" in again, "a rolled back delivery may be tried again"


async def test_a_mended_submission_passes_where_the_first_had_errors(reception: Reception) -> None:
    first = await reception.receive(call("note", what="form", view=view("much too long for it")))
    assert first.errors == {"words": "Please keep this to 10 characters; it has 20."}
    assert told(await reception.receive(call("note", what="form", view=view("short")))) == "hello"


async def test_an_unknown_button_explains_itself_and_an_unknown_event_says_nothing(reception: Reception) -> None:
    assert "older version" in told(await reception.receive(call("gone", what="action")))
    assert (await reception.receive(call("gone", what="event"))).answer is None


async def test_two_first_calls_of_one_person_at_once_make_one_person(reception: Reception, database: Database) -> None:
    await asyncio.gather(*(reception.receive(call("greet", f"envelope:{number}")) for number in range(20)))
    assert await count_met(database) == 1


async def test_deliveries_are_forgotten_after_two_days(reception: Reception, database: Database) -> None:
    await reception.receive(call("greet"))
    for hours, left in ((47, 1), (49, 0)):
        async with database.session() as db, db.begin():
            await forget(db, MONDAY + timedelta(hours=hours), 1000)
        assert await count(database, Delivery) == left
