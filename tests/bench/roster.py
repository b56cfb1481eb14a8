"""How long the command line takes to import a large roster into a new SQLite database, and how much memory."""

import asyncio
import csv
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.figures import Figure, spread
from tests.bench.processes import ROOT, noise

PEOPLE = 100_000
REPORTS = 8  # a manager

TO_IMPORT, MEMORY = 60, 300  # seconds, MB; the promise


async def measure() -> list[Figure]:
    noises = [noise()]
    with tempfile.TemporaryDirectory(prefix="flipside-bench-") as place:
        folder = Path(place)
        _write(folder / "people.csv", department="Sales")
        first = await asyncio.to_thread(_import, folder)
        noises.append(noise())
        again = await asyncio.to_thread(_import, folder)
        noises.append(noise())
        _write(folder / "people.csv", department="Marketing")
        changed = await asyncio.to_thread(_import, folder)
        noises.append(noise())
    seconds, memory = zip(first, again, changed, strict=True)
    return [
        Figure(f"roster: {PEOPLE:,} new people", seconds[0], "s", most=TO_IMPORT),
        Figure("roster: the same file again", seconds[1], "s", most=TO_IMPORT),
        Figure("roster: everybody changed", seconds[2], "s", most=TO_IMPORT),
        Figure("roster: most memory of the three", max(memory), "MB", most=MEMORY),
        Figure("roster: machine noise", spread(noises), "times"),
    ]


def _write(path: Path, *, department: str) -> None:
    """A tree in which everybody has as many reports; the highest level at its root, and lower ones by depth."""
    levels = [9]
    for number in range(1, PEOPLE):
        levels.append(levels[(number - 1) // REPORTS] - 1)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["email", "name", "manager_email", "department", "level", "location"])
        for number, level in enumerate(levels):
            manager = _address((number - 1) // REPORTS) if number else ""
            place = (f"{department} {number % 40}", level, f"City {number % 90}")
            rows.writerow([_address(number), f"Given{number} Família", manager, *place])


def _address(number: int) -> str:
    return f"given{number}.family@bench.example.com"


def _import(folder: Path) -> tuple[float, float]:
    """Seconds from its spawn to its end, and the most MB (of 1,000,000 bytes) that were resident at a time.

    Linux counts what this process had at the spawn as the child's too, so that the figure is never too small.
    """
    environment = {"PYTHONPATH": str(ROOT), "DATABASE_URL": "sqlite:///flipside.db"}
    command = (sys.executable, "-m", "bot", "roster", "import", "people.csv")
    started = time.perf_counter()
    process = subprocess.Popen(command, env=environment, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)  # it has been waited for
    if process.returncode != 0:
        raise RuntimeError(f"the import ended with status {process.returncode}")
    return seconds, usage.ru_maxrss * 1024 / 1e6
