"""What one message holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.answers import Message
from bot.core.blocks import Block, bullets, button, buttons, heading, paragraph, quote
from bot.core.budget import MOST_BLOCKS, MOST_TEXT, fitted, weight
from bot.playground.slack import message_faults

LEFT_OUT = "This is more than one message holds; the rest is left out."


def test_what_fits_is_left_alone() -> None:
    said = [heading("News"), paragraph("x" * 2000), buttons(button("Go", "go"))]
    assert fitted(said) == said


@pytest.mark.parametrize(
    "said",
    [
        [quote("x" * 3000) for _ in range(10)],
        [bullets(*[["y" * 200] for _ in range(80)])],
        [paragraph("z" * 20_000)],
        [paragraph("https://x.org/" + "a" * 2900) for _ in range(5)],
        [paragraph("a") for _ in range(80)],
    ],
)
def test_what_does_not_fit_is_cut_from_below_and_says_so(said: list[Block]) -> None:
    arguments = Message(said).arguments()
    assert 0.6 * MOST_TEXT < weight(arguments["blocks"]) <= MOST_TEXT or len(arguments["blocks"]) == MOST_BLOCKS
    assert arguments["text"].endswith((LEFT_OUT, "…"))
    assert arguments["blocks"][-1]["elements"][0]["text"] == LEFT_OUT
    assert message_faults(arguments["blocks"]) == []


@given(lengths=st.lists(st.integers(1, 4000), max_size=70))
def test_whatever_is_said_slack_takes_it(lengths: list[int]) -> None:
    blocks = fitted([quote("x" * length) for length in lengths])
    assert weight(blocks) <= MOST_TEXT
    assert len(blocks) <= MOST_BLOCKS
