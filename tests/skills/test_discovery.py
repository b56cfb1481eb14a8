"""Ten statements, and what is proposed to somebody who does not tick them."""

from hypothesis import given
from hypothesis import strategies as st

from bot.core.blocks import OPTION
from bot.skills.rules.catalogue import CATALOGUE, LABELS
from bot.skills.rules.discovery import PROPOSED, STATEMENTS, proposed_wishes

KEYS = [statement.key for statement in STATEMENTS]


def test_there_are_ten_statements_each_with_its_own_topic_of_the_catalogue() -> None:
    topics = {statement.topic for statement in STATEMENTS}
    assert len(STATEMENTS) == len(set(KEYS)) == len(topics) == 10
    assert topics <= set(CATALOGUE)


def test_a_statement_fits_beside_a_checkbox_and_ends_the_sentence() -> None:
    assert [s.text for s in STATEMENTS if len(str(s.text)) > OPTION] == []
    assert [s.text for s in STATEMENTS if not str(s.text)[0].islower() or str(s.text).endswith(".")] == []


def test_a_statement_proposes_one_to_three_skills_of_its_topic_and_no_two_propose_the_same() -> None:
    assert [s.key for s in STATEMENTS if not 1 <= len(s.skills) <= 3] == []
    assert [s.key for s in STATEMENTS if not set(s.skills) <= set(CATALOGUE[s.topic])] == []
    skills = [skill for s in STATEMENTS for skill in s.skills]
    assert len(set(skills)) == len(skills)


def test_who_ticks_everything_is_proposed_nothing() -> None:
    assert proposed_wishes(KEYS, []) == []


def test_the_first_skill_of_each_statement_comes_before_the_second_of_any() -> None:
    first, second = STATEMENTS[0].skills, STATEMENTS[1].skills
    assert proposed_wishes(KEYS[2:], []) == [first[0], second[0], first[1], second[1], first[2], second[2]]


def test_what_is_wished_for_already_is_not_proposed_and_makes_room() -> None:
    everything = proposed_wishes([], [])
    assert len(everything) == PROPOSED == 8
    assert proposed_wishes([], everything[:1])[:7] == everything[1:]
    assert len(proposed_wishes([], everything[:1])) == PROPOSED


@given(ticked=st.sets(st.sampled_from([*KEYS, "unknown"])), already=st.sets(st.sampled_from(sorted(LABELS))))
def test_proposals_are_few_new_and_only_of_statements_that_are_not_ticked(ticked: set[str], already: set[str]) -> None:
    proposed = proposed_wishes(ticked, already)
    assert len(proposed) == len(set(proposed)) <= PROPOSED
    assert not set(proposed) & already
    assert set(proposed) <= {skill for s in STATEMENTS if s.key not in ticked for skill in s.skills}
