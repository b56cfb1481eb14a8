"""The roster as a CSV file, checked as a whole. Pure."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.core.sentences import Plain, Sentence, _, chained, ngettext
from bot.people.roster_fields import COLUMNS, READERS, WrongField, shown

MOST_BYTES = 20_000_000
MOST_IN_SLACK = 10 * 1024 * 1024  # more does not fit into a form (Block Kit reference, file input: 10 MB a file)
MOST_LINES = 200_000
MOST_COLUMNS = 50
LONGEST_LINE = 20_000  # characters; far below the limit of the csv module, which holds for the whole process
MOST_SHOWN = 20

SEPARATORS = ",;\t"  # Excel writes semicolons where the comma is the decimal sign, and tabs as "Unicode text"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
NOT_CSV = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"7z\xbc\xaf")  # xlsx and zip, gzip, xls, 7z

AND = _("{first} and {next}")
SAVE_AS = _("In Excel, choose Save As and “CSV UTF-8”.")


class UnreadableRoster(Exception):
    """The file as a whole cannot be a roster. `words` are for whoever brought it."""

    def __init__(self, sentence: Sentence, **values: Plain) -> None:
        self.words = sentence.given(values)
        super().__init__(self.words)


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
    """Raises UnreadableRoster for what is wrong with the file as a whole. Takes a second or more for a large one."""
    encoding = _encoding(content)
    records = _records(content, encoding, _separator(content, encoding))
    header = next(records, (1, []))[1]
    places = _places(header)
    file = RosterFile(ignored=tuple(shown(name) for name in header if name.strip() and _column(name) not in places))
    firsts: dict[str, int] = {}  # the line on which each address was first met
    same: dict[str, str] = {}  # one copy of what thousands of lines share
    count = 0
    for count, (number, cells) in enumerate(records, start=1):
        if count > MOST_LINES:
            raise UnreadableRoster(_("The file has more than {most} lines."), most=MOST_LINES)
        values, reasons = _values(cells, places, len(header))
        email = str(values["email"] or "")
        if email in firsts:
            reasons.append(_("email is already on line {number}").given({"number": str(firsts[email])}))
        elif email:
            firsts[email] = number
            shared = {key: same.setdefault(one, one) if isinstance(one, str) else one for key, one in values.items()}
            file.lines.append(RosterLine(number, **shared))  # type: ignore[arg-type]
        if reasons:
            who = shown(str(values["name"] or email))
            file.problems.append(Problem(number, who, chained(_("{first}; {next}"), reasons)))
    if not count:
        raise UnreadableRoster(_("There are no people in this file, only its first line."))
    return file


def told(problems: Sequence[Problem], most: int = MOST_SHOWN) -> list[Sentence]:
    """The first ones in words, and how many more there are."""
    more = len(problems) - most
    first = [problem.words for problem in problems[:most]]
    return [*first, ngettext("… and {count} more.", "… and {count} more.", more)] if more > 0 else first


def _encoding(content: bytes) -> str:
    if not content.strip():
        raise UnreadableRoster(_("The file is empty."))
    if len(content) > MOST_BYTES:
        raise UnreadableRoster(_("The file is larger than {size} MB."), size=MOST_BYTES // 1_000_000)
    if content.startswith(NOT_CSV):
        raise UnreadableRoster(_("This is an Excel file or an archive, not a CSV file. {save_as}"), save_as=SAVE_AS)
    encoding = "utf-16" if content.startswith(UTF_16) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-16":
            damaged = _("The file is damaged: it starts as UTF-16 and is not. {save_as}")
            raise UnreadableRoster(damaged, save_as=SAVE_AS) from None
        bad = len(content) - len(error.object) + error.start  # the decoder does not count the mark at the start
        line = len((content[:bad] + b"?").splitlines())
        other = _("The file is not UTF-8: line {number} holds another encoding. {save_as}")
        raise UnreadableRoster(other, number=str(line), save_as=SAVE_AS) from None
    if "\x00" in text:
        raise UnreadableRoster(_("This is not a text file. {save_as}"), save_as=SAVE_AS)
    return encoding


def _separator(content: bytes, encoding: str) -> str:
    """The one that the header has most of. The text of the lines below does not count."""
    header = next((line for line in _lines(content, encoding) if line.strip()), "")
    separator = max(SEPARATORS, key=header.count)
    _check_width(header.count(separator) + 1)
    return separator


def _lines(content: bytes, encoding: str) -> Iterator[str]:
    """Decoded piece by piece: a whole file as one string takes up to four bytes a character."""
    with io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="") as lines:
        yield from lines


def _records(content: bytes, encoding: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each with the number of the line on which it starts. Without those in which nothing stands."""
    reader = csv.reader(
        _of_sane_size(_lines(content, encoding)), delimiter=separator, strict=True, skipinitialspace=True
    )
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error:
            odd = _(
                "From line {number} on the quotation marks do not add up: one is never closed, or stands inside a "
                "quoted field without being doubled."
            )
            raise UnreadableRoster(odd, number=str(number)) from None
        if cells is None:
            return
        if any(map(str.strip, cells)):
            yield number, cells


def _of_sane_size(lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        if number > MOST_LINES * 10:  # spreadsheets leave empty ones at the end; these alone could take long
            raise UnreadableRoster(_("The file has more than {most} lines."), most=MOST_LINES)
        if len(line) > LONGEST_LINE:
            long = _("Line {number} is longer than {most} characters. Is it the right file?")
            raise UnreadableRoster(long, number=str(number), most=LONGEST_LINE)
        yield line


def _check_width(columns: int) -> None:
    if columns > MOST_COLUMNS:
        wide = _("The first line has {columns} columns; a roster has {expected}.")
        raise UnreadableRoster(wide, columns=columns, expected=len(COLUMNS))


def _places(header: Sequence[str]) -> dict[str, int]:
    """Where each column stands."""
    names = [_column(name) for name in header]
    _check_width(len(names))
    if missing := [name for name in COLUMNS if name not in names]:
        lacking = _("The first line does not name {columns}. It needs all of these: {all}")
        raise UnreadableRoster(lacking, columns=chained(AND, missing), all=",".join(COLUMNS))
    if twice := [name for name, times in Counter(names).items() if times > 1 and name in COLUMNS]:
        repeated = _("The first line names {columns} more than once.")
        raise UnreadableRoster(repeated, columns=chained(AND, twice))
    return {name: names.index(name) for name in COLUMNS}


def _column(name: str) -> str:
    return "_".join(name.lower().split())


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
