"""What the two are called, and that a lead's own word is never inflected by the bot."""

from datetime import date
from typing import Any

import pytest

from bot.core.languages import speaking
from bot.core.reading import Reader, read_by
from bot.core.submissions import InvalidForm, Submission
from bot.programs.edit_views import program_changed
from bot.programs.forms import BasicsForm
from bot.programs.model import PARTNER_WORD, Footing
from bot.programs.wording import commitment, wording
from tests.people_and_pairs import NOON, made_program
from tests.pseudo import catalogue_with

OXEN = made_program(1, "Side by side", footing=Footing.EQUAL, partner_word="ox", partner_plural="oxen")
USUAL = made_program(1, "Side by side", footing=Footing.EQUAL)
ROLES = made_program(1, "Digital natives")


def edited(word: str = "", plural: str = "") -> Submission:
    """The form of a program's basics, with these two words in it."""
    values: dict[str, Any] = {"name": "Side by side", "need": "A need.", "partner_word": word, "partner_plural": plural}
    chosen = {
        "cadence": "weekly",
        "session_minutes": "60",
        "style": "formal",
        "footing": "equal",
        "agenda_owner": "both",
        "schedule_owner": "both",
    }
    typed = {name: {"value": {"value": value}} for name, value in values.items()}
    picked = {name: {"value": {"selected_option": {"value": value}}} for name, value in chosen.items()}
    about = '{"program":1,"opened_with":{},"confirmed":false}'
    return Submission({"state": {"values": typed | picked}, "private_metadata": about})


def words_of(submission: Submission) -> tuple[str, str]:
    values = BasicsForm.read(submission).values
    return values["partner_word"], values["partner_plural"]


def test_a_word_that_a_lead_chose_has_the_plural_that_they_gave() -> None:
    words = wording(OXEN)
    assert (words.mentor, words.mentee, words.both) == ("ox", "ox", "oxen")
    assert (words.count_juniors(1), words.count_juniors(2)) == ("1 junior ox", "2 junior oxen")
    assert (words.count_seniors(1), words.count_seniors(0)) == ("1 senior ox", "0 senior oxen")


def test_mentors_and_mentees_are_counted_as_such() -> None:
    words = wording(ROLES)
    assert (words.count_juniors(1), words.count_seniors(1200)) == ("1 mentor", "1,200 mentees")


def test_what_is_usual_is_said_in_the_language_of_the_reader_and_what_a_lead_chose_is_not() -> None:
    german = catalogue_with(
        {(None, "learning partner"): "Lernpartner", (None, "learning partners"): "Lernpartner", (None, "ox"): "Ochse"}
    )
    with speaking("de", german), read_by(Reader(None, NOON, "de")):
        assert (wording(USUAL).mentor, wording(USUAL).both) == ("Lernpartner", "Lernpartner")
        assert wording(OXEN).mentor == "ox"


def test_the_form_asks_for_the_plural_beside_the_word() -> None:
    assert words_of(edited("ox", "oxen")) == ("ox", "oxen")
    for typed, missing in ((("ox", ""), "partner_plural"), (("", "oxen"), "partner_word")):
        with pytest.raises(InvalidForm) as refused:
            BasicsForm.read(edited(*typed))
        assert list(refused.value.errors) == [missing]


@pytest.mark.parametrize("typed", [("", ""), ("learning partner", ""), ("learning partner", "learning partners")])
def test_left_empty_they_are_learning_partners(typed: tuple[str, str]) -> None:
    assert words_of(edited(*typed)) == ("learning partner", "learning partners")


def test_the_form_shows_what_a_lead_chose_and_leaves_out_what_is_usual() -> None:
    def shown(word: str, plural: str) -> list[str | None]:
        values = {name: getattr(ROLES, name) for name in BasicsForm.fields if name != "leads"}
        values |= {"leads": ["U1"], "partner_word": word, "partner_plural": plural}
        blocks = BasicsForm.modal(1, values, {})["blocks"]
        fields = {block["block_id"]: block["element"] for block in blocks}
        return [fields[name].get("initial_value") for name in ("partner_word", "partner_plural")]

    assert shown("ox", "oxen") == ["ox", "oxen"]
    assert shown("learning partner", "learning partners") == [None, None]
    assert shown("learning partner", "study buddies") == ["learning partner", "study buddies"]


def test_a_word_as_long_as_it_may_be_leaves_room_for_its_plural() -> None:
    assert words_of(edited("w" * PARTNER_WORD, "w" * (PARTNER_WORD + 2)))[0] == "w" * PARTNER_WORD


def test_a_lead_hears_what_the_channel_is_now_by_its_name() -> None:
    said = program_changed(ROLES, {"channel_id": "C1"}).message.arguments()["text"]
    assert "Channel: <#C1>" in said


def test_when_a_season_begins_and_ends_is_said_as_far_as_it_is_known() -> None:
    first, last = date(2026, 9, 7), date(2026, 12, 4)

    def told(**season: date) -> str:
        return commitment(made_program(1, "Digital natives", **season)).removeprefix(
            "Pairs meet once a week for 60 minutes. "
        )

    assert told(starts_on=first, ends_on=last) == "They start on Mon, Sep 7 and go on until Fri, Dec 4."
    assert told(ends_on=last) == "They start the day they're matched and go on until Fri, Dec 4."
    assert told(starts_on=first) == "They start on Mon, Sep 7, and no end date is set yet."
    assert told() == "They start the day they're matched, and no end date is set yet."
