"""The search as a process of its own; `passing` says what it reads and writes."""

import sys
from dataclasses import replace
from typing import BinaryIO

from bot.core.pieces import in_pieces
from bot.matching.search.engine.model import Candidate, Task
from bot.matching.search.engine.passing import SLICE, packed, take
from bot.matching.search.engine.solver import solve


def main() -> None:
    """Says on standard error, a line each, what it is about to do."""
    result = solve(_read(sys.stdin.buffer), lambda stage: print(stage, file=sys.stderr, flush=True))  # noqa: T201
    for piece in (
        (result.certificate, result.what_ifs),
        *in_pieces(result.proposals, SLICE),
        *in_pieces(result.unmatched, SLICE),
        None,
    ):
        sys.stdout.buffer.write(packed(piece))
    sys.stdout.buffer.flush()


def _read(stream: BinaryIO) -> Task:
    task: Task = take(stream)
    mentors: list[Candidate] = []
    mentees: list[Candidate] = []
    while (people := take(stream)) is not None:
        mentors += people[0]
        mentees += people[1]
    return replace(task, mentors=tuple(mentors), mentees=tuple(mentees))


if __name__ == "__main__":
    main()
