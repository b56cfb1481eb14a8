"""The search as the bot runs it: a process of its own."""

import asyncio
import io
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

from bot.matching.engine.model import Proposal, Result, Task, Unmatched
from bot.matching.engine.passing import packed, slices, take

ROOT = Path(__file__).parents[2]
CHILD = "bot.matching.engine.child"


@dataclass(frozen=True)
class Run:
    """Seconds from before the process starts until its answer is read; memory at its highest, in MB of 1,000,000."""

    result: Result
    seconds: float
    memory: float


async def in_a_child(task: Task) -> Run:
    """Raises RuntimeError, with what it said, for a process that fails."""
    with tempfile.TemporaryDirectory(prefix="flipside-bench-") as folder:
        peak = Path(folder) / "peak"
        code = (
            f"import runpy, pathlib; runpy.run_module({CHILD!r}, run_name='__main__');"
            f"pathlib.Path({str(peak)!r}).write_text(pathlib.Path('/proc/self/status').read_text())"
        )
        started = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", code, cwd=ROOT,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        answer, said = await process.communicate(_told(task))
        if process.returncode:
            raise RuntimeError(said.decode())
        return Run(_heard(answer), time.perf_counter() - started, _highest(peak.read_text()))


def _highest(status: str) -> float:
    """Not what getrusage says: that starts with the memory of the parent."""
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024 / 1e6


def _told(task: Task) -> bytes:
    pieces = [replace(task, mentors=(), mentees=())]
    people = [(list(some), []) for some in slices(task.mentors)] + [([], list(some)) for some in slices(task.mentees)]
    return b"".join(packed(piece) for piece in (*pieces, *people, None))


def _heard(answer: bytes) -> Result:
    stream = io.BytesIO(answer)
    certificate, what_ifs = take(stream)
    found: list[Proposal | Unmatched] = []
    while (some := take(stream)) is not None:
        found += some
    proposals = tuple(one for one in found if isinstance(one, Proposal))
    return Result(proposals, tuple(one for one in found if isinstance(one, Unmatched)), what_ifs, certificate)
