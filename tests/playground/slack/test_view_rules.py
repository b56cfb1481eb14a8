"""Block Kit's rules for modals and Home tabs as a whole."""

import pytest

from bot.playground.slack import view_faults
from tests.playground.slack.scripted import Json, actions, button, field, home, modal, plain, section

CHART = {
    "type": "data_visualization",
    "title": "Dishes",
    "chart": {"type": "pie", "segments": [{"label": "Soup", "value": 2}]},
}
CARD = {"type": "card", "title": {"type": "mrkdwn", "text": "x"}}
TABLE = {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]}
DATA = {"type": "data_table", "caption": "x", "rows": [[{"type": "raw_text", "text": "a"}]] * 2}


@pytest.mark.parametrize(
    "view",
    [
        modal(*[section("x")] * 100),
        modal(
            field("Dish"), {"type": "alert", "text": plain("x" * 200), "level": "warning"}, field("Menu", "file_input")
        ),
        modal(submit_disabled=True),
        modal(CARD),
        home(CARD, {"type": "carousel", "elements": [CARD]}, {"type": "container", "child_blocks": [section("x")]}),
        modal(callback_id="x" * 255, private_metadata="x" * 3000, external_id="x" * 255, notify_on_close=True),
        {"type": "modal", "title": plain("x" * 24), "close": plain("x" * 24), "blocks": [section("x")]},
        home(section("x"), field("Dish"), private_metadata="x"),
        modal(actions(button("a")), actions(button("a"))),
    ],
)
def test_a_view_that_slack_takes(view: Json) -> None:
    assert view_faults(view) == []


@pytest.mark.parametrize(
    ("view", "complaint"),
    [
        ({"type": "popup"}, "unsupported type: popup [json-pointer:/view/type]"),
        ({"type": []}, "unsupported type: [] [json-pointer:/view/type]"),
        ({"type": "modal", "title": plain("x"), "blocks": "x"}, "must provide an array [json-pointer:/view/blocks]"),
        (modal(title=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/title/text]"),
        (modal(title={"type": "mrkdwn", "text": "x"}), "unsupported type: mrkdwn [json-pointer:/view/title/type]"),
        (modal(submit=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/submit/text]"),
        (modal(private_metadata="x" * 3001), "must be less than 3001 characters [json-pointer:/view/private_metadata]"),
        (modal(submit_on_enter=True), "invalid additional property: submit_on_enter [json-pointer:/view]"),
        (modal(submit_disabled="yes"), "must provide a boolean [json-pointer:/view/submit_disabled]"),
        (modal(*[section("x")] * 101), "no more than 100 items allowed [json-pointer:/view/blocks]"),
        (
            {"type": "modal", "title": plain("x"), "blocks": [field("Dish")]},
            "must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]",
        ),
        (modal(blocks=[]), "must provide at least 1 items [json-pointer:/view/blocks]"),
        (
            modal({"type": "carousel", "elements": [CARD]}),
            "unsupported type: carousel [json-pointer:/view/blocks/0/type]",
        ),
        (
            modal({"type": "container", "child_blocks": [section("x")]}),
            "unsupported type: container [json-pointer:/view/blocks/0/type]",
        ),
        (modal(DATA), "unsupported type: data_table [json-pointer:/view/blocks/0/type]"),
        (home(DATA), "unsupported type: data_table [json-pointer:/view/blocks/0/type]"),
        (
            home({"type": "container", "child_blocks": [TABLE]}),
            "unsupported type: table [json-pointer:/view/blocks/0/child_blocks/0/type]",
        ),
        (modal(CHART), "unsupported type: data_visualization [json-pointer:/view/blocks/0/type]"),
        (modal(field("A"), field("A")), '`block_id` "a" already exists [json-pointer:/view/blocks/1/block_id]'),
        (
            modal(field("A", focus_on_load=True), field("B", focus_on_load=True)),
            "only one element may have focus_on_load [json-pointer:/view/blocks]",
        ),
        (home(title=plain("x")), "invalid additional property: title [json-pointer:/view]"),
        (home({"type": "alert", "text": plain("x")}), "unsupported type: alert [json-pointer:/view/blocks/0/type]"),
    ],
)
def test_a_view_that_slack_refuses(view: Json, complaint: str) -> None:
    assert view_faults(view) == [complaint]


def test_everything_that_a_view_lacks_is_named() -> None:
    assert view_faults({}) == [
        f"missing required field: {name} [json-pointer:/view]" for name in ("type", "blocks", "title")
    ]
