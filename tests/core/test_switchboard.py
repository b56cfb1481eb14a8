"""What is wrong with a feature's page is said at the start: in which feature, under which name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer
from bot.core.calls import Call
from bot.core.routing import (
    Provided,
    Route,
    Routes,
    always,
    anything_else,
    command,
    event,
    nothing_typed,
    press,
    submit,
)
from bot.core.submissions import Submission
from bot.core.switchboard import OddRoutes, Switchboard


@dataclass(frozen=True)
class Note:
    callback_id: ClassVar[str] = "note"

    @classmethod
    def read(cls, submission: Submission) -> Self:
        submission.check()
        return cls()


class LongNote(Note):
    callback_id: ClassVar[str] = "long_note"


class Letter(Note):
    callback_id: ClassVar[str] = "letter"


async def listen(call: Call) -> Answer: ...


async def look(db: AsyncSession, now: datetime) -> Answer: ...


async def take_note(form: Note) -> Answer: ...


async def take_letter(form: Letter) -> Answer: ...


async def take_anything(form) -> Answer: ...  # type: ignore[no-untyped-def]


async def mistype(db: AsyncSession, persn: str) -> Answer: ...


async def take_for_granted(visitor: str) -> Answer: ...


async def take_all(*everything: str) -> Answer: ...


async def find(_db: AsyncSession, _call: Call, _now: datetime) -> str | None: ...


VISITOR = Provided("visitor", str | None, find)


def page(feature: str, *routes: Route, provides: Any = ()) -> Routes:
    return Routes(feature, routes, provides=provides)


def said(*pages: Routes, settled: Any = ()) -> list[str]:
    with pytest.raises(OddRoutes) as odd:
        Switchboard(pages, settled)
    return str(odd.value).splitlines()


ONE_NAME = {
    "two commands": (
        command("ask", listen, label="Ask"),
        command("ask", look, label="Ask them"),
        "below, command “ask”: “ask” stands for above, command “ask”, already.",
    ),
    "another word that is a command": (
        command("ask", listen, label="Ask"),
        command("request", look, label="Request", also="plead ask"),
        "below, command “request”: “ask” stands for above, command “ask”, already.",
    ),
    "a command that is another word": (
        command("ask", listen, label="Ask", also="request"),
        command("request", look, label="Request"),
        "below, command “request”: “request” stands for above, command “ask”, already.",
    ),
    "two other words": (
        command("ask", listen, label="Ask", also="plead"),
        command("request", look, label="Request", also="plead"),
        "below, command “request”: “plead” stands for above, command “ask”, already.",
    ),
    "two that see to nothing typed": (
        nothing_typed(listen),
        nothing_typed(look),
        "below, command “”: “” stands for above, command “”, already.",
    ),
    "two that see to anything else": (
        anything_else(listen),
        anything_else(look),
        "below, command “*”: “*” stands for above, command “*”, already.",
    ),
    "two buttons": (
        press("accept", listen),
        press("accept", look),
        "below, button “accept”: “accept” stands for above, button “accept”, already.",
    ),
    "two forms": (
        submit(Note, take_note),
        submit(Note, take_note),
        "below, form “note”: “note” stands for above, form “note”, already.",
    ),
    "two events": (
        event("user_change", listen),
        event("user_change", look),
        "below, event “user_change”: “user_change” stands for above, event “user_change”, already.",
    ),
}


@pytest.mark.parametrize("name", ONE_NAME)
def test_no_name_stands_twice(name: str) -> None:
    first, second, sentence = ONE_NAME[name]
    assert said(page("above", first), page("below", second)) == [sentence]


def test_not_even_on_one_page() -> None:
    assert said(page("above", press("accept", listen), press("accept", listen))) == [
        "above, button “accept”: “accept” stands for above, button “accept”, already."
    ]


def test_a_command_a_button_a_form_and_an_event_may_have_one_name() -> None:
    table = Switchboard(
        [page("above", command("note", listen, label="Note"), press("note", listen), submit(Note, take_note))]
    )
    assert table.find(Call("form", "note", "T1", "U1", ())) is not None


def test_a_button_is_not_named_like_those_that_do_what_a_command_does() -> None:
    assert said(page("above", press("run:ask", listen))) == [
        "above, button “run:ask”: what begins with “run:” does what a command does, and never gets there."
    ]


WRONG = {
    "a parameter that nobody provides": (
        press("accept", mistype),
        "above, button “accept”: mistype asks for “persn”, which nobody provides.",
    ),
    "whatever there is": (
        event("user_change", take_all),
        "above, event “user_change”: take_all asks for “everything”, which nobody provides.",
    ),
    "more than is given": (
        command("ask", take_for_granted, label="Ask"),
        "above, command “ask”: take_for_granted asks for “visitor” as str, and gets str | None.",
    ),
    "a form where none is sent": (
        press("accept", take_note),
        "above, button “accept”: take_note asks for a form, and nobody sends it one.",
    ),
    "no form where one is sent": (
        submit(Note, listen),
        "above, form “note”: listen is given Note, and asks for no form.",
    ),
    "another form": (
        submit(Note, take_letter),
        "above, form “note”: take_letter is given Note, and asks for Letter.",
    ),
    "any form": (
        submit(Note, take_anything),
        "above, form “note”: take_anything is given Note, and asks for anything.",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_no_listener_asks_for_what_it_does_not_get(name: str) -> None:
    route, sentence = WRONG[name]
    assert said(page("above", route, provides=[VISITOR])) == [sentence]


def test_a_listener_may_take_several_forms_of_one_kind() -> None:
    Switchboard([page("above", submit(Note, take_note), submit(LongNote, take_note))])


def test_nothing_is_provided_twice() -> None:
    pages = page("above", provides=[VISITOR]), page("below", provides=[always("db", str, "")])
    assert said(*pages, settled=[VISITOR]) == [
        "below provides “db”, which core provides already.",
        "app provides “visitor”, which above provides already.",
    ]


def test_all_that_is_wrong_is_said_at_once() -> None:
    assert said(page("above", press("accept", listen)), page("below", press("accept", mistype))) == [
        "below, button “accept”: “accept” stands for above, button “accept”, already.",
        "below, button “accept”: mistype asks for “persn”, which nobody provides.",
    ]


# What is found in a table that is right


@pytest.fixture
def table() -> Switchboard:
    ask = command("ask", listen, label="Ask somebody", also="request plead")
    return Switchboard([page("above", ask, anything_else(look)), page("below", press("accept", listen))])


def found(table: Switchboard, what: Any, name: str) -> Any:
    route = table.find(Call(what, name, "T1", "U1", ()))
    return route.listener if route else None


@pytest.mark.parametrize("word", ["ask", "request", "plead"])
def test_each_word_leads_to_its_command_and_so_does_a_button(table: Switchboard, word: str) -> None:
    assert found(table, "command", word) is listen
    assert found(table, "action", f"run:{word}") is listen


def test_any_other_word_has_its_listener_and_any_other_button_has_none(table: Switchboard) -> None:
    assert found(table, "command", "pizza") is look
    assert found(table, "action", "pizza") is None
    assert found(table, "action", "run:pizza") is None
    assert found(table, "event", "accept") is None


def test_the_log_names_no_word_that_leads_nowhere(table: Switchboard) -> None:
    assert table.name_of(Call("command", "plead", "T1", "U1", ())) == "plead"
    assert table.name_of(Call("command", "my secret", "T1", "U1", ())) == "unknown"


def test_what_a_sentence_says_to_type_gets_its_button(table: Switchboard) -> None:
    (button,) = table.buttons_for("Type /mentor ask, or /mentor pizza, or /mentor ask again.")
    assert (button["text"]["text"], button["action_id"]) == ("Ask somebody", "run:ask")
