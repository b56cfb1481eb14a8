"""The roster as a CSV file, checked as a whole. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.core.csv_files import SEPARATORS, Limits, UnreadableFile, column_name, places_of, read_records, shown
from bot.core.sentences import Plain, Sentence, _, chained, ngettext
from bot.people.rules.roster_fields import COLUMNS, READERS, WrongField

MOST_BYTES = 20_000_000
MOST_IN_SLACK = 10 * 1024 * 1024  # more does not fit into a form (Block Kit reference, file input: 10 MB a file)
MOST_LINES = 200_000
MOST_COLUMNS = 50
LONGEST_LINE = 20_000  # characters
MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """`number` is the line of the file; `who` is a name or an address, empty where there is neither."""

    number: int
    who: str
    reason: Plain  # a clause

    @property
    def words(self) -> Sentence:
        values: dict[str, Plain] = {"number": str(self.number), "reason": self.reason}
        if not self.who:
            return _("Line {number}: {reason}.").given(values)
        return _("Line {number} ({who}): {reason}.").given({**values, "who": self.who})

    def __str__(self) -> str:
        return str(self.words)


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
        raise UnreadableFile(_("The file is empty."))
    records = read_records(content, Limits(MOST_BYTES, MOST_LINES, LONGEST_LINE))
    header = next((record.cells for record in records), [])
    if len(header) > MOST_COLUMNS:
        wide = _("The first line has {columns} columns; a roster has {expected}.")
        raise UnreadableFile(wide, columns=len(header), expected=len(COLUMNS))
    places = places_of(header, COLUMNS, COLUMNS)
    file = RosterFile(ignored=tuple(shown(name) for name in header if name.strip() and column_name(name) not in places))
    firsts: dict[str, int] = {}  # the line on which each address was first met
    same: dict[str, str] = {}  # one copy of what thousands of lines share
    count = 0
    for count, record in enumerate(records, start=1):
        if count > MOST_LINES:
            raise UnreadableFile(_("The file has more than {most} lines."), most=MOST_LINES)
        values, reasons = _values(record.cells, places, len(header))
        email = str(values["email"] or "")
        if email in firsts:
            reasons.append(_("email is already on line {number}").given({"number": str(firsts[email])}))
        elif email:
            firsts[email] = record.number
            shared = {key: same.setdefault(one, one) if isinstance(one, str) else one for key, one in values.items()}
            file.lines.append(RosterLine(record.number, **shared))  # type: ignore[arg-type]
        if reasons:
            who = shown(str(values["name"] or email))
            file.problems.append(Problem(record.number, who, chained(_("{first}; {next}"), reasons)))
    if not count:
        raise UnreadableFile(_("There are no people in this file, only its first line."))
    return file


def told(problems: Sequence[Problem], most: int = MOST_SHOWN) -> list[Sentence]:
    """The first ones in words, and how many more there are."""
    more = len(problems) - most
    first = [problem.words for problem in problems[:most]]
    return [*first, ngettext("… and {count} more.", "… and {count} more.", more)] if more > 0 else first


def _values(
    cells: Sequence[str], places: dict[str, int], width: int
) -> tuple[dict[str, str | int | None], list[Plain]]:
    """What the fields say, None where they say nothing or cannot be read, and what is wrong with them.

    Excel leaves out empty fields at the end of a line, so that a short line is a good one.
    """
    values: dict[str, str | int | None] = {}
    reasons: list[Plain] = []
    for column, place in places.items():
        cell = cells[place] if place < len(cells) else ""
        try:
            values[column] = READERS[column](cell)
        except WrongField as wrong:
            values[column] = None
            reasons.append(wrong.clause.given({"column": column, **wrong.values}))
    if values["email"] is not None and values["email"] == values["manager_email"]:
        values["manager_email"] = None
        reasons.append(_("nobody is their own manager"))
    if any(map(str.strip, cells[width:])):
        said = _("{fields} fields where the first line has {expected}; a text with a comma needs quotes")
        return values, [said.given({"fields": len(cells), "expected": width})]
    if any(_swallows_lines(cell) for cell in cells if "\n" in cell or "\r" in cell):
        said = _("a field goes on over other people's lines, as if a quotation mark were missing")
        return values | {"name": None}, [said]
    return values, reasons


def _swallows_lines(cell: str) -> bool:
    return any("@" in line and any(one in line for one in SEPARATORS) for line in cell.splitlines()[1:])
