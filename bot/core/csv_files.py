"""CSV as programs and spreadsheets write it: encodings, separators, quotes, and lines with their numbers. Pure.

What a file is about is for whoever reads it; here is what is the same about all of them.
"""

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.core.likeness import most_alike
from bot.core.sentences import Plain, Sentence, _, chained

SEPARATORS = ",;\t"  # Excel writes semicolons where the comma is the decimal sign, and tabs as "Unicode text"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
NOT_CSV = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"7z\xbc\xaf")  # xlsx and zip, gzip, xls, 7z

SAVE_AS = _("In Excel, choose Save As and “CSV UTF-8”.")
AND = _("{first} and {next}")
LIKE_ENOUGH = 0.7  # of 1; at which "manger email" is manager_email, and "colour" is no column


class UnreadableFile(Exception):
    """The file as a whole cannot be used. `words` are for whoever brought it."""

    def __init__(self, sentence: Sentence, **values: Plain) -> None:
        self.words = sentence.given(values)
        super().__init__(self.words)


@dataclass(frozen=True)
class Limits:
    """`line` is in characters; the csv module's own limit, which holds for the whole process, lies above it."""

    size: int  # bytes
    lines: int
    line: int


@dataclass(frozen=True, slots=True)
class Record:
    """`number` is the line of the file on which it starts, as an editor shows it."""

    number: int
    cells: list[str]


def read_records(content: bytes, limits: Limits) -> Iterator[Record]:
    """Without those in which nothing stands, the header as the first. Raises UnreadableFile, also on the way.

    That it is a text at all is found out before the first record comes.
    """
    encoding = _encoding(content, limits)
    return _records(_of_sane_size(_lines(content, encoding), limits), _separator(content, encoding))


def places_of(header: Sequence[str], needed: Sequence[str], known: Collection[str]) -> dict[str, int]:
    """Where each column that is known stands. Raises UnreadableFile where one is missing, or there twice.

    Columns come in any order, in capital or small letters, with blanks or `_`.
    """
    names = [column_name(name) for name in header]
    if missing := [name for name in needed if name not in names]:
        others = [name for name in names if name not in known]
        lacking: dict[str, Plain] = {"columns": chained(AND, missing), "all": ",".join(needed)}
        if like := next(((name, like) for name in missing for like in _like(name, others)), None):
            said = _(
                "The first line does not name {columns}. If “{typed}” is meant for {name}, please call it so. It needs "
                "all of these: {all}"
            )
            raise UnreadableFile(said, typed=shown(header[names.index(like[1])]), name=like[0], **lacking)
        raise UnreadableFile(_("The first line does not name {columns}. It needs all of these: {all}"), **lacking)
    if twice := [name for name, times in Counter(names).items() if times > 1 and name in known]:
        repeated = _("The first line names {columns} more than once.")
        raise UnreadableFile(repeated, columns=chained(AND, twice))
    return {name: place for place, name in enumerate(names) if name in known}


def column_name(typed: str) -> str:
    return "_".join(typed.casefold().split())


def shown(text: str) -> str:
    """Fit for a message: no control characters, and not too long."""
    plain = "".join(letter for letter in text if letter.isprintable()).strip()
    return plain if len(plain) <= 60 else f"{plain[:59]}…"


def _like(name: str, others: Sequence[str]) -> list[str]:
    return most_alike(name, others, at_least=LIKE_ENOUGH)


def _encoding(content: bytes, limits: Limits) -> str:
    if len(content) > limits.size:
        raise UnreadableFile(_("The file is larger than {size} MB."), size=limits.size // 1_000_000)
    if content.startswith(NOT_CSV):
        raise UnreadableFile(_("This is an Excel file or an archive, not a CSV file. {save_as}"), save_as=SAVE_AS)
    encoding = "utf-16" if content.startswith(UTF_16) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-16":
            damaged = _("The file is damaged: it starts as UTF-16 and is not. {save_as}")
            raise UnreadableFile(damaged, save_as=SAVE_AS) from None
        bad = len(content) - len(error.object) + error.start  # the decoder does not count the mark at the start
        line = len((content[:bad] + b"?").splitlines())
        other = _("The file is not UTF-8: line {number} holds another encoding. {save_as}")
        raise UnreadableFile(other, number=str(line), save_as=SAVE_AS) from None
    if "\x00" in text:
        raise UnreadableFile(_("This is not a text file. {save_as}"), save_as=SAVE_AS)
    return encoding


def _separator(content: bytes, encoding: str) -> str:
    """The one that the header has most of. The text of the lines below does not count."""
    header = next((line for line in _lines(content, encoding) if line.strip()), "")
    return max(SEPARATORS, key=header.count)


def _lines(content: bytes, encoding: str) -> Iterator[str]:
    """Decoded piece by piece: a whole file as one string takes up to four bytes a character."""
    with io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="") as lines:
        yield from lines


def _records(lines: Iterable[str], separator: str) -> Iterator[Record]:
    reader = csv.reader(lines, delimiter=separator, strict=True, skipinitialspace=True)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error:
            odd = _(
                "From line {number} on the quotation marks do not add up: one is never closed, or stands inside a "
                "quoted field without being doubled."
            )
            raise UnreadableFile(odd, number=str(number)) from None
        if cells is None:
            return
        if any(map(str.strip, cells)):
            yield Record(number, cells)


def _of_sane_size(lines: Iterable[str], limits: Limits) -> Iterator[str]:
    """Spreadsheets leave empty lines at the end; these alone could take long."""
    for number, line in enumerate(lines, start=1):
        if number > limits.lines * 10:
            raise UnreadableFile(_("The file has more than {most} lines."), most=limits.lines)
        if len(line) > limits.line:
            long = _("Line {number} is longer than {most} characters. Is it the right file?")
            raise UnreadableFile(long, number=str(number), most=limits.line)
        yield line
