"""The playground: `make run` on a machine without Slack tokens."""

import asyncio
import sys
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.clock import TurnedClock
from bot.playground.cast.neighbours import move_in_next_door
from bot.playground.cast.people import move_in
from bot.playground.cast.season import Season
from bot.playground.page import serve_page
from bot.playground.slack import StandIn
from bot.playground.stage import Stage
from bot.settings import Door, Settings

PORTS_TRIED = 20
OFFICE = ZoneInfo("Europe/Berlin")  # where the program's lead works
OPENS = time(9)
SATURDAY = 5
FILLED = "There's a program here already. Start over first, then Seed fills in a new one."


def next_working_morning(now: datetime) -> datetime:
    """The next nine o'clock from Monday to Friday where the lead works, in UTC. On a day off nothing would happen."""
    day = now.astimezone(OFFICE).date()
    while True:
        morning = datetime.combine(day, OPENS, OFFICE).astimezone(UTC)
        if morning >= now and day.weekday() < SATURDAY:
            return morning
        day += timedelta(days=1)


def _opening_clock() -> TurnedClock:
    clock = TurnedClock()
    clock.turn_to(next_working_morning(clock.now()))
    return clock


class Playground:
    """What the page's buttons do. Starting over, by another door too, puts a new stage on the same port."""

    title = "Playground"
    doors = tuple(door.value for door in Door)

    def __init__(self, settings: Settings, clock: TurnedClock | None = None) -> None:
        self._settings = settings
        self._door = Door.SOCKET_MODE
        self._stage = self._new_stage(clock or _opening_clock())
        self._starting_over: asyncio.Task[None] | None = None
        self.is_open = False

    @property
    def slack(self) -> StandIn:
        return self._stage.slack

    @property
    def door(self) -> str:
        return self._door.value

    @property
    def url(self) -> str:
        return self.slack.url

    async def open(self, port: int) -> None:
        """Raises OSError when the port is taken."""
        await self._stage.open(port)
        self.is_open = True

    async def close(self) -> None:
        await self.started()
        await self._stage.close()

    async def started(self) -> None:
        """Waits until what was to begin anew has begun."""
        if self._starting_over is not None:
            await self._starting_over

    def now(self) -> datetime:
        return self._stage.clock.now()

    async def turn(self, by: timedelta) -> None:
        await self._stage.turn(by)

    async def turn_to_next(self) -> datetime | None:
        return await self._stage.turn_to_next()

    async def seed(self, tell: Callable[[str], None] = lambda _: None) -> tuple[str, str]:
        """Raises ValueError where there is a program: two seasons at once would be half of each."""
        if await self._stage.is_filled():
            raise ValueError(FILLED)
        try:
            return await Season(self._stage, tell).play()
        except LookupError as missing:
            raise ValueError(f"Seed stopped half-way ({missing.args[0]}). Start over and try again.") from missing

    async def start_over(self) -> None:
        """In a task of its own: whoever asks is being served by the server that this closes."""
        if self._starting_over is None or self._starting_over.done():
            self.is_open = False
            self._starting_over = asyncio.create_task(self._start_over())

    async def use_door(self, door: str) -> None:
        """Over HTTP there is a second workspace. Raises ValueError."""
        self._door = Door(door)
        await self.start_over()

    async def _start_over(self) -> None:
        port = self._stage.slack.port
        await self._stage.close()
        self._stage = self._new_stage(_opening_clock())
        await self.open(port)

    def _new_stage(self, clock: TurnedClock) -> Stage:
        stage = Stage(self._settings, clock, door=self._door)
        move_in(stage.slack)
        if self._door is Door.HTTP:
            move_in_next_door(stage.slack)
        serve_page(stage.slack, self)
        return stage


async def run_playground(settings: Settings, stop: asyncio.Event) -> int:
    """Until `stop` is set. Returns the exit status."""
    playground = Playground(settings)
    try:
        await _open_somewhere(playground, settings.playground_port)
        _say(
            "No Slack tokens found, so this is the playground: a made-up Slack on this machine, with the bot in it.",
            f"Open {playground.url} in a browser. Nothing leaves this machine, and nothing is kept. Ctrl+C ends it.",
        )
        await stop.wait()
    finally:
        await playground.close()
    return 0


async def _open_somewhere(playground: Playground, port: int) -> None:
    """On the wanted port, or else the next free one."""
    for tried in range(port, port + PORTS_TRIED):
        try:
            return await playground.open(tried)
        except OSError as taken:
            problem = taken
            _say(f"Port {tried} is taken, trying the next one.")
    raise problem


def _say(*lines: str) -> None:
    print(*lines, sep="\n", file=sys.stdout, flush=True)  # noqa: T201
