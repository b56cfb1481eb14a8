import pytest

from bot.pairs.model import PairState, Trouble
from bot.sessions.model import Session, SessionState
from bot.sessions.trouble import trouble
from tests.people_and_pairs import pair_up, person, session

LETTERS = {"h": SessionState.HELD, "m": SessionState.MISSED, "o": SessionState.OVER}


def past(letters: str) -> list[Session]:
    return [session(number, state=LETTERS[letter]) for number, letter in enumerate(letters, 1)]


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
    assert trouble(pair_up(), past(history)) == (Trouble.NOT_MEETING if needs_help else None)


def test_a_pair_that_lost_somebody_needs_help_and_one_that_ended_does_not() -> None:
    assert trouble(pair_up(mentor=person(1, is_active=False)), past("hh")) is Trouble.LEFT
    assert trouble(pair_up(state=PairState.ENDED), past("mm")) is None
