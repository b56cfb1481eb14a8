from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.submissions import InvalidForm, Submission
from bot.matching.search.engine.model import Weights
from bot.programs.rules.weights import HEAVIEST, WEIGHTS, differing, told_weights, weights_of
from bot.programs.weight_form import WeightsForm

ALL = st.fixed_dictionaries({name: st.integers(0, HEAVIEST) for name in WEIGHTS})


def submitted(weights: dict[str, Any]) -> Submission:
    values = {name: {"value": {"value": str(value)}} for name, value in weights.items()}
    about = '{"program":1,"opened_with":{},"confirmed":false}'
    return Submission({"state": {"values": values}, "private_metadata": about})


def test_leads_and_the_search_mean_the_same_weights() -> None:
    assert asdict(Weights()) == {name: weight.usual for name, weight in WEIGHTS.items()}
    assert list(asdict(Weights())) == list(WEIGHTS)


@given(ALL)
def test_only_what_differs_is_stored_and_all_of_it_comes_back(weights: dict[str, int]) -> None:
    stored = differing(weights)
    assert weights_of(stored) == weights
    assert Weights(**stored) == Weights(**weights)
    assert all(stored[name] != WEIGHTS[name].usual for name in stored)


@given(ALL.filter(lambda weights: any(weights.values())))
def test_what_was_typed_is_what_the_form_reads(weights: dict[str, int]) -> None:
    assert weights_of(WeightsForm.read(submitted(weights)).values["weights"]) == weights


def test_nothing_that_counts_is_refused_kindly() -> None:
    with pytest.raises(InvalidForm) as refused:
        WeightsForm.read(submitted(dict.fromkeys(WEIGHTS, 0)))
    assert "Something has to count" in refused.value.errors["skills"]


@pytest.mark.parametrize("odd", ["101", "-1", "six", "1.5", ""])
def test_what_is_no_weight_is_refused_under_its_field(odd: str) -> None:
    with pytest.raises(InvalidForm) as refused:
        WeightsForm.read(submitted(dict.fromkeys(WEIGHTS, 5) | {"hours": odd}))
    assert list(refused.value.errors) == ["hours"]


def test_the_heaviest_is_named_first_and_what_counts_nothing_is_not() -> None:
    said = told_weights(weights_of({"skills": 3, "returned": 0, "location": 0, "tongues": 0, "hours": 9}))
    assert (
        said == "hours together 9, different departments 8, levels apart 5, wishes of those who learn 3, rare skills 3"
    )
