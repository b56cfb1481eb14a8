"""What `say` makes of a sentence, in which language, and what it never makes of a value."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.blocks import bold, fallback, heading, paragraph, when, who
from bot.core.languages import language_for, shared_language, speaking
from bot.core.reading import Reader, read_by
from bot.core.refusals import Refusal
from bot.core.sentences import (
    Part,
    Sentence,
    WrongValues,
    _,
    all_of,
    any_of,
    ngettext,
    number,
    pgettext,
    say,
    together,
    told_in,
)
from tests.pseudo import catalogue_with

NOW = datetime(2026, 11, 27, 10, tzinfo=UTC)
LABEL = _("Sign up")
MEETING = _("You meet {partner} on {when}.")


@pytest.fixture
def german() -> Iterator[None]:
    catalogue = catalogue_with(
        {
            "Sign up": "Anmelden",
            "You meet {partner} on {when}.": "Am {when} triffst du {partner}.",
            ("{count} person", "{count} people"): ("{count} Mensch", "{count} Menschen"),
            ("a button", "Ask"): "Fragen",
            "{date} at {time}": "{date} um {time}",
            "That is “{name}” itself.": "Das ist „{nmae}“.",
            "It's over.": "Es ist vorbei.",
        },
        "de",
    )
    reader = Reader(ZoneInfo("Europe/Berlin"), NOW, "de")
    with speaking("de", catalogue), read_by(reader):
        yield


def words(*parts: Part) -> str:
    return fallback([paragraph(*parts)])


def test_a_sentence_is_said_with_its_values_where_they_belong() -> None:
    assert say(_("{name} is from {place}."), name="Maya", place="Oslo") == "Maya is from Oslo."
    assert words(say(MEETING, partner=who("U1"), when=when(NOW))).startswith("You meet <@U1> on <!date^")


@pytest.mark.usefixtures("german")
def test_it_is_said_in_the_language_of_its_reader_who_may_want_its_values_in_another_order() -> None:
    assert words(say(MEETING, partner=who("U1"), when=when(NOW))) == "Am Fr., 27. Nov. um 11:00 triffst du <@U1>."
    assert say(_("Never translated.")) == "Never translated."


@pytest.mark.usefixtures("german")
def test_what_takes_words_takes_a_sentence_of_a_time_when_no_reader_was_known() -> None:
    assert heading(LABEL)["text"]["text"] == words(bold(LABEL)) == f"{LABEL}" == "Anmelden"


@pytest.mark.usefixtures("german")
def test_one_and_many_are_two_sentences() -> None:
    def people(count: int) -> str:
        return say(ngettext("{count} person", "{count} people", count))

    assert [people(1), people(0), people(12_000)] == ["1 Mensch", "0 Menschen", "12.000 Menschen"]
    with read_by(None):
        assert [people(1), people(0), people(12_000)] == ["1 person", "0 people", "12,000 people"]


@pytest.mark.usefixtures("german")
def test_a_number_has_the_decimals_that_it_needs_as_the_reader_writes_them() -> None:
    assert [number(7), number(8.0), number(6.5), number(12_345)] == ["7", "8", "6,5", "12.345"]
    with read_by(None):
        assert number(6.5) == "6.5"


@pytest.mark.usefixtures("german")
def test_a_word_of_several_meanings_is_told_apart() -> None:
    assert say(pgettext("a button", "Ask")) == "Fragen"
    assert say(_("Ask")) == "Ask"


@pytest.mark.usefixtures("german")
def test_a_translation_that_lost_a_placeholder_is_not_said() -> None:
    assert say(_("That is “{name}” itself."), name="Prompting") == "That is “Prompting” itself."


@pytest.mark.parametrize("values", [{}, {"partner": "Maya"}, {"partner": "Maya", "when": "now", "why": "fun"}])
def test_a_missing_or_an_extra_value_is_an_error(values: dict[str, str]) -> None:
    with pytest.raises(WrongValues):
        say(MEETING, **values)
    with pytest.raises(WrongValues):
        say(ngettext("{count} person in {place}", "{count} people in {place}", 2), **values)


@given(st.text() | st.sampled_from(["{x}", "{name}", "%s", "{0}", "%(name)s", "{", "}}"]))
def test_what_people_wrote_is_never_looked_into(typed: str) -> None:
    assert say(_("“{name}” and {other}"), name=typed, other="{name}") == f"“{typed}” and {{name}}"


def test_what_is_in_a_value_ends_where_it_ends() -> None:
    shown = paragraph(say(_("{one} and {two}"), one="שלום", two="עולם"))["elements"][0]["elements"]
    assert [element["text"] for element in shown] == ["\u2068שלום\u2069 and \u2068עולם\u2069"]


@pytest.mark.usefixtures("german")
def test_a_refusal_is_told_in_the_language_of_whoever_reads_it() -> None:
    with read_by(None):
        over, named = Refusal(_("It's over.")), Refusal(_("{name} is no skill."), name="{x}")
    assert (over.text, named.text) == ("Es ist vorbei.", "{x} is no skill.")


def test_lists_are_written_as_the_reader_writes_them(german: None) -> None:
    names: list[Part] = [who("U1"), "B", bold("C")]
    assert words(all_of(names)) == "<@U1>, B und C"
    assert words(any_of(names[:2])) == "<@U1> oder B"
    with read_by(None):
        assert words(all_of(names)) == "<@U1>, B and C"
        assert all_of(["A", "B", "C", "D"]) == "A, B, C and D"
        assert (any_of(["A", "B"]), all_of(["A"]), all_of([])) == ("A or B", "A", "")


@pytest.mark.parametrize(
    ("locale", "language"),
    [("de-DE", "de"), ("en-GB", "en"), ("no-NO", "en"), ("fr_FR", "en"), (None, "en"), ("", "en")],
)
def test_nobody_is_spoken_to_in_a_language_that_the_bot_does_not_speak(
    german: None, locale: str | None, language: str
) -> None:
    assert language_for(locale) == language


def test_a_group_reads_the_language_that_all_of_it_share() -> None:
    assert shared_language(["de", "de"]) == "de"
    assert shared_language(["de", "en"]) is None


@pytest.mark.usefixtures("german")
def test_a_sentence_that_was_stored_is_told_in_the_language_of_whoever_reads_it_later() -> None:
    person = ngettext("{count} person", "{count} people", 12)
    stored = json.loads(json.dumps(_("Not {who}: {why}").given({"who": person, "why": "{x}"}).stored()))
    assert str(told_in(stored)) == "Not 12 Menschen: {x}"
    assert str(told_in(_("It's over.").stored())) == "Es ist vorbei."
    assert told_in("as it was stored before") == "as it was stored before"


def test_whole_sentences_follow_one_another() -> None:
    assert together(_("One."), "", _("Two.")) == "One. Two."
    assert words(together(bold(_("One.")), _("Two."))) == "One. Two."
    assert together() == ""


def test_a_sentence_can_be_a_value_and_is_said_with_the_rest() -> None:
    inner: Sentence = _("Sign up")
    assert say(_("Press {button}."), button=inner) == "Press Sign up."
    nested: Any = say(_("{who} says: {what}"), who=who("U1"), what=say(_("{a}!"), a="b"))
    assert words(nested) == "<@U1> says: b!"
