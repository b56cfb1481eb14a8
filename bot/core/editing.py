"""Two forms on one thing are open at the same time: nothing of either is lost, and nobody overwrites unseen. Pure.

Two people have them open, or one in two windows. A form carries a fingerprint of each value that it was opened with.
What was left alone in it keeps the value of today; what both changed is a conflict, which the second is asked about.
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Merge:
    """`changed` is to be stored; `conflicts` are today's values of what both changed, and differently."""

    changed: dict[str, Any] = field(default_factory=dict)
    conflicts: dict[str, Any] = field(default_factory=dict)


def fingerprints(values: Values) -> dict[str, str]:
    """Short, since a modal has room for 3,000 characters of ours."""
    return {name: _fingerprint(value) for name, value in values.items()}


def changed_since(today: Values, opened_with: Mapping[str, str]) -> set[str]:
    """The names of what is no longer as a form that was opened with it has shown it."""
    return {name for name, value in today.items() if _fingerprint(value) != opened_with.get(name)}


def merge(today: Values, typed: Values, opened_with: Mapping[str, str]) -> Merge:
    merged, theirs = Merge(), changed_since(today, opened_with)
    for name, value in typed.items():
        if value == today[name]:
            continue
        i_changed_it = _fingerprint(value) != opened_with.get(name)
        if i_changed_it and name in theirs:
            merged.conflicts[name] = today[name]
        elif i_changed_it:
            merged.changed[name] = value
    return merged


def _fingerprint(value: Any) -> str:
    return f"{zlib.crc32(json.dumps(value, default=str).encode()):x}"
