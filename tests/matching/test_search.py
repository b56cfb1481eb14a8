"""A search while it goes on: shown, called off, cut off. The child is a stand-in that waits to be told."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.core.slack import Slack as Caller
from bot.matching.jobs import solve_asked_run
from bot.matching.model import MatchRun, RunState
from bot.matching.usecases import FAILED, NothingToStop, stop_search
from bot.playground.slack import Person, Slack
from bot.programs.usecases import NotALead
from tests.matching.test_usecases import ask, proposals, publish
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
async def slack() -> AsyncIterator[Slack]:
    async with Slack(MANIFEST) as slack:
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
    search = asyncio.create_task(solve_asked_run(office.edge, None, slow.command))
    process = await slow.began()
    assert not is_gone(process)
    await stop(office, run_id)
    await asyncio.wait_for(search, 10)
    assert is_gone(process)
    assert await state_of(office, run_id) == (RunState.CANCELLED, 1)
    assert not await solve_asked_run(office.edge, None, slow.command), "nobody takes it up again"


async def test_a_search_that_is_cut_off_by_a_stop_is_no_failed_try(office: Office, slow: SlowChild) -> None:
    run_id = await ask(office)
    search = asyncio.create_task(solve_asked_run(office.edge, None, slow.command))
    process = await slow.began()
    search.cancel()
    with pytest.raises(asyncio.CancelledError):
        await search
    assert is_gone(process)
    assert await state_of(office, run_id) == (RunState.ASKED, 0)
    assert await solve_asked_run(office.edge, None), "whoever comes next need not wait for the lease"
    assert await state_of(office, run_id) == (RunState.READY, 1)


async def test_a_child_that_breaks_is_a_failed_try(office: Office) -> None:
    run_id = await ask(office)
    with pytest.raises((asyncio.IncompleteReadError, ConnectionError)):
        await solve_asked_run(office.edge, None, (sys.executable, "-c", "raise SystemExit(1)"))
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


async def test_the_lead_sees_how_far_a_long_search_is_in_one_message(
    office: Office, slow: SlowChild, slack: Slack
) -> None:
    lena = slack.person("U0LENA")
    run_id = await ask(office)
    caller = Caller(slack.bot_token, slack.api_url)
    search = asyncio.create_task(solve_asked_run(office.edge, caller, slow.command, many=1))
    await slow.began()
    await slack.until(lambda: "Step 3 of 5" in seen(lena), seconds=10)
    assert len(lena.messages()) == 1
    await stop(office, run_id)
    await asyncio.wait_for(search, 10)
    await caller.close()
    assert len(lena.messages()) == 1
    assert "I have stopped looking" in seen(lena)


async def test_a_short_search_says_nothing_of_itself(office: Office, slack: Slack) -> None:
    await ask(office)
    caller = Caller(slack.bot_token, slack.api_url)
    assert await solve_asked_run(office.edge, caller)
    await caller.close()
    assert slack.person("U0LENA").messages() == []


async def test_a_slack_that_refuses_keeps_no_search_from_its_end(office: Office) -> None:
    run_id = await ask(office)
    caller = Caller("xoxb-nobody", "http://127.0.0.1:9/api/")
    assert await solve_asked_run(office.edge, caller, many=1)
    await caller.close()
    assert await state_of(office, run_id) == (RunState.READY, 1)
    async with office.edge.transaction() as db:
        assert len((await db.scalars(select(MatchRun))).all()) == 1


def seen(person: Person) -> str:
    return "\n".join(person.read(message) for message in person.messages())
