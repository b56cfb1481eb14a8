"""The shapes of the blocks themselves."""

from collections.abc import Iterator
from typing import Any

from bot.playground.slack.blocks.elements import (
    BUTTON,
    IMAGE,
    IN_ACTIONS,
    IN_CONTEXT_ACTIONS,
    IN_INPUT,
    IN_SECTION,
)
from bot.playground.slack.blocks.figures import DATA_TABLE, DATA_VISUALIZATION, TABLE
from bot.playground.slack.blocks.rich_text import RICH_TEXT
from bot.playground.slack.blocks.shapes import (
    Check,
    boolean,
    choice,
    fault,
    items,
    number,
    one_of,
    record,
    string,
    variant,
)
from bot.playground.slack.blocks.texts import (
    IDENTIFIER,
    MRKDWN_SWITCHES,
    PLAIN_SWITCHES,
    SLACK_FILE,
    mrkdwn,
    plain,
    text,
)

ID = {"block_id": IDENTIFIER}
URL = string(1, 3000)
PICTURE = variant({"image": IMAGE})
PROSE = variant({"rich_text": RICH_TEXT})


def _section_says_something(block: Any, pointer: str) -> Iterator[str]:
    if not block.get("text") and not block.get("fields"):
        yield fault("missing required field: text", pointer)


def _card_shows_something(card: Any, pointer: str) -> Iterator[str]:
    if not any(card.get(name) for name in ("hero_image", "title", "actions", "body")):
        yield fault("missing required field: title", pointer)


IN_CONTEXT = variant(
    {
        "image": IMAGE,
        "plain_text": record({"text": string(1, 2000)}, PLAIN_SWITCHES),
        "mrkdwn": record({"text": string(1, 2000)}, MRKDWN_SWITCHES),
    }
)
CARD = record(
    {},
    {
        **ID,
        "icon": PICTURE,
        "slack_icon": variant({"icon": record({"name": string(1)})}),
        "hero_image": PICTURE,
        "title": mrkdwn(150),
        "subtitle": mrkdwn(150),
        "body": mrkdwn(200),
        "actions": items(variant({"button": BUTTON}), 0, 2),
    },
    _card_shows_something,
)
TASK = record(
    {
        "task_id": string(1),
        "title": string(1),
        "status": choice("pending", "in_progress", "complete", "error"),
    },
    {
        **ID,
        "details": PROSE,
        "output": PROSE,
        "sources": items(variant({"url": record({"url": URL, "text": string(1)})})),
    },
)

SIMPLE: dict[str, Check] = {
    "actions": record({"elements": items(IN_ACTIONS, 1, 25)}, ID),
    "context": record({"elements": items(IN_CONTEXT, 1, 10)}, ID),
    "divider": record({}, ID),
    "file": record({"external_id": string(1), "source": choice("remote")}, ID),
    "header": record({"text": plain(150)}, {**ID, "level": number(1, 4, whole=True)}),
    "image": record(
        {"alt_text": string(1, 2000)},
        {**ID, "image_url": URL, "slack_file": SLACK_FILE, "title": plain(2000)},
        one_of("image_url", "slack_file"),
    ),
    "input": record(
        {"element": IN_INPUT, "label": plain(2000)},
        {**ID, "hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "rich_text": RICH_TEXT,
    "section": record(
        {},
        {
            **ID,
            "text": text(3000),
            "fields": items(text(2000), 1, 10),
            "accessory": IN_SECTION,
            "expand": boolean,
        },
        _section_says_something,
    ),
    "table": TABLE,
    "video": record(
        {
            "alt_text": string(1),
            "thumbnail_url": URL,
            "title": plain(200),
            "video_url": URL,
        },
        {
            **ID,
            "author_name": string(0, 50),
            "description": plain(200),
            "provider_icon_url": URL,
            "provider_name": string(),
            "title_url": URL,
        },
    ),
}
# What Slack added for apps that answer at length, and for reports: 2025 and 2026.
RECENT: dict[str, Check] = {
    "alert": record({"text": text(200)}, {**ID, "level": choice("default", "info", "warning", "error", "success")}),
    "card": CARD,
    "carousel": record({"elements": items(variant({"card": CARD}), 1, 10)}, ID),
    "container": record(
        {"child_blocks": items(variant(SIMPLE), 1, 10)},
        {
            **ID,
            "title": plain(150),
            "rich_text_title": PROSE,
            "subtitle": text(150),
            "icon": PICTURE,
            "width": choice("narrow", "standard", "wide", "full"),
            "default_collapsed": boolean,
            "has_header_divider": boolean,
            "is_collapsible": boolean,
        },
    ),
    "context_actions": record({"elements": items(IN_CONTEXT_ACTIONS, 1, 5)}, ID),
    "data_table": DATA_TABLE,
    "data_visualization": DATA_VISUALIZATION,
    "markdown": record({"text": string(1, 12_000)}, ID),
    "plan": record({"title": string(1)}, {**ID, "tasks": items(variant({"task_card": TASK}))}),
    "task_card": TASK,
}
BLOCKS = variant({**SIMPLE, **RECENT})
