"""Every kind of block and input, as an app would send them."""

from typing import Any

Block = dict[str, Any]


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def options(*texts: str) -> list[dict[str, Any]]:
    return [{"text": plain(text), "value": text.lower()} for text in texts]


def field(block_id: str, label: str, kind: str, *, optional: bool = True, **more: Any) -> Block:
    """An input; its action id is its block id, unless `more` says otherwise."""
    element = {"type": kind, "action_id": block_id, **more}
    return {"type": "input", "block_id": block_id, "label": plain(label), "optional": optional, "element": element}


FRUIT = options("Apple", "Pear", "Cherry")
GROUPS = [
    {"label": plain("Sweet"), "options": options("Cake", "Honey")},
    {"label": plain("Sour"), "options": options("Lemon", "Rhubarb")},
]

FORM: Block = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("Everything"),
    "submit": plain("Serve"),
    "close": plain("Leave"),
    "blocks": [
        {"type": "alert", "block_id": "note", "level": "info", "text": mrkdwn("All *fields* there are.")},
        {
            **field("line", "One line", "plain_text_input", optional=False, min_length=2, max_length=80),
            "hint": plain("At least two letters."),
        },
        field("lines", "Several lines", "plain_text_input", multiline=True, placeholder=plain("Take your time")),
        field("number", "Number", "number_input", is_decimal_allowed=False, min_value="1", max_value="10"),
        field("email", "Email", "email_text_input"),
        field("url", "Address", "url_text_input"),
        field("date", "Date", "datepicker"),
        field("time", "Time", "timepicker"),
        field("moment", "Moment", "datetimepicker"),
        field("static", "Fruit", "static_select", options=FRUIT),
        field("grouped", "Dish", "static_select", option_groups=GROUPS),
        field("external", "City", "external_select", action_id="city", min_query_length=2),
        field("user", "Person", "users_select"),
        field("conversation", "Conversation", "conversations_select"),
        field("channel", "Channel", "channels_select"),
        field("many_static", "Fruits", "multi_static_select", options=FRUIT),
        field("many_external", "Cities", "multi_external_select", action_id="city", min_query_length=2),
        field("many_users", "People", "multi_users_select"),
        field("many_conversations", "Conversations", "multi_conversations_select"),
        field("many_channels", "Channels", "multi_channels_select"),
        field("radio", "Size", "radio_buttons", options=options("Small", "Large")),
        field("check", "Extras", "checkboxes", options=options("Salt", "Pepper")),
        field("rich", "Recipe", "rich_text_input"),
        field("files", "Pictures", "file_input", filetypes=["txt", "png"], max_files=2),
    ],
}

TASTER: Block = {
    "type": "modal",
    "callback_id": "taster",
    "title": plain("Taste"),
    "submit": plain("Next"),
    "blocks": [field("taste", "How is it?", "plain_text_input", multiline=True)],
}

SURE = {
    "title": plain("Really?"),
    "text": mrkdwn("This *cannot* be undone."),
    "confirm": plain("Do it"),
    "deny": plain("Better not"),
    "style": "danger",
}

MENU: list[Block] = [
    {
        "type": "actions",
        "block_id": "buttons",
        "elements": [
            {"type": "button", "action_id": "update_me", "text": plain("Change this message"), "style": "primary"},
            {"type": "button", "action_id": "danger", "text": plain("Throw away"), "style": "danger", "confirm": SURE},
            {"type": "button", "action_id": "never", "text": plain("No answer")},
            {"type": "button", "action_id": "answer", "text": plain("Answer me")},
            {"type": "overflow", "action_id": "more", "options": options("Copy", "Print")},
        ],
    },
    {
        "type": "section",
        "block_id": "pick_one",
        "text": mrkdwn("Pick a fruit"),
        "accessory": {"type": "static_select", "action_id": "pick", "options": FRUIT, "placeholder": plain("Fruit")},
    },
    {
        "type": "section",
        "block_id": "pick_two",
        "text": mrkdwn("And another"),
        "accessory": {"type": "static_select", "action_id": "pick", "options": FRUIT, "placeholder": plain("Fruit")},
    },
    {
        "type": "actions",
        "block_id": "pickers",
        "elements": [
            {"type": "datepicker", "action_id": "day"},
            {"type": "multi_users_select", "action_id": "whom", "placeholder": plain("Whom")},
            {"type": "checkboxes", "action_id": "boxes", "options": options("Hot", "Cold")},
        ],
    },
    {**field("spice", "Which spice?", "plain_text_input"), "dispatch_action": True},
]

MARKUP = (
    "*bold* _italic_ ~gone~ `code` <https://example.com|a link> <@U0MAYA> <!here> :seedling: 3 &lt; 4\n"
    "> a quote\n• first\n• second\n```\nlet x = 1;\n```"
    "Meet <!date^1804064400^{date_long} at {time}|some day>."
)


def _text(words: str, **style: bool) -> dict[str, Any]:
    return {"type": "text", "text": words, **({"style": style} if style else {})}


RICH: Block = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [
                _text("Rich "),
                _text("bold", bold=True),
                _text(" and "),
                {"type": "user", "user_id": "U0STIG"},
                _text(" with "),
                {"type": "emoji", "name": "tada"},
                {"type": "emoji", "name": "fjordlight"},
                {"type": "link", "url": "https://example.com/tea", "text": "tea"},
                {"type": "link", "url": "https://example.com/bare"},
                {"type": "link", "url": "javascript:alert(1)", "text": "no link"},
                {"type": "color", "value": "#1c5d5a"},
            ],
        },
        {
            "type": "rich_text_list",
            "style": "ordered",
            "elements": [
                {"type": "rich_text_section", "elements": [_text("one")]},
                {"type": "rich_text_section", "elements": [_text("two")]},
            ],
        },
        {"type": "rich_text_quote", "elements": [_text("Quoted")]},
        {"type": "rich_text_preformatted", "elements": [_text("as it is")]},
    ],
}


def _cell(value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        return {"type": "raw_text", "text": value}
    return {"type": "raw_number", "value": value, "text": str(value)}


def showcase() -> list[Block]:
    """One of each block that a message may hold, but for charts."""
    button = {"type": "button", "action_id": "order", "text": plain("Order")}
    return [
        {"type": "header", "text": plain("Menu of the day")},
        {"type": "section", "text": mrkdwn(MARKUP)},
        {"type": "section", "fields": [mrkdwn("*Who*\nMaya"), plain("When\ntoday")]},
        RICH,
        {"type": "context", "elements": [mrkdwn("In *context*"), plain("and plain")]},
        {"type": "divider"},
        {"type": "markdown", "text": "## A heading\nSome **strong** words and `code`.\n\n1. one\n2. two"},
        {"type": "table", "rows": [[_cell("Dish"), _cell("Price")], [_cell("Soup"), _cell(4)]]},
        {
            "type": "data_table",
            "caption": "Stock",
            "page_size": 3,
            "rows": [
                [_cell("Thing"), _cell("Count")],
                *[[_cell(name), _cell(count)] for name, count in (("Pear", 5), ("Apple", 12), ("Fig", 1), ("Lime", 8))],
            ],
        },
        {"type": "card", "title": mrkdwn("Soup"), "body": mrkdwn("Hot and *good*"), "actions": [button]},
        {
            "type": "carousel",
            "elements": [
                {"type": "card", "title": mrkdwn(name), "subtitle": mrkdwn("with bread")} for name in ("Stew", "Pie")
            ],
        },
        {
            "type": "container",
            "title": plain("Folded"),
            "is_collapsible": True,
            "child_blocks": [{"type": "section", "text": mrkdwn("Inside")}],
        },
        {"type": "image", "image_url": "https://example.invalid/x.png", "alt_text": "a pot"},
        {
            "type": "context_actions",
            "elements": [
                {
                    "type": "feedback_buttons",
                    "action_id": "opinion",
                    "positive_button": {"text": plain("Good"), "value": "up"},
                    "negative_button": {"text": plain("Bad"), "value": "down"},
                }
            ],
        },
    ]


def _plot(kind: str) -> Block:
    weeks = ["Week 1", "Week 2", "Week 3", "Week 4"]
    series = [
        {"name": name, "data": [{"label": w, "value": v} for w, v in zip(weeks, values, strict=True)]}
        for name, values in (("Held", (4, 7, 9, 12)), ("Missed", (2, 1, 3, 0.5)))
    ]
    axis = {"categories": weeks, "x_label": "Week", "y_label": "Sessions"}
    chart = {"type": kind, "series": series, "axis_config": axis}
    return {"type": "data_visualization", "title": f"Sessions as {kind}", "chart": chart}


def charts() -> list[Block]:
    """Bar, line, area, pie."""
    segments = [{"label": "On track", "value": 14}, {"label": "At risk", "value": 3}, {"label": "New", "value": 5}]
    pie = {"type": "data_visualization", "title": "Pairs", "chart": {"type": "pie", "segments": segments}}
    return [*map(_plot, ("bar", "line", "area")), pie]
