"""How the bot and its child hand things to each other: pickles with their length before them, in slices.

To the child go a Task without people, (mentors, mentees) as often as needed, and None. Back come (certificate,
what-ifs), lists of proposals, lists of those who are alone, and None. In slices, so that neither end is held up for
longer than one of them takes.
"""

import pickle
import struct
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

SLICE = 500  # people or proposals: some milliseconds to pickle
LENGTH = struct.Struct(">I")


def packed(thing: Any) -> bytes:
    content = pickle.dumps(thing)
    return LENGTH.pack(len(content)) + content


def unpacked(content: bytes) -> Any:
    return pickle.loads(content)  # noqa: S301 - written by our own child, or parent


def take(stream: BinaryIO) -> Any:
    (length,) = LENGTH.unpack(stream.read(LENGTH.size))
    return unpacked(stream.read(length))


def slices(some: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(some), SLICE):
        yield some[start : start + SLICE]
