"""Two leads edit one program at the same time: nothing of either is lost, and nobody overwrites unseen. Pure.

A form carries a fingerprint of each value that it was opened with. What its lead left alone keeps the value of today;
what both changed is a conflict, which the second is asked about.
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


def merge(today: Values, typed: Values, opened_with: Mapping[str, str]) -> Merge:
    merged = Merge()
    for name, value in typed.items():
        if value == today[name]:
            continue
        i_changed_it = _fingerprint(value) != opened_with.get(name)
        they_changed_it = _fingerprint(today[name]) != opened_with.get(name)
        if i_changed_it and they_changed_it:
            merged.conflicts[name] = today[name]
        elif i_changed_it:
            merged.changed[name] = value
    return merged


def _fingerprint(value: Any) -> str:
    return f"{zlib.crc32(json.dumps(value, default=str).encode()):x}"
