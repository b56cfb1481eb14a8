"""The roster as a CSV file, checked as a whole. Pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.core.csv_files import SEPARATORS, Limits, UnreadableFile, column_name, places_of, read_records, shown

COLUMNS = ("email", "name", "manager_email", "department", "level", "location")

MOST_BYTES = 20_000_000
MOST_IN_SLACK = 10 * 1024 * 1024  # more does not fit into a form (Block Kit reference, file input: 10 MB a file)
MOST_LINES = 200_000
MOST_COLUMNS = 50
LONGEST_LINE = 20_000  # characters
LONGEST_ADDRESS = 254  # RFC 5321, as its erratum 1690 counts
LONGEST_NAME = 200
LONGEST_TEXT = 80  # what the database keeps of a department or a location
HIGHEST_LEVEL = 1000
MOST_SHOWN = 20

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_ADDRESS = re.compile(r"""[^\s@<>()\[\],;:"\\]+@[^\s@<>()\[\],;:"\\]+\.[^\s@<>()\[\],;:"\\.]+""")


@dataclass(frozen=True, slots=True)
class Problem:
    """`number` is the line of the file; `who` is a name or an address, empty where there is neither."""

    number: int
    who: str
    reason: str

    def __str__(self) -> str:
        return f"Line {self.number}{f' ({self.who})' if self.who else ''}: {self.reason}."


@dataclass(frozen=True, slots=True)
class RosterLine:
    """`number` is the line of the file on which it starts. Addresses are in small letters. An empty field is None."""

    number: int
    email: str
    name: str | None
    manager_email: str | None
    department: str | None
    level: int | None
    location: str | None

    @property
    def who(self) -> str:
        """For messages."""
        return shown(self.name or self.email)


@dataclass(frozen=True)
class RosterFile:
    """All lines that have an address of their own. Where there are problems, bad values are None: nothing to import."""

    lines: list[RosterLine] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ignored: tuple[str, ...] = ()  # columns that a roster does not have


def read_roster(content: bytes) -> RosterFile:
    """Raises UnreadableFile for what is wrong with the file as a whole. Takes a second or more for a large one."""
    if not content.strip():
        raise UnreadableFile("The file is empty.")
    records = read_records(content, Limits(MOST_BYTES, MOST_LINES, LONGEST_LINE))
    header = next((record.cells for record in records), [])
    if len(header) > MOST_COLUMNS:
        raise UnreadableFile(f"The first line has {len(header):,} columns; a roster has {len(COLUMNS)}.")
    places = places_of(header, COLUMNS, COLUMNS)
    file = RosterFile(ignored=tuple(shown(name) for name in header if name.strip() and column_name(name) not in places))
    firsts: dict[str, int] = {}  # the line on which each address was first met
    same: dict[str, str] = {}  # one copy of what thousands of lines share
    count = 0
    for count, record in enumerate(records, start=1):
        if count > MOST_LINES:
            raise UnreadableFile(f"The file has more than {MOST_LINES:,} lines.")
        values, reasons = _values(record.cells, places, len(header))
        email = str(values["email"] or "")
        if email in firsts:
            reasons.append(f"email is already on line {firsts[email]}")
        elif email:
            firsts[email] = record.number
            shared = {key: same.setdefault(one, one) if isinstance(one, str) else one for key, one in values.items()}
            file.lines.append(RosterLine(record.number, **shared))  # type: ignore[arg-type]
        if reasons:
            file.problems.append(Problem(record.number, shown(str(values["name"] or email)), "; ".join(reasons)))
    if not count:
        raise UnreadableFile("There are no people in this file, only its first line.")
    return file


def told(problems: Sequence[Problem], most: int = MOST_SHOWN) -> list[str]:
    """The first ones in words, and how many more there are."""
    more = len(problems) - most
    return [str(problem) for problem in problems[:most]] + ([f"… and {more:,} more."] if more > 0 else [])


def _values(cells: Sequence[str], places: dict[str, int], width: int) -> tuple[dict[str, str | int | None], list[str]]:
    """What the fields say, None where they say nothing or cannot be read, and what is wrong with them.

    Excel leaves out empty fields at the end of a line, so that a short line is a good one.
    """
    values: dict[str, str | int | None] = {}
    reasons = []
    for column, place in places.items():
        cell = cells[place] if place < len(cells) else ""
        try:
            values[column] = READERS[column](cell)
        except _Wrong as wrong:
            values[column] = None
            reasons.append(f"{column} {wrong}")
    if values["email"] is not None and values["email"] == values["manager_email"]:
        values["manager_email"] = None
        reasons.append("nobody is their own manager")
    if any(map(str.strip, cells[width:])):
        return values, [f"{len(cells)} fields where the first line has {width}; a text with a comma needs quotes"]
    if any(_swallows_lines(cell) for cell in cells if "\n" in cell or "\r" in cell):
        return values | {"name": None}, [
            "a field goes on over other people's lines, as if a quotation mark were missing"
        ]
    return values, reasons


def _swallows_lines(cell: str) -> bool:
    return any("@" in line and any(one in line for one in SEPARATORS) for line in cell.splitlines()[1:])


class _Wrong(Exception):
    """What is wrong with a field, to be read after its column's name."""


def _address(cell: str) -> str | None:
    address = cell.strip(" \n\xa0").lower()
    if not address:
        return None
    _check_harmless(cell)
    if len(address) > LONGEST_ADDRESS:
        raise _Wrong(f"is longer than {LONGEST_ADDRESS} characters")
    if not address.isprintable():
        raise _Wrong("holds an invisible character")
    if not _ADDRESS.fullmatch(address):
        raise _Wrong(f"“{shown(address)}” is not an email address")
    return address


def _own_address(cell: str) -> str:
    address = _address(cell)
    if address is None:
        raise _Wrong("is missing")
    return address


NOTHING = "-"  # what many type where there is nothing to say


def _text(most: int) -> Callable[[str], str | None]:
    """Reads a text of at most so many characters; a line break in it becomes a space."""

    def read(cell: str) -> str | None:
        _check_harmless(cell)
        text = "" if cell.strip() == NOTHING else " ".join(cell.split())
        if len(text) > most:
            raise _Wrong(f"is longer than {most} characters")
        return text or None

    return read


def _level(cell: str) -> int | None:
    digits = cell.strip()
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 4 and int(digits) <= HIGHEST_LEVEL):
        raise _Wrong(f"“{shown(digits)}” is not a whole number from 0 to {HIGHEST_LEVEL}")
    return int(digits)


def _check_harmless(cell: str) -> None:
    """Refuses what a spreadsheet would run when somebody opens an export with it (OWASP, CSV injection)."""
    first = cell.lstrip(" \n\xa0")[:1]
    if first and cell.strip() != NOTHING and first in "=+-@":
        raise _Wrong(f"starts with “{first}” and looks like a spreadsheet formula")
    if _CONTROL.search(cell.replace("\r\n", "\n")):
        raise _Wrong("holds a tab or another control character")


READERS: dict[str, Callable[[str], str | int | None]] = {
    "email": _own_address,
    "name": _text(LONGEST_NAME),
    "manager_email": _address,
    "department": _text(LONGEST_TEXT),
    "level": _level,
    "location": _text(LONGEST_TEXT),
}
