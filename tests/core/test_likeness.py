"""What somebody mistyped, and what they meant."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.likeness import bare, most_alike, slips_between

NAMES = ["match", "agenda", "status", "profile", "löschen", "påmelding", "kündigen"]
WORDS = st.text("abcä", max_size=5)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mathc", "match"),
        ("agnda", "agenda"),
        ("sttaus", "status"),
        ("statuss", "status"),
        ("prof", "profile"),
        ("loschen", "löschen"),
        ("loeschen", "löschen"),
        ("lo\u0308schen", "löschen"),
        ("KÜNDIGNE", "kündigen"),
        ("pamelding", "påmelding"),
    ],
)
def test_a_slip_finds_what_is_most_like_it(typed: str, meant: str) -> None:
    assert most_alike(typed, NAMES, at_least=0.6) == [meant]


@pytest.mark.parametrize("typed", ["", "pizza", "🦊", "the", "x" * 5000])
def test_another_word_finds_nothing(typed: str) -> None:
    assert most_alike(typed, NAMES, at_least=0.6) == []


def test_two_that_swapped_places_are_nearer_than_two_that_are_others() -> None:
    assert most_alike("form", ["from", "farn"], at_least=0.5, most=2) == ["from", "farn"]


def test_of_two_that_are_as_like_the_one_that_begins_the_same_goes_first() -> None:
    assert most_alike("tail", ["bail", "tall"], at_least=0.5, most=2) == ["tall", "bail"]


@given(one=WORDS, other=WORDS, most=st.integers(0, 3))
def test_slips_are_counted_as_a_hand_would(one: str, other: str, most: int) -> None:
    counted = _by_hand(one, other)
    assert slips_between(one, other, most) == (counted if counted <= most else None)


def _by_hand(one: str, other: str) -> int:
    """Optimal string alignment, as it is defined."""
    if not one or not other:
        return len(one) + len(other)
    fewest = min(
        _by_hand(one[:-1], other) + 1,
        _by_hand(one, other[:-1]) + 1,
        _by_hand(one[:-1], other[:-1]) + (one[-1] != other[-1]),
    )
    if one[-2:] == other[-2:][::-1] and len(one) > 1 and len(other) > 1:
        fewest = min(fewest, _by_hand(one[:-2], other[:-2]) + 1)
    return fewest


@given(text=st.text(max_size=30))
def test_a_bare_text_stays_as_it_is(text: str) -> None:
    assert bare(bare(text)) == bare(text)


def test_who_starts_the_bot_does_not_wait_for_what_compares_words() -> None:
    loaded = "import sys, bot.app; sys.exit(any(name in sys.modules for name in ('rapidfuzz', 'difflib', 'numpy')))"
    assert subprocess.run([sys.executable, "-c", loaded], check=False, timeout=60).returncode == 0
