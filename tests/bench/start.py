"""How long from the start of the process to the first connection that Slack accepts, and how much memory it takes."""

import asyncio
import shutil
import statistics
import tempfile
from pathlib import Path

from bot.core.database import migrate
from bot.playground.slack import StandIn
from tests.bench.figures import Figure, spread
from tests.bench.processes import BOT, EMPTY_PEER, MANIFEST, noise, running
from tests.bench.timing import Command

STARTS = 5
COMMANDS = 200

TO_CONNECTED, MEMORY = 1.5, 110  # seconds, MB; the promise
EARLY, LATE = 2_000, 20_000  # commands between which memory stays flat
GAINED = 3  # MB; what a page or two of the allocator's makes of it

PEER = "minimal bolt app"
DATABASE = "migrated.db"


class Starts:
    """What was measured at the starts of one program, each on a stand-in of its own."""

    def __init__(self, module: tuple[str, ...]) -> None:
        self._module = module
        self.seconds: list[float] = []
        self.connected: list[float] = []  # MB, when all its connections stand
        self.used: list[float] = []  # MB, after the commands

    async def once(self, folder: Path, url: str | None, *, sockets: int, commands: int = 0) -> None:
        async with StandIn(MANIFEST) as slack, running(self._module, slack, folder, url) as process:
            self.seconds.append(process.seconds_to_connect)
            await slack.connected(sockets)
            self.connected.append(process.memory())
            if commands:
                person = slack.add_person("U0STARTER", name="starter")
                # Begins something, so that the bot knows them afterwards, and looks at all that is theirs.
                await Command("/mentor return", [person], slack, is_answered=self._module == BOT).do(0)
                asked = Command("/mentor status", [person], slack, is_answered=self._module == BOT)
                for number in range(commands):
                    await asked.do(number)
                self.used.append(process.memory())


async def measure() -> list[Figure]:
    bot, fresh, peer = Starts(BOT), Starts(BOT), Starts(EMPTY_PEER)
    noises = []
    with tempfile.TemporaryDirectory(prefix="flipside-bench-") as template:
        await asyncio.to_thread(migrate, f"sqlite+aiosqlite:///{template}/{DATABASE}")
        for _ in range(STARTS + 1):
            with tempfile.TemporaryDirectory(prefix="flipside-bench-") as folder:
                noises.append(noise())
                await peer.once(Path(folder), None, sockets=1, commands=COMMANDS)
                await fresh.once(Path(folder), None, sockets=2)
                # A database of its own: each stand-in counts its envelopes anew, and one seen before is not answered.
                shutil.copy(Path(template) / DATABASE, folder)
                url = f"sqlite+aiosqlite:///{folder}/{DATABASE}"
                await bot.once(Path(folder), url, sockets=2, commands=COMMANDS)
    early, late = await _in_the_long_run()
    return [
        *_figures(PEER, peer),
        *_figures("bot", bot, is_promised=True),
        *_figures("bot from an empty folder, migrating", fresh),
        Figure(f"bot: memory after {LATE:,} commands", late, "MB", most=MEMORY),
        Figure(f"bot: memory gained from command {EARLY:,} to {LATE:,}", late - early, "MB", most=GAINED),
        Figure("start: machine noise", spread(noises), "times"),
    ]


async def _in_the_long_run() -> tuple[float, float]:
    """MB after some commands of one person, and after many."""
    with tempfile.TemporaryDirectory(prefix="flipside-bench-") as folder:
        async with StandIn(MANIFEST) as slack, running(BOT, slack, Path(folder), None) as process:
            await slack.connected(2)
            person = slack.add_person("U0STARTER", name="starter")
            asked = Command("/mentor status", [person], slack)
            for number in range(EARLY):
                await asked.do(number)
            early = process.memory()
            for number in range(EARLY, LATE):
                await asked.do(number)
            return early, process.memory()


def _figures(whose: str, starts: Starts, *, is_promised: bool = False) -> list[Figure]:
    """Medians. The first start is left out: it compiles, and warms the file cache."""
    measured = [
        ("start to connected", starts.seconds[1:], "s", TO_CONNECTED),
        ("memory once connected", starts.connected[1:], "MB", MEMORY),
        (f"memory after {COMMANDS} commands", starts.used[1:], "MB", MEMORY),
    ]
    return [
        Figure(
            f"{whose}: {what}",
            statistics.median(values),
            unit,
            peer=None if whose == PEER else f"{PEER}: {what}",
            most=most if is_promised else None,
        )
        for what, values, unit, most in measured
        if values
    ]
