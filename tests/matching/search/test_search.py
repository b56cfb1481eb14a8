"""A search while it goes on: shown, called off, cut off. The child is a stand-in that waits to be told."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.depot import Depot
from bot.core.pace import Pace
from bot.core.postman import Postman
from bot.core.rewriter import Rewriter
from bot.core.slack import Connections
from bot.core.slack import Slack as Caller
from bot.core.slacks import OneSlack
from bot.letters import LETTERS
from bot.matching.model import MatchRun, RunState
from bot.matching.search.jobs import solve_asked_run
from bot.matching.search.usecases import FAILED, MOMENT, NothingToStop, stop_search
from bot.people.readers import readership
from bot.playground.slack import PostedMessage, StandIn
from bot.programs.usecases import NotALead
from tests.matching.asking import ask, proposals, publish
from tests.office import Office
from tests.workplace import MANIFEST


class SlowChild:
    """A search that never ends by itself."""

    def __init__(self, folder: Path) -> None:
        self.fifo = folder / "began"
        os.mkfifo(self.fifo)
        script = folder / "slow.py"
        script.write_text(
            "import os, sys, threading\n"
            "for stage in ('looking at every pair', 'not a stage', 'raising the floor'):\n"
            "    print(stage, file=sys.stderr, flush=True)\n"
            "with open(sys.argv[1], 'w') as began:\n"
            "    began.write(str(os.getpid()))\n"
            "threading.Event().wait()\n"
        )
        self.command = (sys.executable, str(script), str(self.fifo))

    async def began(self) -> int:
        """Its process id, once it has said all that it says."""
        return int(await asyncio.to_thread(self.fifo.read_text))


@pytest.fixture
def slow(tmp_path: Path) -> SlowChild:
    return SlowChild(tmp_path)


@pytest.fixture
async def slack() -> AsyncIterator[StandIn]:
    async with StandIn(MANIFEST) as slack:
        slack.add_person("U0LENA", name="lena", real_name="Lena", tz="Europe/Berlin")
        yield slack


def is_gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


async def state_of(office: Office, run_id: int) -> tuple[RunState, int]:
    async with office.edge.transaction() as db:
        run = await db.get_one(MatchRun, run_id)
        return run.state, run.tries


async def stop(office: Office, run_id: int, handle: str = "lena") -> MatchRun | None:
    return (await office.does(handle, lambda db, one: stop_search(db, one, run_id)))[1]


async def test_a_search_that_is_called_off_ends_its_child(office: Office, slow: SlowChild) -> None:
    run_id = await ask(office)
    search = asyncio.create_task(solve_asked_run(office.edge, slow.command))
    process = await slow.began()
    assert not is_gone(process)
    await stop(office, run_id)
    await asyncio.wait_for(search, 10)
    assert is_gone(process)
    assert await state_of(office, run_id) == (RunState.CANCELLED, 1)
    assert not await solve_asked_run(office.edge, slow.command), "nobody takes it up again"


async def test_a_search_that_is_cut_off_by_a_stop_is_no_failed_try(office: Office, slow: SlowChild) -> None:
    run_id = await ask(office)
    search = asyncio.create_task(solve_asked_run(office.edge, slow.command))
    process = await slow.began()
    search.cancel()
    with pytest.raises(asyncio.CancelledError):
        await search
    assert is_gone(process)
    assert await state_of(office, run_id) == (RunState.ASKED, 0)
    assert await solve_asked_run(office.edge), "whoever comes next need not wait for the lease"
    assert await state_of(office, run_id) == (RunState.READY, 1)


async def test_a_child_that_breaks_is_a_failed_try(office: Office) -> None:
    run_id = await ask(office)
    with pytest.raises((asyncio.IncompleteReadError, ConnectionError)):
        await solve_asked_run(office.edge, (sys.executable, "-c", "raise SystemExit(1)"))
    assert await state_of(office, run_id) == (RunState.ASKED, FAILED)


async def test_proposals_from_before_are_good_again_when_the_new_search_is_called_off(office: Office) -> None:
    first = await proposals(office)
    second = await ask(office)
    restored = await stop(office, second)
    assert restored is not None
    assert restored.id == first
    assert await publish(office, "lena", first) == 1


async def test_only_a_lead_calls_off_a_search_and_only_one_that_goes_on(office: Office) -> None:
    run_id = await ask(office)
    for stranger in ("oscar", "maya"):
        with pytest.raises(NotALead):
            await stop(office, run_id, stranger)
    await stop(office, run_id)
    for over in (run_id, 404):
        with pytest.raises(NothingToStop):
            await stop(office, over)


class Carried:
    """What is due, carried to Lena, and cards rewritten, once at a time."""

    def __init__(self, office: Office, slack: StandIn) -> None:
        self.lena, self._before = slack.person("U0LENA"), 0
        self._connections = Connections(slack.api_url)
        slacks = OneSlack(Caller(slack.bot_token, self._connections))
        minute = timedelta(minutes=1)
        depot = Depot(office.edge, slacks, LETTERS, readership, Pace(0, 0), lease=minute, attempts=3)
        self._postman, self._rewriter = Postman(depot, "T1"), Rewriter(depot, "T1")

    async def seen(self) -> str:
        """All that she sees by now of what came since this was opened."""
        while await self._postman.deliver() or await self._rewriter.rewrite():
            pass
        return "\n".join(self.lena.read(message) for message in self.newest)

    @property
    def newest(self) -> Sequence[PostedMessage]:
        return self.lena.messages()[self._before :]

    async def open(self) -> None:
        await self.seen()
        self._before = len(self.lena.messages())

    async def close(self) -> None:
        await self._connections.close()


@pytest.fixture
async def carried(office: Office, slack: StandIn) -> AsyncIterator[Carried]:
    carried = Carried(office, slack)
    await carried.open()
    yield carried
    await carried.close()


async def stage_of(office: Office, run_id: int) -> str | None:
    async with office.edge.transaction() as db:
        return (await db.get_one(MatchRun, run_id)).stage


async def test_the_lead_sees_how_far_a_long_search_is_in_one_message(
    office: Office, slow: SlowChild, carried: Carried
) -> None:
    run_id = await ask(office)
    assert await carried.seen() == "", "it may be over in a moment"
    office.clock.turn(MOMENT)
    assert await carried.seen() == "I'm still looking for the best pairs in Digital natives.\n[Cancel]"
    search = asyncio.create_task(solve_asked_run(office.edge, slow.command, many=1))
    await slow.began()
    while await stage_of(office, run_id) != "raising the floor":  # noqa: ASYNC110 - a turn of the loop at a time
        await asyncio.sleep(0)
    assert "Step 3 of 5" in await carried.seen()
    await stop(office, run_id)
    await asyncio.wait_for(search, 10)
    assert await carried.seen() == "I've stopped looking for pairs in Digital natives. Nothing has changed."
    assert len(carried.newest) == 1


async def test_what_a_card_says_of_a_search_goes_when_the_result_is_there(office: Office, carried: Carried) -> None:
    await ask(office)
    office.clock.turn(MOMENT)
    assert "[Cancel]" in await carried.seen()
    assert await solve_asked_run(office.edge)
    said = await carried.seen()
    assert said.startswith("I've looked at every pair in Digital natives. What I found comes below.\n")
    assert "1 pair proposed" in said
    assert "[Cancel]" not in said


async def test_a_search_that_comes_to_nothing_takes_its_button_along(office: Office, carried: Carried) -> None:
    await ask(office)
    office.clock.turn(MOMENT)
    await carried.seen()
    while True:
        try:
            if not await solve_asked_run(office.edge, ("false",)):
                break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
    said = await carried.seen()
    assert "I couldn't work out pairs for Digital natives. More about it comes below." in said
    assert "[Cancel]" not in said


async def test_a_short_search_says_nothing_of_itself(office: Office, carried: Carried) -> None:
    await ask(office)
    assert await solve_asked_run(office.edge)
    office.clock.turn(MOMENT)
    assert "looking" not in await carried.seen()
    assert len(carried.newest) == 1


async def test_proposals_make_room_for_newer_ones_and_are_good_again_when_there_are_none(
    office: Office, carried: Carried
) -> None:
    await proposals(office)
    assert "[Publish 1 pair]" in await carried.seen()
    second = await ask(office)
    assert await carried.seen() == ("These proposals for Digital natives have made room for newer ones, further down.")
    await stop(office, second)
    assert "[Publish 1 pair]" in await carried.seen()
    await proposals(office)
    assert (await carried.seen()).count("[Publish 1 pair]") == 1


async def test_proposals_say_once_they_are_published(office: Office, carried: Carried) -> None:
    run_id = await proposals(office)
    await carried.seen()
    await publish(office, "lena", run_id)
    said = await carried.seen()
    assert "These pairs in Digital natives are published, and I've asked both sides of each." in said
    assert "[Publish" not in said
