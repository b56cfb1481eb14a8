from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.core.editing import fingerprints, merge

NAMES = ("name", "cadence", "places")
VALUES = st.fixed_dictionaries({name: st.integers(0, 3) for name in NAMES})


@given(opened=VALUES, theirs=VALUES, mine=VALUES)
def test_each_keeps_what_only_they_changed_and_what_both_changed_is_asked_about(
    opened: dict[str, Any], theirs: dict[str, Any], mine: dict[str, Any]
) -> None:
    merged = merge(theirs, mine, fingerprints(opened))
    for name in NAMES:
        i_did, they_did = mine[name] != opened[name], theirs[name] != opened[name]
        if mine[name] == theirs[name] or not i_did:
            assert name not in merged.changed
            assert name not in merged.conflicts
        elif they_did:
            assert merged.conflicts[name] == theirs[name]
            assert name not in merged.changed
        else:
            assert merged.changed[name] == mine[name]
            assert name not in merged.conflicts


def test_without_having_seen_anything_every_difference_is_a_conflict() -> None:
    assert merge({"name": "A"}, {"name": "B"}, {}).conflicts == {"name": "A"}
