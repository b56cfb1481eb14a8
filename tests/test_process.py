"""The bot as a process of its own: started, stopped, killed, and given settings that cannot work."""

import asyncio
import os
import signal
import socket
import sys
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from bot.core.clock import TurnedClock
from bot.core.database import Database
from bot.core.edge import Edge
from bot.core.postman import IN_FLIGHT
from bot.people.usecases import meet
from bot.playground.slack import StandIn, WebApiCall
from bot.programs.rules.cadence import Cadence
from bot.programs.usecases import NewProgram, create_program
from bot.workspaces.sealing import new_key
from bot.workspaces.usecases import welcome_workspace
from tests.workplace import MANIFEST, Workplace

ROOT = Path(__file__).parents[1]
LEADS = ("lena", "maya", "zoe", "henrik", "wei")


def environment(**more: str) -> dict[str, str]:
    """Without whatever Slack the machine that runs the tests may know."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "DATABASE_URL"))}
    return kept | {"PYTHONPATH": str(ROOT)} | more


@asynccontextmanager
async def running_bot(folder: Path, **settings: str) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        cwd=folder,
        env=environment(**settings),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


def of(slack: StandIn, database_url: str) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
        "SOCKET_APART_SECONDS": "0",
        "DATABASE_URL": database_url,
    }


async def ends(process: asyncio.subprocess.Process) -> tuple[int, str, str]:
    out, err = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_it_migrates_connects_and_stops_cleanly_when_told_to(tmp_path: Path, how: signal.Signals) -> None:
    async with StandIn(MANIFEST) as slack:
        maya = slack.add_person("U0MAYA", name="maya", real_name="Maya", tz="Europe/Oslo")
        async with running_bot(tmp_path, **of(slack, "sqlite:///flipside.db")) as process:
            await slack.connected(2, seconds=30)
            assert (await maya.command("/mentor help")).ok
            await slack.until(lambda: len(maya.messages()) == 1, seconds=30)
            process.send_signal(how)
            status, _, log = await ends(process)
    assert status == 0, log
    assert "Traceback" not in log
    assert slack.bot_token not in log
    assert (tmp_path / "flipside.db").exists()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN: missing"),
        ({"SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN: missing"),
        ({"SLACK_BOT_TOKEN": "hunter2", "SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN: a bot token starts with xoxb-"),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN: this is the bot token"),
        ({"DATABASE_URL": "mysql://u:hunter2@h/d"}, "DATABASE_URL: only SQLite and PostgreSQL"),
        ({"DATABASE_URL": "hunter2"}, "DATABASE_URL: not a database URL"),
        ({"SLACK_API_URL": "hunter2"}, "SLACK_API_URL: "),
        ({"TICK_SECONDS": "hunter2"}, "TICK_SECONDS: "),
        (
            {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "HTTPS_PROXY": "http://a:hunter2"},
            "HTTPS_PROXY: not the address of a proxy",
        ),
    ],
)
async def test_settings_that_cannot_work_are_named_in_one_line(
    tmp_path: Path, settings: dict[str, str], said: str
) -> None:
    async with running_bot(tmp_path, **settings) as process:
        status, out, err = await ends(process)
    assert (status, out) == (2, "")
    assert err.startswith(said)
    assert err.count("\n") == 1
    assert "hunter2" not in err


@pytest.mark.parametrize(("name", "value"), [("SLACK_BOT_TOKEN", "xoxb-wrong"), ("SLACK_APP_TOKEN", "xapp-wrong")])
async def test_a_token_that_slack_refuses_is_named_in_one_line(tmp_path: Path, name: str, value: str) -> None:
    async with StandIn(MANIFEST) as slack:
        wrong = of(slack, "sqlite:///flipside.db") | {name: value, "LOG_LEVEL": "error"}
        async with running_bot(tmp_path, **wrong) as process:
            status, _, err = await ends(process)
    assert status == 2
    assert err.splitlines()[-1] == f"{name}: Slack refused it (invalid_auth)."
    assert value not in err


@pytest.mark.parametrize("url", ["sqlite:///nowhere/x.db", "postgresql://u:hunter2@127.0.0.1:9/d?sslmode=require"])
async def test_a_database_that_cannot_be_opened_is_named_in_one_line(tmp_path: Path, url: str) -> None:
    async with StandIn(MANIFEST) as slack, running_bot(tmp_path, **of(slack, url)) as process:
        status, _, err = await ends(process)
    assert status == 2
    assert err.startswith("DATABASE_URL: cannot use this database: ")
    assert err.count("\n") == 1
    assert "hunter2" not in err


def over_http(port: int) -> dict[str, str]:
    return {
        "SLACK_CLIENT_ID": "1.2",
        "SLACK_CLIENT_SECRET": "hunter2",
        "SLACK_SIGNING_SECRET": "hunter3",
        "PUBLIC_URL": "https://flipside.example.com",
        "TOKEN_KEYS": new_key(),
        "PORT": str(port),
    }


async def test_over_http_it_says_that_it_is_ready_and_stops_cleanly_when_told_to(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    async with running_bot(tmp_path, **over_http(port)) as process:
        assert process.stderr is not None
        while b'"ready"' not in (line := await asyncio.wait_for(process.stderr.readline(), 30)):
            assert line, "it ended"
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as browser:
            assert (await browser.get("/readyz")).text == "ready"
            assert (await browser.get("/slack/install")).status_code == 302
        process.terminate()
        status, _, log = await ends(process)
    assert status == 0, log
    assert "Traceback" not in log
    assert "hunter" not in log


async def test_with_both_doors_set_it_is_socket_mode_and_the_log_says_so(tmp_path: Path) -> None:
    async with StandIn(MANIFEST) as slack:
        both = of(slack, "sqlite:///flipside.db") | over_http(1)  # a port that is not its own to take
        async with running_bot(tmp_path, **both) as process:
            await slack.connected(1, seconds=30)
            process.terminate()
            status, _, log = await ends(process)
    assert status == 0, log
    assert "by Socket Mode, because SLACK_APP_TOKEN is set" in log


async def test_a_port_that_is_taken_is_named_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings = over_http(taken.getsockname()[1]) | {"LOG_LEVEL": "error"}
        async with running_bot(tmp_path, **settings) as process:
            status, _, err = await ends(process)
    assert (status, err) == (2, "HOST, PORT: cannot listen there (Address already in use).\n")


async def test_it_waits_for_a_slack_that_does_not_answer(tmp_path: Path) -> None:
    async with StandIn(MANIFEST) as slack:
        slack.trouble.fail("auth.test", status=503, times=3)
        async with running_bot(tmp_path, **of(slack, "sqlite:///flipside.db")) as process:
            await slack.connected(1, seconds=30)
            process.terminate()
            status, _, log = await ends(process)
    assert status == 0, log


async def test_without_tokens_it_starts_the_playground_and_says_where(tmp_path: Path) -> None:
    async with running_bot(tmp_path, PLAYGROUND_PORT="0") as process:
        assert process.stdout is not None
        lines = [(await asyncio.wait_for(process.stdout.readline(), 30)).decode() for _ in range(2)]
        process.terminate()
        status, _, err = await ends(process)
    assert "this is the playground" in lines[0]
    assert "Open http://127.0.0.1:" in lines[1]
    assert status == 0, err


async def test_a_taken_port_gives_way_to_the_next_one(tmp_path: Path) -> None:
    async with StandIn(MANIFEST) as holder, running_bot(tmp_path, PLAYGROUND_PORT=str(holder.port)) as process:
        assert process.stdout is not None
        first = (await asyncio.wait_for(process.stdout.readline(), 30)).decode()
        second = first
        while "is taken" in second:  # so may the next one be, on a machine with more on it
            second = (await asyncio.wait_for(process.stdout.readline(), 30)).decode()
        process.terminate()
        status, _, _ = await ends(process)
    assert first == f"Port {holder.port} is taken, trying the next one.\n"
    assert "this is the playground" in second
    assert status == 0


@pytest.mark.parametrize("at", [1, 3, 12, 20])
@pytest.mark.parametrize("method", ["conversations.open", "chat.postMessage"])
async def test_a_killed_process_loses_no_message_and_repeats_at_most_what_was_on_its_way(
    tmp_path: Path, empty_database_url: str, method: str, at: int
) -> None:
    async with Workplace(empty_database_url) as workplace:
        await workplace.bot.stop()
        others = [f"p{number}" for number in range(40)]  # more than what was asked for and what is on its way
        for name in others:
            workplace.slack.add_person(f"U0{name.upper()}", name=name, real_name=name, tz="Europe/Oslo")
        leads = [*LEADS, *others]
        await _post_one_message_to_each(workplace, leads)
        calls: list[str] = []
        settings = of(workplace.slack, empty_database_url) | {"OUTBOX_PER_SECOND": "0"}
        async with running_bot(tmp_path, **settings) as process:

            def kill(record: object) -> None:
                if isinstance(record, WebApiCall) and record.method == method:
                    calls.append(method)
                    if len(calls) == at:
                        os.kill(process.pid, signal.SIGKILL)

            stop_watching = workplace.slack.observe(kill)
            assert await asyncio.wait_for(process.wait(), 30) == -signal.SIGKILL
            stop_watching()
        already = sum(len(workplace.slack.person(f"U0{name.upper()}").messages()) for name in leads)
        assert already < len(leads)

        workplace.clock = TurnedClock(datetime.now(UTC) + timedelta(minutes=5))  # past every lease
        await workplace.start_bot()
        await workplace.settled()
        heard = Counter({name: len(workplace.slack.person(f"U0{name.upper()}").messages()) for name in leads})
    assert all(1 <= heard[name] <= 2 for name in leads), "nothing is lost, and nothing comes three times"
    assert heard.total() - len(leads) <= IN_FLIGHT


async def _post_one_message_to_each(workplace: Workplace, leads: Sequence[str]) -> None:
    assert workplace.database_url is not None
    database = Database(workplace.database_url)
    clock = TurnedClock(datetime.now(UTC) - timedelta(minutes=1))
    async with Edge(database, clock).transaction() as db:
        team = workplace.slack.installation.team_id
        await welcome_workspace(db, team, workplace.slack.bot_user_id, clock.now())
        people = [await meet(db, team, f"U0{name.upper()}", clock.now()) for name in leads]
        rules = NewProgram("Digital natives", "A need.", Cadence.WEEKLY, 60, [one.slack_id for one in people], None)
        await create_program(db, people[0], team, rules, "everyone", clock.now())
    await database.dispose()
