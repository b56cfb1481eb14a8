"""Links, emoji and directions in what people typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.blocks import bold, bullets, code, fallback, heading, paragraph, quote
from bot.core.typed import elements_of, isolated


def text(said: str) -> dict[str, object]:
    return {"type": "text", "text": said}


def link(url: str) -> dict[str, object]:
    return {"type": "link", "url": url}


def emoji(name: str) -> dict[str, object]:
    return {"type": "emoji", "name": name}


@pytest.mark.parametrize(
    ("typed", "elements"),
    [
        ("plain", [text("plain")]),
        ("See https://x.org/a?b=c#d.", [text("See "), link("https://x.org/a?b=c#d"), text(".")]),
        ("(http://x.org/a_(b))", [text("("), link("http://x.org/a_(b)"), text(")")]),
        ("HTTPS://X.org, then", [link("HTTPS://X.org"), text(", then")]),
        ("https://a.no https://b.no", [link("https://a.no"), text(" "), link("https://b.no")]),
        ("https://", [text("https://")]),
        ("javascript:alert(1) ftp://x.org", [text("javascript:alert(1) ftp://x.org")]),
        ("Done :tada:!", [text("Done "), emoji("tada"), text("!")]),
        (":tada::tada:", [emoji("tada"), emoji("tada")]),
        (":+1::skin-tone-3:", [{"type": "emoji", "name": "+1", "skin_tone": 3}]),
        ("at 12:30:45 or 12:100:45", [text("at 12:30:45 or 12:100:45")]),
        (":our_own_logo: and :x", [text(":our_own_logo: and :x")]),
        ("<!channel> <@U1> <https://x.org|y>", [text("<!channel> <@U1> <"), link("https://x.org"), text("|y>")]),
        ("https://x.org/" + "a" * 3000, [text("https://x.org/" + "a" * 3000)]),
        ("", []),
    ],
)
def test_links_and_emoji_codes_are_what_they_look_like_and_the_rest_is_text(
    typed: str, elements: list[dict[str, object]]
) -> None:
    assert elements_of(typed) == elements


@given(typed=st.text(alphabet=st.sampled_from("https:/.x :tada_+1 ()<>!@|\n"), max_size=60))
def test_nothing_that_was_typed_is_lost(typed: str) -> None:
    assert fallback([paragraph(typed)]).replace("&lt;", "<").replace("&gt;", ">") == (typed or "Flipside")


def test_links_stay_bold_and_code_stays_code() -> None:
    said = paragraph(bold("https://x.org"), code(":tada:"))["elements"][0]["elements"]
    assert said == [
        {"type": "link", "url": "https://x.org", "style": {"bold": True}},
        {"type": "text", "text": ":tada:", "style": {"code": True}},
    ]


ARABIC, HEBREW = "\u062a\u0635\u0648\u064a\u0631", "\u05e6\u05d9\u05dc\u05d5\u05dd"


def shown(line: str) -> str:
    """The runs between isolates as they stand in a line that goes from left to right."""
    return line.replace("\u2068", "[").replace("\u2069", "]")


def test_what_is_written_from_right_to_left_keeps_its_place_in_the_line() -> None:
    assert shown(isolated(f"Teaches {ARABIC} and {HEBREW}, at expert level: 3")) == (
        f"Teaches [{ARABIC} and {HEBREW}], at expert level: 3"
    )
    assert shown(isolated(f"{ARABIC}, {HEBREW}")) == f"[{ARABIC}], [{HEBREW}]"
    assert shown(heading(f"{HEBREW} is open")["text"]["text"]) == f"[{HEBREW}] is open"
    item = bullets([bold(ARABIC), " 3"])["elements"][0]["elements"][0]["elements"]
    assert shown(item[0]["text"]) == f"[{ARABIC}]"


@given(typed=st.text(alphabet=st.sampled_from(f"ab ,.\u202e\u202d\u2066\u2067\u2069{ARABIC}{HEBREW}1"), max_size=40))
def test_no_mark_that_was_typed_reaches_beyond_its_text(typed: str) -> None:
    depth = 0
    for character in isolated(typed):
        depth += {"\u2068": 1, "\u2069": -1}.get(character, 0)
        assert character not in "\u202d\u202e\u2066\u2067"
        assert depth in (0, 1)
        assert depth or unicodedata.bidirectional(character) not in ("R", "AL")
    assert depth == 0


def test_a_quote_is_clickable_too() -> None:
    assert quote("https://x.org")["elements"][0]["elements"] == [link("https://x.org")]
