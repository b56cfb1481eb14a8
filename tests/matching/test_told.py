"""Why somebody has nobody, as a lead reads it: by which rule, and never what is between two people."""

from dataclasses import asdict
from datetime import date

import pytest

from bot.matching.search.engine.model import Candidate, Rules, Task, WhatIf
from bot.matching.search.engine.solver import solve
from bot.matching.told import BETWEEN_TWO, Facts, blames_rules, told_broken, told_lack, told_what_if

NORDIC, JAPANESE = frozenset({"no"}), frozenset({"ja"})
TODAY = date(2027, 3, 1)


def lacks(task: Task, person: int) -> dict[str, object]:
    return next(asdict(one) for one in solve(task).unmatched if one.id == person)


def lack(facts: dict[str, object]) -> str:
    return str(told_lack(facts))


def pair(mentor_level: int, mentee_level: int, **rules: object) -> Task:
    mentor = Candidate(1, mentor_level, "IT", languages=NORDIC)
    mentee = Candidate(2, mentee_level, "Sales", languages=JAPANESE)
    return Task((mentor,), (mentee,), TODAY, Rules(**rules))  # type: ignore[arg-type]


def test_one_rule_that_stands_in_the_way_is_named_with_how_many_it_rules_out() -> None:
    facts = lacks(pair(1, 3, min_gap=1), 1)
    assert lack(facts) == "Nobody fits your rules. Without a shared language: 1 person would fit."
    assert blames_rules(facts)


def test_the_gap_is_named_with_the_one_at_which_somebody_would() -> None:
    facts = lacks(pair(1, 3, min_gap=5, needs_language=False), 2)
    assert lack(facts) == "Nobody fits your rules. With 2 levels apart: 1 person would fit."


def test_a_gap_that_no_rule_could_bridge_is_said_as_what_it_is() -> None:
    facts = lacks(pair(4, 3, min_gap=1, needs_language=False), 1)
    assert lack(facts) == "Nobody fits your rules. 1 person fits otherwise, but isn't more senior."


def test_where_more_than_one_rule_stands_in_the_way_all_are_named() -> None:
    facts = lacks(pair(1, 3, min_gap=5), 2)
    assert "more than one of them stands in the way: levels apart (1) and shared language (1)." in lack(facts)
    assert blames_rules(facts)


@pytest.mark.parametrize("between", [{"never": frozenset({(1, 2)})}, {"managers": {1: 2}}])
def test_what_is_between_two_people_reads_as_if_there_were_nobody(between: dict[str, object]) -> None:
    alone = Task((), (Candidate(2, 3),), TODAY)
    both = Task((Candidate(1, 1),), (Candidate(2, 3),), TODAY, **between)  # type: ignore[arg-type]
    facts = lacks(both, 2)
    assert lack(facts) == lack(lacks(alone, 2)) == "There's nobody to pair them with right now."
    assert not blames_rules(facts)


def test_a_block_changes_nothing_of_what_is_told_of_the_others() -> None:
    others = (Candidate(1, 3), Candidate(3, 1, languages=NORDIC))
    mentee = Candidate(2, 3, languages=JAPANESE)
    without = lacks(Task(others[1:], (mentee,), TODAY), 2)
    blocked = lacks(Task((Candidate(1, 1), others[1]), (mentee,), TODAY, never=frozenset({(1, 2)})), 2)
    assert lack(blocked) == lack(without)


def test_what_a_search_of_before_did_not_count_is_not_guessed() -> None:
    facts = lacks(pair(1, 3, min_gap=5), 2)
    del facts["broken"]
    assert lack(facts) == "There's nobody to pair them with right now."


def test_two_who_break_a_rule_hear_by_how_much_and_where_it_is_set() -> None:
    facts = Facts(gap=1, minutes=30, min_gap=2, min_overlap=1, same_department=False)
    assert str(told_broken(["gap", "overlap"], facts)) == (
        "They're only 1 level apart; it takes 2. "
        "They're at work at the same time for 0.5 hours a day; it takes 1 hour. "
        "Your matching rules don't allow it. To change them, type /mentor program and press Matching rules."
    )
    assert told_broken(["never", "line"], facts) == BETWEEN_TWO


def test_a_what_if_says_when_it_is_not_the_whole_answer() -> None:
    assert told_what_if(asdict(WhatIf("gap", 1, 3))) == "With 1 level apart: 3 more people would have a partner."
    at_least = told_what_if(asdict(WhatIf("language", False, 1, exact=False)))
    assert at_least == "Without a shared language: at least 1 more person would have a partner."
