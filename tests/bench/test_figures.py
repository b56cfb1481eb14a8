from dataclasses import replace

import pytest

from tests.bench.figures import Figure, as_json, as_table, of_rounds, percentile, spread

READ = Figure("read", 1.25, "ms")
STATUS = Figure("status", 6.0, "ms", peer="read", most=5.0)


@pytest.mark.parametrize(("percent", "value"), [(0, 1), (50, 50), (99, 99), (100, 100)])
def test_a_percentile_is_a_value_that_was_measured(percent: float, value: float) -> None:
    assert percentile(range(100, 0, -1), percent) == value


def test_the_99th_percentile_of_few_values_is_the_largest() -> None:
    assert percentile([3.0, 1.0, 2.0], 99) == 3.0


def test_one_disturbed_round_does_not_make_the_figure() -> None:
    assert of_rounds([[1.0, 2.0], [1.0, 2.0], [100.0, 200.0]], 99) == 2.0


def test_the_spread_is_the_longest_in_terms_of_the_shortest() -> None:
    assert spread([2.0, 3.0, 5.0]) == 2.5


def test_bench_json_has_the_ratio_to_the_peer_and_the_target() -> None:
    assert as_json([READ, STATUS]) == [
        {"name": "read", "value": 1.25, "unit": "ms", "peer": None, "ratio": None, "target": None},
        {"name": "status", "value": 6.0, "unit": "ms", "peer": "read", "ratio": 4.8, "target": {"max": 5.0}},
    ]


def test_a_peer_of_another_run_gives_no_ratio() -> None:
    assert as_json([STATUS])[0]["ratio"] is None


def test_the_table_marks_what_misses_its_target() -> None:
    lines = as_table([READ, STATUS, replace(STATUS, name="fast", value=4.0)]).splitlines()
    assert [line.split()[0] for line in lines if line.endswith("missed")] == ["status"]


def test_a_target_can_be_a_least_value() -> None:
    assert Figure("share", 0.5, "of 1", least=0.8).misses
    assert not Figure("share", 0.9, "of 1", least=0.8).misses
