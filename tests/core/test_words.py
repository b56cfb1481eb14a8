"""What people type, and how it is shown to others."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import blocks
from bot.core.words import words_of
from bot.playground.slack import mentions_everyone

NASTY = st.text(alphabet=st.sampled_from("<>!&@#*_~`|^ channelhere\n\u202e🦊é"), max_size=80)


@given(text=NASTY)
def test_a_persons_text_never_becomes_markup_in_a_notification(text: str) -> None:
    said = [
        blocks.paragraph("Hi ", text),
        blocks.quote(text),
        blocks.bullets([text], ["b"]),
        blocks.heading(text or "x"),
    ]
    shown = blocks.fallback(said)
    assert "<" not in shown
    assert not mentions_everyone({"text": shown, "blocks": said})


@given(text=st.text(max_size=200))
def test_escaping_can_be_undone(text: str) -> None:
    escaped = blocks.escape(text)
    assert escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


def test_a_notification_says_what_the_blocks_say() -> None:
    moment = datetime(2027, 3, 8, 9, tzinfo=UTC)
    said = [
        blocks.heading("News"),
        blocks.paragraph(blocks.who("U1"), " meets ", blocks.where("C1"), " on ", blocks.when(moment)),
        blocks.small("Only you see this."),
        blocks.buttons(blocks.button("Go", "go")),
    ]
    assert blocks.fallback(said) == (
        "News\n<@U1> meets <#C1> on <!date^1804496400^{date_long} at {time}|Mon 08 Mar, 09:00 UTC>\nOnly you see this."
    )


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("", ("", "")),
        ("   ", ("", "")),
        ("signup", ("signup", "")),
        ("  SignUp  ", ("signup", "")),
        ("“signup”", ("signup", "")),
        ("match   Digital   natives ", ("match", "Digital natives")),
        ("match “Digital natives”", ("match", "Digital natives")),
        ("sign–up", ("sign-up", "")),
        ("\u00a0status\n", ("status", "")),
        ("/mentor", ("mentor", "")),
        ("skills <http://asp.net|asp.net>", ("skills", "asp.net")),
        ("skills <https://x.y/a?b=1&amp;c=2>", ("skills", "https://x.y/a?b=1&c=2")),
        ("skills <mailto:a@b.c|a@b.c> &amp; more", ("skills", "a@b.c & more")),
        ("match <#C1|general>", ("match", "#general")),
        ("match <#C1>", ("match", "#C1")),
        ("match <!subteam^S1|@devs> <!here>", ("match", "@devs @here")),
        ("ask <@U1|maya>", ("ask", "<@U1|maya>")),
        ("<http://sign.up|sign.up>", ("sign.up", "")),
        ("skills &lt;http://asp.net|asp.net&gt;", ("skills", "<http://asp.net|asp.net>")),
    ],
)
def test_a_command_is_read_however_a_phone_types_it(typed: str, understood: tuple[str, str]) -> None:
    assert words_of(typed) == understood
