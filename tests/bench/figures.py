"""A figure, and how figures are made from single measurements and shown. Pure."""

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """`peer` names the figure that this one is held against; `most` and `least` are the target, where there is one."""

    name: str
    value: float
    unit: str
    peer: str | None = None
    most: float | None = None
    least: float | None = None

    @property
    def target(self) -> dict[str, float] | None:
        bounds = {"max": self.most, "min": self.least}
        return {word: round(bound, 3) for word, bound in bounds.items() if bound is not None} or None

    @property
    def misses(self) -> bool:
        over = self.most is not None and self.value > self.most
        return over or (self.least is not None and self.value < self.least)


def percentile(values: Iterable[float], percent: float) -> float:
    """The smallest value that at least so many percent do not exceed (nearest rank): always one that was measured."""
    ordered = sorted(values)
    return ordered[max(math.ceil(percent / 100 * len(ordered)), 1) - 1]


def of_rounds(rounds: Iterable[Sequence[float]], percent: float) -> float:
    """The median of each round's percentile, so that one disturbed round does not make the figure."""
    return statistics.median(percentile(one, percent) for one in rounds)


def spread(values: Iterable[float]) -> float:
    """How many times the longest is the shortest; of a fixed piece of work, the noise of the machine."""
    ordered = sorted(values)
    return ordered[-1] / ordered[0]


def as_json(figures: Sequence[Figure]) -> list[dict[str, Any]]:
    """What bench.json holds. `ratio` is to the peer's value, null where the peer was not measured in this run."""
    values = {figure.name: figure.value for figure in figures}
    return [
        {
            "name": figure.name,
            "value": round(figure.value, 3),
            "unit": figure.unit,
            "peer": figure.peer,
            "ratio": _ratio(figure, values),
            "target": figure.target,
        }
        for figure in figures
    ]


def as_table(figures: Sequence[Figure]) -> str:
    """One line a figure; one that misses its target ends with a word about it."""
    values = {figure.name: figure.value for figure in figures}
    rows = [("figure", "value", "unit", "target", "to its peer", "")]
    for figure in figures:
        ratio = _ratio(figure, values)
        bounds = [f"{word} {bound:.2f}" for word, bound in (figure.target or {}).items()]
        rows.append(
            (
                figure.name,
                f"{figure.value:.2f}",
                figure.unit,
                ", ".join(bounds),
                "" if ratio is None else f"{ratio:.2f}",
                "missed" if figure.misses else "",
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(_cell(text, widths[at], at) for at, text in enumerate(row)).rstrip() for row in rows]
    return "\n".join([lines[0], "─" * max(len(line) for line in lines), *lines[1:]])


def _cell(text: str, width: int, column: int) -> str:
    return text.rjust(width) if column in {1, 3, 4} else text.ljust(width)


def _ratio(figure: Figure, values: dict[str, float]) -> float | None:
    other = values.get(figure.peer or "")
    return round(figure.value / other, 3) if other else None
