"""Who reads what is being composed. Set where a call is received and where a message is delivered, and nowhere else.

What reads it (`blocks.when`) need not be told the reader by every view on the way.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Reader:
    """One person, whose zone is known; `now` is the moment at which they read."""

    zone: ZoneInfo
    now: datetime


@dataclass(frozen=True)
class Readership:
    """Of a message's recipient: whether anybody is there to read it, from when on it may ring there, and who reads.

    `reader` is None for a group, a channel, or somebody whose zone is not known.
    """

    is_there: bool
    rings_at: datetime
    reader: Reader | None = None


_reader: ContextVar[Reader | None] = ContextVar("reader", default=None)


@contextmanager
def read_by(reader: Reader | None) -> Iterator[None]:
    """None for a group, a channel, or somebody of whom no zone is known."""
    token = _reader.set(reader)
    try:
        yield
    finally:
        _reader.reset(token)


def written_out(moment: datetime) -> str | None:
    """`Fri, Dec 4 at 5:30 PM` in the zone of the one person who reads it, with the year where it is not this one.

    None where several people read it, or nobody knows where they are.
    """
    if (reader := _reader.get()) is None:
        return None
    local, today = moment.astimezone(reader.zone), reader.now.astimezone(reader.zone)
    year = "" if local.year == today.year else f", {local.year}"
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{local:%a, %b} {local.day}{year} at {local.hour % 12 or 12}{minutes} {local:%p}"
