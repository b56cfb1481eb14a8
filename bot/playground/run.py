"""The playground: `make run` on a machine without Slack tokens."""

import asyncio
import sys

from bot.core.clock import TurnedClock
from bot.playground.cast.people import move_in
from bot.playground.stage import Stage
from bot.settings import Settings

PORTS_TRIED = 20


async def run_playground(settings: Settings, stop: asyncio.Event) -> int:
    """Until `stop` is set. Returns the exit status."""
    stage = Stage(settings, TurnedClock())
    move_in(stage.slack)
    try:
        await _open_somewhere(stage, settings.playground_port)
        _say(
            "No Slack tokens found, so this is the playground: a made-up Slack on this machine, with the bot in it.",
            f"Open {stage.slack.url} in a browser. Nothing leaves this machine, and nothing is kept. Ctrl+C ends it.",
        )
        await stop.wait()
    finally:
        await stage.close()
    return 0


async def _open_somewhere(stage: Stage, port: int) -> None:
    """On the wanted port, or else the next free one."""
    for tried in range(port, port + PORTS_TRIED):
        try:
            return await stage.open(tried)
        except OSError as taken:
            problem = taken
            _say(f"Port {tried} is taken, trying the next one.")
    raise problem


def _say(*lines: str) -> None:
    print(*lines, sep="\n", file=sys.stdout, flush=True)  # noqa: T201
