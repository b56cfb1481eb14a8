"""The ack of a command over HTTP, signed as Slack does, beside that of the same command by Socket Mode."""

import asyncio
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path

from bot.core.database import migrate
from tests.bench.figures import Figure, of_rounds
from tests.bench.timing import ask
from tests.doors.over_http import HttpWorkplace
from tests.workplace import Workplace

ROUNDS, A_ROUND = 5, 100  # commands
TIMES_SOCKET_MODE = 1.3

DOORS: dict[str, type[Workplace]] = {"Socket Mode": Workplace, "HTTP": HttpWorkplace}


async def measure() -> list[Figure]:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="flipside-bench-")))
        places: dict[str, Workplace] = {}
        for number, (name, door) in enumerate(DOORS.items()):
            url = f"sqlite+aiosqlite:///{folder}/{number}.db"
            await asyncio.to_thread(migrate, url)
            places[name] = await stack.enter_async_context(door(url))
            await places[name].has_program()
        rounds: dict[str, list[list[float]]] = {name: [] for name in DOORS}
        for _ in range(ROUNDS + 1):
            for name, place in places.items():  # in turn, so that what disturbs the machine disturbs both
                rounds[name].append([await ask(place.maya, "/mentor status", place.slack) for _ in range(A_ROUND)])
    figures: list[Figure] = []
    for name, measured in rounds.items():
        median = of_rounds(measured[1:], 50)  # the first warms up
        most = TIMES_SOCKET_MODE * figures[0].value if figures else None
        peer = figures[0].name if figures else None
        figures.append(Figure(f"{name}: ack of /mentor status, p50", median, "ms", peer=peer, most=most))
    return figures
