"""`python -m bot match`, as somebody types it: the whole process, from one file to the other."""

import asyncio
import csv
import sys
import tempfile
import time
from pathlib import Path

from bot.matching.search.engine.model import Task
from bot.matching.search.engine.people_file import COLUMNS
from tests.bench.figures import Figure
from tests.matching.search.engine.crowd import crowd

ROOT = Path(__file__).parents[2]
SIZES = (500, 20_000)  # people of a side


async def measure() -> list[Figure]:
    figures = []
    with tempfile.TemporaryDirectory(prefix="flipside-bench-") as folder:
        people, pairs = Path(folder) / "people.csv", Path(folder) / "pairs.csv"
        for size in SIZES:
            write(people, crowd(size, size))
            started = time.perf_counter()
            command = (sys.executable, "-m", "bot", "match", "--people", str(people), "--out", str(pairs))
            process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.DEVNULL)
            if await process.wait():
                raise RuntimeError("the command failed")
            figures.append(Figure(f"match command: {size:,} a side, whole process", time.perf_counter() - started, "s"))
    return figures


def write(path: Path, task: Task) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for role, side in (("mentor", task.mentors), ("mentee", task.mentees)):
            for one in side:
                rated = [
                    ";".join(f"{skill}:{value}" for skill, value in said.items()) for said in (one.offers, one.wishes)
                ]
                languages, boss = ";".join(sorted(one.languages)), task.managers.get(one.id, "")
                writer.writerow(
                    [one.id, role, one.level, boss, one.department, one.timezone, languages, *rated, one.capacity]
                )
