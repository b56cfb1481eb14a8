"""Whole rows of scores against the definition, couple by couple."""

import numpy as np
from hypothesis import given, settings

from bot.matching.search.engine.fit import RULES, Fit
from bot.matching.search.engine.model import Task
from bot.matching.search.engine.solver import allowed_pairs
from bot.matching.search.engine.table import BLOCKED, BROKEN, Table, broken_rules
from tests.matching.search.engine.drawn import scores, tasks


@settings(max_examples=60)
@given(task=tasks(most=6))
def test_rows_say_what_the_definition_says(task: Task) -> None:
    expected = {(mentor, mentee): score for (mentor, mentee), score in scores(task).items()}
    assert {(mentor, mentee): score for mentor, mentee, score in allowed_pairs(task)} == expected


@settings(max_examples=60)
@given(task=tasks(most=5))
def test_a_score_that_is_not_allowed_tells_which_rules_were_broken(task: Task) -> None:
    fit = Fit(task)
    table = Table(task, fit)
    for at in table.order:
        for mentor, bits in zip(task.mentors, broken_rules(table.exact_row(at)).tolist(), strict=True):
            broken = set(fit.broken(mentor, task.mentees[at]))
            if broken - BROKEN.keys():
                assert bits == BLOCKED >> 10
            else:
                assert {rule for bit, rule in enumerate(BROKEN) if bits >> bit & 1} == broken


@settings(max_examples=30)
@given(task=tasks(most=5))
def test_a_row_that_was_kept_says_the_same_scores(task: Task) -> None:
    table = Table(task, Fit(task))
    assert sorted(table.order) == list(range(len(task.mentees)))
    for at in (*table.order, *table.order):
        assert np.array_equal(np.maximum(table.row(at), -1), np.maximum(table.exact_row(at), -1))


def test_every_rule_that_a_lead_can_loosen_has_a_bit_of_its_own() -> None:
    assert set(BROKEN) < set(RULES)
    assert sum(BROKEN.values()) == BLOCKED - 1024
