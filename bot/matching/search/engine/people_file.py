"""People as a CSV file, checked as a whole. Pure: bytes in, people or problems out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.core.csv_files import Limits, Record, places_of, read_records
from bot.matching.search.engine.model import Candidate, Id

NEEDED = ("id", "role", "level")
COLUMNS = (*NEEDED, "manager_id", "department", "timezone", "languages", "offers", "wishes", "capacity")
ROLES = ("mentor", "mentee")
LEVELS, CAPACITIES, MASTERIES, PRIORITIES = range(1001), range(1001), range(1, 6), range(1, 101)

LIMITS = Limits(size=1_000_000_000, lines=10_000_000, line=100_000)

T = TypeVar("T")


@dataclass(frozen=True)
class People:
    """Where there are `problems`, a line of text each, the people are not complete."""

    mentors: tuple[Candidate, ...] = ()
    mentees: tuple[Candidate, ...] = ()
    managers: Mapping[Id, Id] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


class _BadCell(ValueError):
    """What is wrong with one cell, in a few words."""


def read_people(content: bytes) -> People:
    """Raises UnreadableFile.

    Empty cells mean that nothing is known; only `id`, `role` and `level` are needed. A file without any line is
    nobody. Skills and languages are compared in small letters.
    """
    records = read_records(content, LIMITS)
    header = next((record.cells for record in records), None)
    if header is None:
        return People()
    return _people(records, places_of(header, NEEDED, COLUMNS), len(header))


def _people(records: Iterable[Record], places: Mapping[str, int], width: int) -> People:
    sides: dict[str, list[Candidate]] = {role: [] for role in ROLES}
    managers: dict[Id, Id] = {}
    problems: list[tuple[int, str]] = []
    lines: dict[str, int] = {}
    for record in records:
        number, cells = record.number, record.cells
        values = {name: cells[place].strip() for name, place in places.items() if place < len(cells)}
        reasons: list[str] = []
        if any(cell.strip() for cell in cells[width:]):
            reasons.append(f"{len(cells)} cells, and {width} columns")
        own_id = values.get("id", "")
        if own_id in lines:
            reasons.append(f"id {_shown(own_id)} is already on line {lines[own_id]}")
        lines.setdefault(own_id, number)
        role, person = _person(values, reasons)
        if reasons:
            problems.append((number, "; ".join(reasons)))
        else:
            sides[role].append(person)
        if manager := values.get("manager_id"):
            managers.setdefault(own_id, manager)
    problems += ((lines[str(circle[0])], _told_circle(circle)) for circle in circles(managers))
    told = tuple(f"line {number}: {reason}" for number, reason in sorted(problems))
    return People(tuple(sides["mentor"]), tuple(sides["mentee"]), managers, told)


def _person(values: Mapping[str, str], reasons: list[str]) -> tuple[str, Candidate]:
    """Adds to `reasons` what is wrong with any cell; the person then is not to be used."""

    def cell(name: str, read: Callable[[str], T], otherwise: T) -> T:
        try:
            return read(values.get(name, ""))
        except _BadCell as problem:
            reasons.append(f"{name} {problem}")
            return otherwise

    role = cell("role", _role, "")
    person = Candidate(
        id=cell("id", _needed, ""),
        level=cell("level", lambda text: _number(text, LEVELS), 0),
        department=values.get("department", ""),
        timezone=cell("timezone", _timezone, ""),
        languages=frozenset(_parts(values.get("languages", "").casefold())),
        offers=cell("offers", lambda text: _rated(text, MASTERIES), {}),
        wishes=cell("wishes", lambda text: _rated(text, PRIORITIES), {}),
        capacity=cell("capacity", lambda text: _number(text or "1", CAPACITIES), 1),
    )
    return role, person


def _needed(text: str) -> str:
    if not text:
        raise _BadCell("is empty")
    return text


def _role(text: str) -> str:
    if text.casefold() not in ROLES:
        raise _BadCell(f"{_shown(text)} is neither mentor nor mentee")
    return text.casefold()


def _number(text: str, within: range) -> int:
    if not text:
        raise _BadCell("is empty")
    # Not everything that int() reads is a number to people: 1_000, Arabic digits.
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) in within):
        raise _BadCell(f"{_shown(text)} is not a whole number from {within[0]} to {within[-1]}")
    return int(text)


@lru_cache(maxsize=1024)  # more than there are; ZoneInfo itself remembers eight
def _timezone(text: str) -> str:
    if text:
        try:
            ZoneInfo(text)
        except (ValueError, KeyError, OSError):  # a path, an unknown name, a folder
            raise _BadCell(f"{_shown(text)} is not a known time zone, such as Europe/Oslo") from None
    return text


def _rated(text: str, within: range) -> dict[str, int]:
    rated: dict[str, int] = {}
    for part in _parts(text.casefold()):
        skill, colon, rating = (piece.strip() for piece in part.rpartition(":"))
        if not colon or not skill:
            raise _BadCell(f"{_shown(part)} is not a skill and a number, such as video:{within[0]}")
        if skill in rated:
            raise _BadCell(f"names {_shown(skill)} twice")
        try:
            rated[skill] = _number(rating, within)
        except _BadCell as problem:
            raise _BadCell(f"{_shown(part)}: {problem}") from None
    return rated


def _parts(text: str) -> list[str]:
    return [part for piece in text.split(";") if (part := piece.strip())]


def circles(managers: Mapping[Id, Id]) -> list[list[Id]]:
    """Reporting lines that come back to where they started, each once, from its first member on in file order."""
    done: set[Id] = set()
    places = {one: place for place, one in enumerate(managers)}
    found = []
    for start in managers:
        path: dict[Id, int] = {}
        one: Id | None = start
        while one is not None and one not in done and one not in path:
            path[one] = len(path)
            one = managers.get(one)
        if one is not None and one in path:
            circle = list(path)[path[one] :]
            first = circle.index(min(circle, key=lambda member: places[member]))
            found.append(circle[first:] + circle[:first])
        done.update(path)
    return found


def _told_circle(circle: list[Id]) -> str:
    names = [_shown(str(one)) for one in (*circle, circle[0])]
    if len(names) > 6:
        names[4:-1] = ["…"]
    return f"manager_id leads in a circle: {' → '.join(names)}"


def _shown(text: str) -> str:
    short = text if len(text) <= 40 else f"{text[:39]}…"
    return f"“{short}”" if short.isprintable() else ascii(short)
