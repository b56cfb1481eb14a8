"""What a person waits for, with 10,000 pairs stored, beside two bolt apps that do next to nothing.

Over real Socket Mode, one at a time: until the stand-in has the ack, and until the person sees the answer. The
contenders take turns in rounds, so that whatever else the machine does hits all of them; a figure is the median of
the rounds' percentiles.
"""

import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.playground.slack import Actor, StandIn
from tests.bench.databases import KINDS, Databases
from tests.bench.figures import Figure, of_rounds, spread
from tests.bench.peer_table import fill, reader
from tests.bench.population import LEADS, PEOPLE, settle_in, slack_id
from tests.bench.processes import BOT, EMPTY_PEER, MANIFEST, READ_PEER, Running, noise, running
from tests.bench.signing_up import SignUp
from tests.bench.timing import Command, Deed, Times

ROUNDS = 10
EACH = 50  # in a round
WARM_UP = 20
ALL = WARM_UP + ROUNDS * EACH

TIMES_THE_PEER = 4  # at p50; the promise
MOST_MS = 25.0  # at p99, on a quiet machine; the promise

HALF = 50  # percent
EMPTY, READ = "empty bolt listener", "bolt listener with one read"
SIGN_UP = "sign-up submitted"
PEERS = {EMPTY, READ}


@dataclass(frozen=True)
class Scene:
    """`deeds` by the name of what answers them, the peers first."""

    deeds: Mapping[str, Deed]
    bot: Running


async def measure() -> list[Figure]:
    figures: list[Figure] = []
    for kind, opened in KINDS.items():
        async with opened() as stored, _scene(stored) as scene:
            figures += await _measure_on(kind, scene)
    return figures


async def _measure_on(kind: str, scene: Scene) -> list[Figure]:
    for deed in scene.deeds.values():
        await _round(deed, range(WARM_UP))
    measured: dict[str, list[list[Times]]] = {name: [] for name in scene.deeds}
    noises = []
    for start in range(WARM_UP, ALL, EACH):
        noises.append(noise())
        for name, deed in scene.deeds.items():
            measured[name].append(await _round(deed, range(start, start + EACH)))
    return [
        *_figures(kind, measured),
        Figure(f"{kind}: memory of the bot after all of it", scene.bot.memory(), "MB"),
        Figure(f"{kind}: machine noise", spread(noises), "times"),
    ]


async def _round(deed: Deed, numbers: range) -> list[Times]:
    await deed.prepare(numbers)
    return [await deed.do(number) for number in numbers]


def _figures(kind: str, measured: Mapping[str, list[list[Times]]]) -> Iterator[Figure]:
    promised = {HALF: TIMES_THE_PEER * of_rounds(_acks(measured[READ]), 50), 99: MOST_MS}
    looks = measured.keys() - PEERS - {SIGN_UP}  # a sign-up writes ten times as much as one read looks at
    for name, rounds in measured.items():
        for when, taken in (("ack", _acks(rounds)), ("answer seen", _visible(rounds))):
            for percent, most in promised.items():
                if all(taken):
                    yield Figure(
                        f"{kind}: {name}, {when} p{percent}",
                        of_rounds(taken, percent),
                        "ms",
                        peer=None if name in PEERS else f"{kind}: {READ}, {when} p{percent}",
                        most=most
                        if when == "ack" and name in (looks if percent == HALF else looks | {SIGN_UP})
                        else None,
                    )


def _acks(rounds: list[list[Times]]) -> list[list[float]]:
    return [[times.ack for times in one] for one in rounds]


def _visible(rounds: list[list[Times]]) -> list[list[float]]:
    return [[times.visible for times in one if times.visible is not None] for one in rounds]


@asynccontextmanager
async def _scene(stored: Databases) -> AsyncIterator[Scene]:
    """The bot and its peers, each in a process of its own and connected to a stand-in of its own."""
    async with AsyncExitStack() as stack:
        bots, emptys, readers = [await stack.enter_async_context(StandIn(MANIFEST)) for _ in range(3)]
        await settle_in(stored.bot, bots.installation.team_id, datetime.now(UTC))
        await fill(stored.peer)
        await stored.settle()
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="flipside-bench-")))
        await stack.enter_async_context(running(EMPTY_PEER, emptys, folder))
        await stack.enter_async_context(running(READ_PEER, readers, folder, stored.peer))
        bot = await stack.enter_async_context(running(BOT, bots, folder, stored.bot))
        await bots.connected(2)

        leads = _people(bots, [slack_id(number) for number in range(PEOPLE, PEOPLE + LEADS)])
        participants = _people(bots, [slack_id(number) for number in range(ALL)])
        read_about = _people(readers, [reader(number) for number in range(ALL)])
        unread = _people(emptys, ["U0NOBODY"])
        yield Scene(
            {
                EMPTY: Command("/mentor status", unread, emptys, is_answered=False),
                READ: Command("/mentor status", read_about, readers),
                "/mentor status of a lead": Command("/mentor status", leads, bots),
                "/mentor status of a participant": Command("/mentor status", participants, bots),
                SIGN_UP: SignUp(bots),
            },
            bot,
        )


def _people(slack: StandIn, users: list[str]) -> list[Actor]:
    return [slack.add_person(user, name=user.lower()) for user in users]
