import pytest

from bot.pairs.rules.lifecycle import Trouble
from bot.sessions.rules.lifecycle import SessionState
from bot.sessions.rules.trouble import trouble

LETTERS = {"h": SessionState.HELD, "m": SessionState.MISSED, "o": SessionState.OVER}


def past(letters: str) -> list[SessionState]:
    return [LETTERS[letter] for letter in letters]


@pytest.mark.parametrize(
    ("history", "needs_help"),
    [
        ("", False),
        ("o", False),
        ("m", False),
        ("mo", False),  # the answers about the latest may still come
        ("mm", True),
        ("oo", False),
        ("ooo", True),  # nobody answers any more
        ("hmm", True),
        ("mmh", False),
        ("hmh", False),
        ("mmo", True),
        ("hoh", False),
    ],
)
def test_two_sessions_in_a_row_that_did_not_take_place_call_for_help(history: str, needs_help: bool) -> None:
    assert trouble(past(history), has_ended=False, is_running=True) == (Trouble.NOT_MEETING if needs_help else None)


def test_a_pair_that_lost_somebody_needs_help_and_one_that_ended_does_not() -> None:
    assert trouble(past("hh"), has_ended=False, is_running=False) is Trouble.LEFT
    assert trouble(past("mm"), has_ended=True, is_running=False) is None
