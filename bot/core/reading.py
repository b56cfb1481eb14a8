"""Who reads what is being composed. Set where a call is received and where a message is delivered, and nowhere else.

What reads it (`say`, `blocks.when`) need not be told the reader by every view on the way.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.languages import WRITTEN_IN


@dataclass(frozen=True)
class Reader:
    """Whoever reads: one person, or a group in the language that they share. `now` is the moment at which they read.

    `zone` is None for a group, and for somebody whose zone is not known.
    """

    zone: ZoneInfo | None
    now: datetime
    language: str = WRITTEN_IN


@dataclass(frozen=True)
class Readership:
    """Of a message's recipient: whether anybody is there to read it, from when on it may ring there, and who reads.

    `reader` is None for a channel, for a group that shares no language, or somebody who has not met the bot.
    """

    is_there: bool
    rings_at: datetime
    reader: Reader | None = None


_reader: ContextVar[Reader | None] = ContextVar("reader", default=None)


@contextmanager
def read_by(reader: Reader | None) -> Iterator[None]:
    """None for a channel, or somebody of whom nothing is known."""
    token = _reader.set(reader)
    try:
        yield
    finally:
        _reader.reset(token)


def reader_now() -> Reader | None:
    return _reader.get()


def language_now() -> str:
    """The one that is read in here."""
    reader = _reader.get()
    return WRITTEN_IN if reader is None else reader.language
