"""What touches thousands is done in pieces, so that nobody has to wait for all of it."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

# Rows with what belongs to them. A piece of so many pairs takes some 50 ms with its commit, and the loop, between two
# looks at the database, 10 ms at most.
PIECE = 50

T = TypeVar("T")


def in_pieces(all_of_them: Sequence[T], size: int = PIECE) -> Iterator[Sequence[T]]:
    for start in range(0, len(all_of_them), size):
        yield all_of_them[start : start + size]
