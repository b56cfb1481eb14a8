"""mentor-match, the best known open matcher, on a crowd in the shape of its own sample: 500 mentors and 500 mentees.

It runs in a virtual environment of its own, made for the occasion: its package is called `matching`. Its rules are
turned into ours, and no two are paired twice. Its mentors stand above their mentees, so levels are its grades upside
down; a different organisation is our different department; the same profession is a skill offered and wished for.
"""

import asyncio
import json
import random
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.matching.engine.model import Candidate, Rules, Task
from bot.matching.engine.solver import solve
from tests.bench.figures import Figure
from tests.matching.engine.crowd import TODAY

PACKAGE = "mentor-match==7.0.1"
SIZE, GRADES, ORGANISATIONS, PROFESSIONS = 500, 12, 20, 15
WHOLE = 12.0  # times as fast as a whole process; the promise
TO_INSTALL, TO_RUN = 120.0, 300.0  # seconds
ROUNDS = (1, 3)  # three are its own example: each round gives everybody one partner more
ROOT = Path(__file__).parents[2]

# What it forbids has a score of 0, and its solver may choose it all the same; such pairs are not made.
SCRIPT = """
import json, operator, sys, time
from matching.mentee import Mentee
from matching.mentor import Mentor
from matching.process import process_data
from matching.rules.rule import Disqualify, Equivalent

people = json.load(sys.stdin)
mentors = [Mentor(**one) for one in people["mentors"]]
mentees = [Mentee(**one) for one in people["mentees"]]
rules = [
    Equivalent("profession", {True: 6, False: 0}),
    Disqualify(lambda match: match.mentor.organisation == match.mentee.organisation),
    Disqualify(lambda match: match.mentor.grade <= match.mentee.grade),
]
started = time.perf_counter()
process_data(mentors, mentees, [rules] * int(sys.argv[1]))
seconds = time.perf_counter() - started
json.dump({"seconds": seconds, "matched": sum(len(one.mentors) for one in mentees)}, sys.stdout)
"""
OURS = """
import json, sys, time
from tests.bench.peer_matcher import rounds_of, task_of

people = json.load(sys.stdin)
started = time.perf_counter()
matched = rounds_of(task_of(people), int(sys.argv[1]))
json.dump({"seconds": time.perf_counter() - started, "matched": matched}, sys.stdout)
"""


class NotMeasured(Exception):
    """Why not."""


@dataclass(frozen=True)
class Run:
    """`whole` is the process, `inside` its matching alone. Seconds; and pairs."""

    whole: float
    inside: float
    matched: int


async def measure_peer() -> list[Figure]:
    people = _people(random.Random(7))
    try:
        with tempfile.TemporaryDirectory(prefix="flipside-bench-") as folder:
            python = await _installed(folder)
            return [figure for rounds in ROUNDS for figure in await _compared(python, people, rounds)]
    except NotMeasured as why:
        sys.stderr.write(f"matching: mentor-match not measured: {why}\n")
        return []


async def _compared(python: str, people: dict[str, list[dict[str, Any]]], rounds: int) -> list[Figure]:
    peer = await _run((python, "-c", SCRIPT, str(rounds)), people)
    ours = await _run((sys.executable, "-c", OURS, str(rounds)), people)
    name = f"matching: {SIZE} × {SIZE} in mentor-match's shape, {rounds} round{'s' * (rounds > 1)}"
    whole, alone, count = (f"{name}, {what}, mentor-match" for what in ("whole process", "inside", "pairs"))
    return [
        Figure(whole, peer.whole, "s"),
        Figure(f"{name}, whole process, ours", ours.whole, "s", most=peer.whole / WHOLE, peer=whole),
        Figure(alone, peer.inside, "s"),
        Figure(f"{name}, inside, ours", ours.inside, "s", peer=alone),
        Figure(count, peer.matched, "pairs"),
        Figure(f"{name}, pairs, ours", ours.matched, "pairs", least=peer.matched, peer=count),
    ]


def rounds_of(task: Task, rounds: int) -> int:
    """How many pairs so many rounds make, none twice."""
    pairs: set[tuple[Any, Any]] = set()
    for _ in range(rounds):
        found = solve(replace(task, never=frozenset(pairs)))
        pairs |= {(one.mentor, one.mentee) for one in found.proposals}
    return len(pairs)


def _people(chance: random.Random) -> dict[str, list[dict[str, Any]]]:
    def person(side: str, number: int) -> dict[str, Any]:
        return {
            "email": f"{side}{number}@example.org",
            "grade": chance.randrange(GRADES),
            "organisation": f"organisation {chance.randrange(ORGANISATIONS)}",
            "profession": f"profession {chance.randrange(PROFESSIONS)}",
        }

    return {side: [person(side, number) for number in range(SIZE)] for side in ("mentors", "mentees")}


def task_of(people: dict[str, list[dict[str, Any]]]) -> Task:
    def candidate(one: dict[str, Any], offers: int = 0, wishes: int = 0) -> Candidate:
        skill = one["profession"]
        return Candidate(
            id=one["email"],
            level=GRADES - one["grade"],
            department=one["organisation"],
            offers={skill: offers} if offers else {},
            wishes={skill: wishes} if wishes else {},
        )

    mentors = tuple(candidate(one, offers=5) for one in people["mentors"])
    mentees = tuple(candidate(one, wishes=1) for one in people["mentees"])
    return Task(mentors, mentees, TODAY, Rules(min_gap=1, min_overlap=0, needs_language=False, department="different"))


async def _installed(folder: str) -> str:
    """Returns the interpreter that has it. Raises NotMeasured where it does not install."""
    await _said((sys.executable, "-m", "venv", folder), TO_INSTALL)
    python = str(Path(folder) / "bin" / "python")
    await _said((python, "-m", "pip", "install", "--quiet", PACKAGE), TO_INSTALL)
    return python


async def _run(command: tuple[str, ...], people: dict[str, list[dict[str, Any]]]) -> Run:
    """Raises NotMeasured where it fails, or takes longer than TO_RUN."""
    started = time.perf_counter()
    answer = json.loads(await _said(command, TO_RUN, json.dumps(people).encode()))
    return Run(time.perf_counter() - started, answer["seconds"], answer["matched"])


async def _said(command: tuple[str, ...], seconds: float, heard: bytes = b"") -> bytes:
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=ROOT)
    try:
        said, problem = await asyncio.wait_for(process.communicate(heard), seconds)
    except TimeoutError:
        process.kill()
        await process.wait()
        raise NotMeasured(f"{command[1:3]} took longer than {seconds:.0f} s") from None
    if process.returncode:
        last = problem.decode(errors="replace").strip().splitlines()[-1:]
        raise NotMeasured(f"{command[1:3]} failed: {' '.join(last)}")
    return said
