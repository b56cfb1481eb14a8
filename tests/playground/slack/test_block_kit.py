"""Block Kit's rules, one good and one bad thing at a time."""

from typing import Any

import pytest

from bot.playground.slack import message_faults
from tests.playground.slack.scripted import Json, actions, button, field, option, plain, section

OPTION = option("A")
CONFIRM = {"title": plain("Sure?"), "text": plain("Really?"), "confirm": plain("Yes"), "deny": plain("No")}
TEXT = {"type": "text", "text": "a"}
IMAGE = {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "a"}
OPINION = {"text": plain("Good"), "value": "1"}
FEEDBACK = {"type": "feedback_buttons", "positive_button": OPINION, "negative_button": OPINION}


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def markup(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def menu(kind: str = "static_select", **more: Any) -> Json:
    return {"type": kind, "options": [OPTION], **more}


def options(count: int) -> list[Json]:
    return [option(f"Dish {number}") for number in range(count)]


GOOD = [
    section("x" * 3000),
    {"type": "section", "fields": [plain("x" * 2000)] * 10},
    section("x", accessory=IMAGE, block_id="b" * 255),
    section("x", accessory=button("a", "x" * 75, value="v" * 2000, url="https://x", style="danger", confirm=CONFIRM)),
    {"type": "header", "text": plain("x" * 150), "level": 4},
    {"type": "context", "elements": [plain("x"), markup("x"), *[IMAGE] * 8]},
    actions(*(button(str(number)) for number in range(25))),
    actions(menu(options=options(100), placeholder=plain("x" * 150), initial_option=option("Dish 1"))),
    actions(menu("overflow", options=[*options(4), {"text": plain("x"), "url": "https://example.com"}])),
    actions(menu("checkboxes", options=[{"text": markup("*x*"), "value": "1", "description": markup("y" * 75)}] * 10)),
    actions({"type": "static_select", "option_groups": [{"label": plain("x" * 75), "options": [OPTION]}] * 100}),
    actions({"type": "timepicker", "initial_time": "23:59", "timezone": "Europe/Oslo"}),
    actions({"type": "datepicker", "initial_date": "2026-11-20", "timezone": "Europe/Oslo"}),
    actions({"type": "external_select", "min_query_length": 0}),
    {**IMAGE, "title": plain("x")},
    {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "x"},
    rich(
        TEXT,
        {"type": "user", "user_id": "U1"},
        {"type": "emoji", "name": "tea"},
        {"type": "broadcast", "range": "here"},
    ),
    rich(
        {"type": "emoji", "name": "wave", "skin_tone": 3},
        {"type": "emoji", "name": "wave::skin-tone-2"},
        {"type": "emoji", "name": "+1", "unicode": "1f44d"},
        {"type": "emoji", "name": "日本"},
        {"type": "link", "url": "mailto:a@example.com", "text": "Ask"},
    ),
    rich({"type": "date", "timestamp": 1, "format": "{date}", "fallback": "x"}, {"type": "link", "url": "https://x"}),
    {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "ordered", "indent": 1, "elements": []}]},
    {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "ordered", "offset": 4, "elements": []}]},
    {"type": "markdown", "text": "x" * 12_000},
    {"type": "card", "title": markup("x" * 150), "body": markup("x" * 200), "actions": [button("a"), button("b")]},
    {"type": "carousel", "elements": [{"type": "card", "title": markup("x")}] * 10},
    {"type": "container", "title": plain("x"), "child_blocks": [section("x")], "width": "wide"},
    {
        "type": "context_actions",
        "elements": [{"type": "feedback_buttons", "positive_button": OPINION, "negative_button": OPINION}],
    },
    {"type": "task_card", "task_id": "1", "title": "x", "status": "pending", "details": rich(TEXT)},
    {"type": "video", "alt_text": "x", "title": plain("x"), "thumbnail_url": "https://x", "video_url": "https://x"},
    field("Dish", max_length=3000, min_length=0, placeholder=plain("x"), block={"hint": plain("x"), "optional": True}),
]


@pytest.mark.parametrize("block", GOOD, ids=lambda block: block["type"])
def test_slack_takes_it(block: Json) -> None:
    assert message_faults([block]) == []


# After the @ stands where in the block, as Slack's JSON pointer has it.
BAD: list[tuple[Json, str]] = [
    ({"type": "dividor"}, "unsupported type: dividor @/type"),
    ({}, "missing required field: type @"),
    ({"type": ["divider"]}, "unsupported type: ['divider'] @/type"),
    ({"type": "divider", "block_id": None}, "must provide a string @/block_id"),
    ({"type": "divider", "color": "red"}, "invalid additional property: color @"),
    ({"type": "divider", "block_id": "b" * 256}, "must be less than 256 characters @/block_id"),
    ({"type": "section"}, "missing required field: text @"),
    (section(""), "must be more than 0 characters @/text/text"),
    (section("x" * 3001), "must be less than 3001 characters @/text/text"),
    ({"type": "section", "text": "x"}, "must provide an object @/text"),
    ({"type": "section", "fields": []}, "must provide at least 1 items @/fields"),
    ({"type": "section", "fields": [plain("x")] * 11}, "no more than 10 items allowed @/fields"),
    (
        {"type": "section", "fields": [plain("x" * 2001)]},
        "must be less than 2001 characters @/fields/0/text",
    ),
    (
        section("x", accessory={"type": "plain_text_input"}),
        "unsupported type: plain_text_input @/accessory/type",
    ),
    ({"type": "header", "text": markup("x")}, "unsupported type: mrkdwn @/text/type"),
    (
        {"type": "header", "text": plain("x" * 151)},
        "must be less than 151 characters @/text/text",
    ),
    (
        {"type": "context", "elements": [plain("x")] * 11},
        "no more than 10 items allowed @/elements",
    ),
    (
        {"type": "context", "elements": [button("a")]},
        "unsupported type: button @/elements/0/type",
    ),
    (actions(), "must provide at least 1 items @/elements"),
    (actions(*[button("a")] * 26), "no more than 25 items allowed @/elements"),
    (actions(button("a", "x" * 76)), "must be less than 76 characters @/elements/0/text/text"),
    (actions(button("a" * 256)), "must be less than 256 characters @/elements/0/action_id"),
    (
        actions(button("a", value="v" * 2001)),
        "must be less than 2001 characters @/elements/0/value",
    ),
    (actions(button("a", value=7)), "must provide a string @/elements/0/value"),
    (actions(button("a", style="loud")), "must be a valid enum value @/elements/0/style"),
    (actions(button("a", confirm={})), "missing required field: text @/elements/0/confirm"),
    (actions(button("a"), button("a")), '`action_id` "a" already exists @'),
    (actions({"type": "static_select"}), "missing required field: options @/elements/0"),
    (actions(menu(options=[])), "must provide at least 1 items @/elements/0/options"),
    (actions(menu(options=options(101))), "no more than 100 items allowed @/elements/0/options"),
    (
        actions(menu(option_groups=[{"label": plain("x"), "options": [OPTION]}])),
        "cannot define both options and option_groups @/elements/0",
    ),
    (
        actions(menu(initial_option=option("B"))),
        "must be one of the provided options @/elements/0/initial_option",
    ),
    (
        actions(menu("checkboxes", initial_options=[option("B")])),
        "must be one of the provided options @/elements/0/initial_options",
    ),
    (
        actions(menu("checkboxes", options=options(11))),
        "no more than 10 items allowed @/elements/0/options",
    ),
    (
        actions(menu("overflow", options=options(6))),
        "no more than 5 items allowed @/elements/0/options",
    ),
    (
        actions(menu(options=[{"text": plain("x")}])),
        "missing required field: value @/elements/0/options/0",
    ),
    (
        actions(menu(options=[option("x" * 76, "v")])),
        "must be less than 76 characters @/elements/0/options/0/text/text",
    ),
    (
        actions(menu(options=[option("x", "v" * 151)])),
        "must be less than 151 characters @/elements/0/options/0/value",
    ),
    (
        actions(menu(options=[{**OPTION, "description": plain("x" * 76)}])),
        "must be less than 76 characters @/elements/0/options/0/description/text",
    ),
    (
        actions(menu(options=[{"text": markup("x"), "value": "v"}])),
        "unsupported type: mrkdwn @/elements/0/options/0/text/type",
    ),
    (
        actions({"type": "datepicker", "initial_date": "20.11.2026"}),
        "must be a date in the format YYYY-MM-DD @/elements/0/initial_date",
    ),
    (
        actions({"type": "timepicker", "initial_time": "24:00"}),
        "must be a time in the format HH:mm @/elements/0/initial_time",
    ),
    (
        actions({"type": "datetimepicker", "initial_date_time": 12}),
        "must be greater than or equal to 1000000000 @/elements/0/initial_date_time",
    ),
    ({"type": "image", "image_url": "https://x"}, "missing required field: alt_text @"),
    ({"type": "image", "alt_text": "x"}, "missing required field: image_url @"),
    (rich({"type": "shout"}), "unsupported type: shout @/elements/0/elements/0/type"),
    (
        rich({**TEXT, "style": {"blink": True}}),
        "invalid additional property: blink @/elements/0/elements/0/style",
    ),
    (
        rich({**TEXT, "style": {"bold": 1}}),
        "must provide a boolean @/elements/0/elements/0/style/bold",
    ),
    (rich({"type": "link", "url": ""}), "must be a valid URL @/elements/0/elements/0/url"),
    (rich({"type": "link", "url": "the menu"}), "must be a valid URL @/elements/0/elements/0/url"),
    (rich({"type": "link", "url": "example.com"}), "must be a valid URL @/elements/0/elements/0/url"),
    (rich({"type": "emoji", "name": ":tea:"}), "must be the name of an emoji @/elements/0/elements/0/name"),
    (rich({"type": "emoji", "name": "Green tea"}), "must be the name of an emoji @/elements/0/elements/0/name"),
    (
        {"type": "rich_text", "elements": [{"type": "rich_text_quote", "border": True, "elements": []}]},
        "must be a valid enum value @/elements/0/border",
    ),
    ({"type": "header", "text": plain("x"), "level": 5}, "must be less than or equal to 4 @/level"),
    (actions(button("a", confirm={**CONFIRM, "type": "x"})), "invalid additional property: type @/elements/0/confirm"),
    (
        actions({"type": "external_select", "min_query_length": -1}),
        "must be greater than or equal to 0 @/elements/0/min_query_length",
    ),
    (
        actions(menu(options=[{**OPTION, "url": "https://example.com"}])),
        "invalid additional property: url @/elements/0/options/0",
    ),
    (
        {"type": "image", "slack_file": {"id": "F1", "url": "https://x"}, "alt_text": "x"},
        "cannot define both id and url @/slack_file",
    ),
    (
        {"type": "card", "actions": [button(str(n)) for n in range(3)]},
        "no more than 2 items allowed @/actions",
    ),
    ({"type": "card", "subtitle": markup("x")}, "missing required field: title @"),
    ({"type": "alert", "text": plain("x")}, "unsupported type: alert @/type"),
    (
        {"type": "container", "child_blocks": [field("Dish", "file_input")]},
        "unsupported type: file_input @/child_blocks/0/element/type",
    ),
    (
        {"type": "context_actions", "elements": [button("a")]},
        "unsupported type: button @/elements/0/type",
    ),
    ({"type": "input", "label": plain("x")}, "missing required field: element @"),
    (field("Dish", "button"), "unsupported type: button @/element/type"),
    (field("Dish", max_length=3001), "must be less than or equal to 3000 @/element/max_length"),
    (
        field("Dish", min_length=5, max_length=4),
        "min_length must not be greater than max_length @/element/min_length",
    ),
    (
        field("Dish", initial_value="abcd", max_length=3),
        "must be less than 4 characters @/element/initial_value",
    ),
    (field("Dish", "number_input"), "missing required field: is_decimal_allowed @/element"),
    (
        field("Dish", "number_input", is_decimal_allowed=True, min_value="b"),
        "must be a number in a string @/element/min_value",
    ),
    (
        field("Dish", "number_input", is_decimal_allowed=True, min_value="2", max_value="1"),
        "min_value must not be greater than max_value @/element/min_value",
    ),
    (
        field("Dish", "number_input", is_decimal_allowed=True, initial_value="3", max_value="1"),
        "must lie between min_value and max_value @/element/initial_value",
    ),
    (field("Dish", "file_input"), "unsupported type: file_input @/element/type"),
]


@pytest.mark.parametrize(("block", "complaint"), BAD, ids=[complaint for _, complaint in BAD])
def test_slack_refuses_it_and_points_to_it(block: Json, complaint: str) -> None:
    message, pointer = complaint.split(" @")
    assert message_faults([block]) == [f"{message} [json-pointer:/blocks/0{pointer}]"]


@pytest.mark.parametrize(
    ("blocks", "complaint"),
    [
        ("x", "must provide an array [json-pointer:/blocks]"),
        ([section("x")] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
        ([{"type": "divider", "block_id": "b"}] * 2, '`block_id` "b" already exists [json-pointer:/blocks/1/block_id]'),
        (
            [section("x", block_id="b"), {"type": "container", "child_blocks": [section("x", block_id="b")]}],
            '`block_id` "b" already exists [json-pointer:/blocks/1/child_blocks/0/block_id]',
        ),
        ([{"type": "markdown", "text": "x" * 7000}] * 2, "must be less than 12001 characters [json-pointer:/blocks]"),
    ],
)
def test_a_message_as_a_whole_has_rules(blocks: Any, complaint: str) -> None:
    assert message_faults(blocks) == [complaint]
