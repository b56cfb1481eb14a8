"""What comes in with a form, whatever Slack makes of it."""

from typing import Any

import pytest

from bot.core import forms
from bot.core.submissions import InvalidForm, Submission


def submission(**values: object) -> Submission:
    return Submission({"state": {"values": {field: {"value": element} for field, element in values.items()}}})


def test_a_text_of_white_space_counts_as_missing_and_every_error_is_told_at_once() -> None:
    form = submission(a={"value": " \n\u00a0"}, b={"value": "x" * 11}, c={"selected_option": {"value": "nine"}})
    form.text("a", missing="Please write something.")
    form.text("b", most=10)
    form.choice("c", ["one", "two"])
    with pytest.raises(InvalidForm) as raised:
        form.check()
    assert raised.value.errors == {
        "a": "Please write something.",
        "b": "Please keep this to 10 characters; it has 11.",
        "c": "Please choose one.",
    }


def test_a_form_without_a_field_or_with_nulls_in_it_is_read_as_empty() -> None:
    form = submission(a={"value": None}, b={"selected_option": None}, c={"selected_users": None})
    assert form.text("a", required=False) == ""
    assert form.text("nowhere", required=False) == ""
    assert form.people("c") == []
    assert form.channel("nowhere") is None
    form.check()


def test_nul_characters_which_postgresql_cannot_store_are_left_out() -> None:
    assert submission(a={"value": "a\x00b"}).text("a") == "ab"


def sent(blocks: list[dict[str, Any]], **values: object) -> Submission:
    return Submission(
        {"blocks": blocks, "state": {"values": {field: {"value": element} for field, element in values.items()}}}
    )


COLOURS = [("r", "Red"), ("g", "Green")]
OPENED = [
    forms.text_input("name", "Name", initial="Ada"),
    forms.text_input("note", "Note", initial="As before.", optional=True),
    forms.select("colour", "Colour", COLOURS, initial="g"),
    forms.person_select("boss", "Boss", initial="U1"),
    forms.people_select("leads", "Leads", initial=["U1", "U2"]),
    forms.date_input("day", "Day", "2027-03-08"),
    forms.time_input("hour", "Hour", "10:00"),
]


def test_values_of_the_page_before_are_recognised() -> None:
    assert sent(OPENED, role={"selected_option": {"value": "mentor"}}).is_of_another_page
    assert sent(OPENED).is_of_another_page
    assert not sent(OPENED, name={"value": None}).is_of_another_page
    assert not sent([]).is_of_another_page


def test_nothing_in_a_required_field_is_what_it_was_opened_with() -> None:
    nothing = sent(
        OPENED,
        name={"type": "plain_text_input", "value": None},
        colour={"type": "static_select", "selected_option": None},
        boss={"selected_user": None},
        leads={"selected_users": []},
        day={"selected_date": None},
    )
    assert nothing.text("name") == "Ada"
    assert nothing.choice("colour", ["r", "g"]) == "g"
    assert nothing.person("boss") == "U1"
    assert nothing.people("leads") == ["U1", "U2"]
    assert nothing.date("day") == "2027-03-08"
    assert nothing.time("hour") == "10:00"
    nothing.check()


def test_nothing_in_an_optional_field_clears_it() -> None:
    assert sent(OPENED, name={"value": "Ada"}, note={"value": None}).text("note", required=False) == ""


def test_what_was_typed_counts_and_not_what_the_field_was_opened_with() -> None:
    typed = sent(OPENED, name={"value": "Bo"}, colour={"selected_option": {"value": "r"}})
    assert typed.text("name") == "Bo"
    assert typed.choice("colour", ["r", "g"]) == "r"
    blank = sent(OPENED, name={"value": "   "})
    blank.text("name")
    with pytest.raises(InvalidForm):
        blank.check()


def test_fields_are_those_of_the_view_and_not_of_a_page_before() -> None:
    form = sent(OPENED, name={"value": "Ada"}, role={"selected_option": {"value": "mentor"}})
    assert form.fields == ["name", "note", "colour", "boss", "leads", "day", "hour"]
    assert not form.holds("role")
