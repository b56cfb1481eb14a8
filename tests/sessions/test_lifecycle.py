"""A session goes only where its life leads, whatever the two of a pair say about it, and in whatever order."""

import ast
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feedback.rules.verdict import TookPlace, verdict
from bot.sessions.rules.lifecycle import PAST, STEPS, SessionState, may_go
from tests.people_and_pairs import session

BOT = Path(__file__).parents[2] / "bot"


def test_what_is_past_does_not_come_again_and_what_was_dropped_does_not_take_place() -> None:
    for here, to in product(PAST, (SessionState.PLANNED, SessionState.DROPPED)):
        assert not may_go(here, to)
    assert STEPS[SessionState.DROPPED].keys() == {SessionState.PLANNED}


@pytest.mark.parametrize("to", [SessionState.HELD, SessionState.MISSED])
def test_nobody_says_of_a_session_that_is_still_to_come_whether_it_took_place(to: SessionState) -> None:
    planned = session(1)
    with pytest.raises(ValueError, match=f"no way from planned to {to}"):
        planned.go(to)
    assert planned.state is SessionState.PLANNED


@given(st.lists(st.tuples(st.sampled_from(["maya", "henrik"]), st.sampled_from(TookPlace)), max_size=8))
def test_whatever_the_two_say_and_say_anew_leads_somewhere(said: list[tuple[str, TookPlace]]) -> None:
    over, answers = session(1, state=SessionState.OVER), {}
    for who, answer in said:
        answers[who] = answer
        over.go(verdict(list(answers.values())))
    assert over.state is verdict(list(answers.values()))


def test_nothing_else_sets_the_state_of_a_session() -> None:
    """An assignment of a SessionState anywhere but in `Session.go`."""
    found = []
    for path in BOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Assign) and "SessionState." in ast.unparse(node.value):
                found += [f"{path.name}: {one}" for one in map(ast.unparse, node.targets) if one.endswith(".state")]
    assert found == []
