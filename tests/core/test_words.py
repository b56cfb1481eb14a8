"""What people type, and how it is shown to others."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import blocks
from bot.core.submissions import InvalidForm, Submission
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
        "News\n<@U1> meets <#C1> on <!date^1804496400^{date_short_pretty} at {time}|Mon 08 Mar, 09:00 UTC>\n"
        "Only you see this."
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
