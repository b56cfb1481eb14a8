"""What a person reads."""

import pytest

from bot.playground.slack import Onlooker, mentions_everyone, visible_text
from tests.playground.slack.scripted import Json, actions, button, field, option, plain, section

NOON = 1_780_048_800  # 29 May 2026, 10:00 UTC
OSLO = Onlooker(names={"U1": "maya", "C1": "food"}, tz="Europe/Oslo", now=NOON - 86_400)


def rich(*elements: Json, kind: str = "rich_text_section", **more: object) -> Json:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(elements), **more}]}


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("*bold* and `code`", "*bold* and `code`"),
        ("<@U1> and <@U2|omar> and <@U3>", "@maya and @omar and @U3"),
        ("<#C1> <#C2|elsewhere>", "#food #elsewhere"),
        ("<https://example.com|the menu> <https://example.com>", "the menu https://example.com"),
        ("<mailto:a@example.com>", "a@example.com"),
        ("<!channel> <!here> <!subteam^S1|@cooks>", "@channel @here @cooks"),
        ("&lt;!channel&gt; &amp;lt;", "<!channel> &lt;"),
        (f"<!date^{NOON}^{{date_short}} {{time}}|later>", "May 29, 2026 12:00"),
        (f"<!date^{NOON}^{{date_long_pretty}} at {{time_secs}}|later>", "tomorrow at 12:00:00"),
        (f"<!date^{NOON}^{{date_num}} {{ago}}|later>", "2026-05-29 in 1 day"),
        (
            f"<!date^{NOON}^{{date_long}}, {{date}}, {{day_divider}}|x>",
            "Friday, May 29, 2026, May 29, 2026, Friday, May 29",
        ),
    ],
)
def test_markup_is_read_as_words(markup: str, words: str) -> None:
    assert visible_text([section(markup)], OSLO) == words


def test_plain_text_is_shown_as_it_is() -> None:
    assert visible_text([{"type": "header", "text": plain("<@U1> &amp;")}], OSLO) == "<@U1> &amp;"


@pytest.mark.parametrize(
    ("block", "words"),
    [
        (section("Soup", fields=[plain("hot"), plain("cheap")]), "Soup\nhot\ncheap"),
        (section("Soup", accessory=button("a", "Order")), "Soup\n[Order]"),
        (actions(button("a", "Yes"), button("b", "No")), "[Yes] [No]"),
        ({"type": "context", "elements": [{"type": "mrkdwn", "text": "by <@U1>"}]}, "by @maya"),
        ({"type": "divider"}, "---"),
        ({"type": "image", "image_url": "x", "alt_text": "A bowl", "title": plain("Bowl")}, "Bowl\n[image: A bowl]"),
        ({"type": "alert", "text": plain("Hot!")}, "Hot!"),
        ({"type": "markdown", "text": "**Soup**"}, "**Soup**"),
        (
            actions(
                {"type": "static_select", "action_id": "a", "options": [option("A")], "placeholder": plain("Pick")}
            ),
            "<Pick>",
        ),
        (actions({"type": "overflow", "action_id": "a", "options": [option("A")]}), "[…]"),
        (field("Dish", hint="x"), "Dish: <>"),
        (field("Dish", "radio_buttons", options=[option("A"), option("B")]), "Dish: <A / B>"),
        (
            field("Dish", initial_value="Soup", block={"optional": True, "hint": plain("hot")}),
            "Dish (optional): <Soup> (hot)",
        ),
        (field("Who", "users_select", initial_user="U1"), "Who: <maya>"),
        (rich({"type": "text", "text": "*Hi* "}, {"type": "user", "user_id": "U1"}), "*Hi* @maya"),
        (rich({"type": "channel", "channel_id": "C1"}, {"type": "emoji", "name": "tea"}), "#food:tea:"),
        (
            rich({"type": "link", "url": "http://x", "text": "here"}, {"type": "link", "url": "http://y"}),
            "herehttp://y",
        ),
        (rich({"type": "date", "timestamp": NOON, "format": "{time}"}), "12:00"),
        (rich({"type": "broadcast", "range": "here"}, {"type": "usergroup", "usergroup_id": "S1"}), "@here@S1"),
        (rich({"type": "text", "text": "a\nb"}, kind="rich_text_quote"), "> a\n> b"),
        (
            rich(
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "a"}]},
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "b"}]},
                kind="rich_text_list",
                style="ordered",
                indent=1,
            ),
            "  1. a\n  2. b",
        ),
        (
            {
                "type": "table",
                "rows": [[{"type": "raw_text", "text": "a"}, {"type": "raw_number", "value": 1, "text": "1"}]],
            },
            "a | 1",
        ),
        (
            {
                "type": "data_visualization",
                "title": "Dishes",
                "chart": {"type": "pie", "segments": [{"label": "Soup", "value": 2}]},
            },
            "[chart: Dishes]\nSoup 2",
        ),
        (
            {
                "type": "data_visualization",
                "title": "Dishes",
                "chart": {"type": "bar", "series": [{"name": "May", "data": [{"label": "Soup", "value": 2}]}]},
            },
            "[chart: Dishes]\nMay: Soup 2",
        ),
        (
            {
                "type": "carousel",
                "elements": [
                    {"type": "card", "title": {"type": "mrkdwn", "text": "Soup"}, "actions": [button("a", "Order")]}
                ],
            },
            "Soup\n[Order]",
        ),
        (
            {"type": "container", "title": plain("Menu"), "child_blocks": [section("Soup")]},
            "Menu\nSoup",
        ),
    ],
)
def test_each_kind_of_block_has_its_words(block: Json, words: str) -> None:
    assert visible_text([block], OSLO) == words


@pytest.mark.parametrize(
    ("elements", "words"),
    [
        ([{"type": "link", "url": "https://example.com/menu"}], "https://example.com/menu"),
        ([{"type": "link", "url": "https://example.com/menu", "text": "the menu"}], "the menu"),
        ([{"type": "text", "text": "Soup "}, {"type": "emoji", "name": "tea"}], "Soup :tea:"),
        ([{"type": "emoji", "name": "wave", "skin_tone": 3}], ":wave::skin-tone-3:"),
    ],
)
def test_links_and_emoji_in_rich_text_have_their_words(elements: list[Json], words: str) -> None:
    assert visible_text([rich(*elements)], OSLO) == words


def test_a_list_may_begin_at_another_number() -> None:
    soup = {"type": "rich_text_section", "elements": [{"type": "text", "text": "Soup"}]}
    block = rich(soup, kind="rich_text_list", style="ordered", offset=3)
    assert visible_text([block], OSLO) == "4. Soup"


@pytest.mark.parametrize(
    "payload",
    [
        "<!channel> lunch",
        {"type": "mrkdwn", "text": "<!here>"},
        [section("<!subteam^S1>")],
        rich({"type": "broadcast", "range": "everyone"}),
        rich({"type": "usergroup", "usergroup_id": "S1"}),
    ],
)
def test_what_pages_people_is_found(payload: object) -> None:
    assert mentions_everyone(payload)


@pytest.mark.parametrize(
    "payload",
    [
        "&lt;!channel&gt;",
        plain("<!channel>"),
        rich({"type": "text", "text": "<!everyone>"}),
        {"text": "lunch", "blocks": [section("soup")]},
        7,
    ],
)
def test_what_only_looks_so_is_not(payload: object) -> None:
    assert not mentions_everyone(payload)
