"""What a field of a roster may hold. Pure."""

import re
from collections.abc import Callable

from bot.core.csv_files import shown
from bot.core.sentences import Plain, Sentence, _

COLUMNS = ("email", "name", "manager_email", "department", "level", "location")

LONGEST_ADDRESS = 254  # RFC 5321, as its erratum 1690 counts
LONGEST_NAME = 200
LONGEST_TEXT = 80  # what the database keeps of a department or a location
HIGHEST_LEVEL = 1000

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_ADDRESS = re.compile(r"""[^\s@<>()\[\],;:"\\]+@[^\s@<>()\[\],;:"\\]+\.[^\s@<>()\[\],;:"\\.]+""")

TOO_LONG = _("{column} is longer than {most} characters")


class WrongField(Exception):
    """What is wrong with a field; `clause` names its column."""

    def __init__(self, clause: Sentence, **values: Plain) -> None:
        super().__init__(clause.text)
        self.clause, self.values = clause, values


def _address(cell: str) -> str | None:
    address = cell.strip(" \n\xa0").lower()
    if not address:
        return None
    _check_harmless(cell)
    if len(address) > LONGEST_ADDRESS:
        raise WrongField(TOO_LONG, most=LONGEST_ADDRESS)
    if not address.isprintable():
        raise WrongField(_("{column} holds an invisible character"))
    if not _ADDRESS.fullmatch(address):
        raise WrongField(_("{column} “{address}” is not an email address"), address=shown(address))
    return address


def _own_address(cell: str) -> str:
    address = _address(cell)
    if address is None:
        raise WrongField(_("{column} is missing"))
    return address


NOTHING = "-"  # what many type where there is nothing to say


def _text(most: int) -> Callable[[str], str | None]:
    """Reads a text of at most so many characters; a line break in it becomes a space."""

    def read(cell: str) -> str | None:
        _check_harmless(cell)
        text = "" if cell.strip() == NOTHING else " ".join(cell.split())
        if len(text) > most:
            raise WrongField(TOO_LONG, most=most)
        return text or None

    return read


def _level(cell: str) -> int | None:
    digits = cell.strip()
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 4 and int(digits) <= HIGHEST_LEVEL):
        odd = _("{column} “{typed}” is not a whole number from 0 to {most}")
        raise WrongField(odd, typed=shown(digits), most=str(HIGHEST_LEVEL))
    return int(digits)


def _check_harmless(cell: str) -> None:
    """Refuses what a spreadsheet would run when somebody opens an export with it (OWASP, CSV injection)."""
    first = cell.lstrip(" \n\xa0")[:1]
    if first and cell.strip() != NOTHING and first in "=+-@":
        raise WrongField(_("{column} starts with “{sign}” and looks like a spreadsheet formula"), sign=first)
    if _CONTROL.search(cell.replace("\r\n", "\n")):
        raise WrongField(_("{column} holds a tab or another control character"))


READERS: dict[str, Callable[[str], str | int | None]] = {
    "email": _own_address,
    "name": _text(LONGEST_NAME),
    "manager_email": _address,
    "department": _text(LONGEST_TEXT),
    "level": _level,
    "location": _text(LONGEST_TEXT),
}
