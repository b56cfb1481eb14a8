"""The bot and its peers as processes of their own, so that they share no event loop with the stand-in."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.playground.slack import StandIn

ROOT = Path(__file__).parents[2]
MANIFEST = ROOT / "manifest.yml"

BOT = ("bot",)
EMPTY_PEER = ("tests.bench.peers", "empty")
READ_PEER = ("tests.bench.peers", "read")

TO_CONNECT, TO_STOP = 30.0, 15.0  # seconds; far above what is measured, so that only a broken start runs into them
NOISE_LOOPS = 200_000


@asynccontextmanager
async def running(
    module: tuple[str, ...], slack: StandIn, folder: Path, database_url: str | None = None
) -> AsyncIterator["Running"]:
    """`python -m` that module, connected to this stand-in, with `folder` as its working directory.

    It gets an environment of its own: nothing of the caller's, tokens least of all.
    """
    environment = {
        "PYTHONPATH": str(ROOT),
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
        "SOCKET_APART_SECONDS": "0",
        "LOG_LEVEL": "warning",
    }
    if database_url is not None:
        environment["DATABASE_URL"] = database_url
    started = time.perf_counter()
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", *module, env=environment, cwd=folder)
    try:
        await _connected(slack, process)
        yield Running(process, time.perf_counter() - started)
    finally:
        await _stop(process)


class Running:
    def __init__(self, process: asyncio.subprocess.Process, seconds_to_connect: float) -> None:
        self.seconds_to_connect = seconds_to_connect  # from its spawn to the first socket that the stand-in accepted
        self._process = process

    def memory(self) -> float:
        """Resident memory in MB (of 1,000,000 bytes), as Linux counts it in VmRSS."""
        for line in Path(f"/proc/{self._process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024 / 1e6
        raise LookupError("the process has ended")


async def _connected(slack: StandIn, process: asyncio.subprocess.Process) -> None:
    """Raises RuntimeError when the process ends instead, and TimeoutError when it does neither."""
    connecting = asyncio.create_task(slack.connected(seconds=TO_CONNECT))
    ending = asyncio.create_task(process.wait())
    try:
        await asyncio.wait({connecting, ending}, return_when=asyncio.FIRST_COMPLETED)
        if not connecting.done():
            raise RuntimeError(f"it ended with status {process.returncode}, and had not connected")
        await connecting
    finally:
        connecting.cancel()
        ending.cancel()


async def _stop(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), TO_STOP)
    except TimeoutError:
        process.kill()
        await process.wait()


def noise() -> float:
    """Milliseconds of a fixed piece of work: where they differ, so did the machine."""
    started = time.perf_counter()
    total = 0
    for number in range(NOISE_LOOPS):
        total += number * number
    return (time.perf_counter() - started) * 1000
