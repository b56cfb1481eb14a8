import pytest

from bot.feedback.rules.verdict import TookPlace, verdict
from bot.sessions.rules.lifecycle import SessionState

YES, NO = TookPlace.YES, TookPlace.NO


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ([], SessionState.OVER),
        ([YES], SessionState.HELD),
        ([NO], SessionState.OVER),  # or a lead could tell who said it
        ([YES, NO], SessionState.HELD),
        ([YES, YES], SessionState.HELD),
        ([NO, NO], SessionState.MISSED),
    ],
)
def test_what_two_private_answers_say_about_a_session(answers: list[TookPlace], state: SessionState) -> None:
    assert verdict(answers) is state
    assert verdict(answers[::-1]) is state
