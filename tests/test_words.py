"""What a golden file makes of a view: all that a reviewer is to notice, and nothing that it cannot read."""

from typing import Any

import pytest

from bot.core.blocks import button, buttons, paragraph
from tests.words import words


def message(*blocks: dict[str, Any]) -> dict[str, Any]:
    return {"type": "home", "blocks": list(blocks)}


def test_what_a_button_asks_first_stands_below_it() -> None:
    gone = button("Delete", "delete", style="danger", ask_first=("Delete it?", "It's gone then.", "Yes"))
    assert words(message(buttons(gone, button("Keep", "keep")))).splitlines() == [
        "[Delete](danger) [Keep]",
        "  [Delete] asks first: Delete it?",
        "    It's gone then.",
        "    [Yes](danger) [Not now]",
    ]


def test_what_is_read_out_instead_of_a_label_is_shown() -> None:
    assert words(message(buttons(button("✓", "done") | {"accessibility_label": "Done"}))) == "[✓](read out as “Done”)\n"


def test_blocks_that_come_again_and_again_stand_there_once() -> None:
    pair = (paragraph("One"), paragraph("Two"))
    assert words(message(*pair * 4, paragraph("One"))).splitlines() == [
        "One",
        "Two",
        "(blocks like the last 2 stand here 4 times)",
        "One",
    ]
    assert words(message(*pair * 2)).splitlines() == ["One", "Two"] * 2


def test_a_long_run_of_one_letter_is_counted() -> None:
    assert words(message(paragraph("N" * 80))) == "NNN…×80\n"


def test_a_notification_that_says_something_else_is_shown() -> None:
    assert words({"text": "Psst", "blocks": [paragraph("Hello")]}) == "notification: Psst\nHello\n"


@pytest.mark.parametrize(
    "block",
    [
        {"type": "carousel", "elements": []},
        {"type": "rich_text", "elements": [{"type": "rich_text_preformatted", "elements": []}]},
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "color"}]}]},
        buttons(button("Open", "open") | {"url": "https://example.com"}),
        {"type": "actions", "elements": [{"type": "static_select", "action_id": "a", "options": [], "focus": True}]},
    ],
)
def test_what_has_no_words_yet_is_refused(block: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="no words for"):
        words(message(block))
