"""How the bot and its child hand things to each other: pickles with their length before them, in slices.

To the child go a Task without people, (mentors, mentees) as often as needed, and None. Back come (certificate,
what-ifs), lists of proposals, lists of those who are alone, and None. In slices, so that neither end is held up for
longer than one of them takes.
"""

import io
import pickle
import struct
from collections.abc import Callable, Mapping
from dataclasses import fields
from operator import attrgetter
from typing import Any, BinaryIO

from bot.matching.search.engine.model import Candidate

SLICE = 500  # people or proposals: some milliseconds to pickle
LENGTH = struct.Struct(">I")
_FIELDS = attrgetter(*(field.name for field in fields(Candidate)))
# For 40,000 candidates, what dataclasses do by themselves would take three times as long.
_AS_CALLS: Mapping[type, Callable[[Any], tuple[Any, tuple[Any, ...]]]] = {
    Candidate: lambda one: (Candidate, _FIELDS(one))
}


def packed(thing: Any) -> bytes:
    content = io.BytesIO()
    pickler = pickle.Pickler(content)
    pickler.dispatch_table = _AS_CALLS
    pickler.dump(thing)
    return LENGTH.pack(content.tell()) + content.getbuffer()


def unpacked(content: bytes) -> Any:
    return pickle.loads(content)  # noqa: S301 - written by our own child, or parent


def take(stream: BinaryIO) -> Any:
    (length,) = LENGTH.unpack(stream.read(LENGTH.size))
    return unpacked(stream.read(length))
