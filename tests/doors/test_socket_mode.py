"""Staying connected, over real sockets, to a Slack that misbehaves."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from sqlalchemy import text

from bot.doors.socket_mode import SocketMode
from bot.playground.slack import EnvelopeAcked, EnvelopeFailed, StandIn
from tests.workplace import MANIFEST, PROGRAM, Workplace


async def test_it_holds_two_connections(migrated: str) -> None:
    async with Workplace(migrated) as workplace:
        await workplace.slack.connected(2)
        assert workplace.slack.connections == 2


async def test_the_second_connection_waits_for_its_time_whatever_becomes_of_the_first() -> None:
    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1")

    async with StandIn(MANIFEST) as slack:
        app = AsyncApp(signing_secret="", authorize=authorize, process_before_response=True)
        sockets = SocketMode(app, slack.app_token, slack.api_url, {}, connections=2, apart=3600, watch_every=0.01)
        await sockets.start()
        await slack.connected(1)
        await slack.disconnect_sockets(reason="refresh_requested")
        await slack.connected(1)
        assert (await slack.deliver("interactive", {})).ok
        assert slack.connections == 1
        await sockets.stop(0)


async def test_connections_of_others_are_told_of_once_and_when_they_have_gone(
    migrated: str, logs: Callable[[], list[dict[str, Any]]]
) -> None:
    async with Workplace(migrated, socket_connections=1) as workplace:
        slack = workplace.slack
        slack.add_ghost()
        for _ in range(2):
            await slack.disconnect_sockets()
            await slack.connected(2)
        slack.banish_ghosts()
        await slack.disconnect_sockets()
        await slack.connected(1)
        await workplace.maya.command("/mentor help")
    counts = [(line["level"], line["connections"], line["own"]) for line in logs() if "own" in line]
    assert counts == [("warning", 2, 1), ("info", 1, 1)]


async def test_connections_that_slack_refreshes_come_back(migrated: str) -> None:
    async with Workplace(migrated) as workplace:
        await workplace.slack.connected(2)
        await workplace.slack.disconnect_sockets(reason="refresh_requested")
        await workplace.slack.connected(2)
        assert (await workplace.maya.command("/mentor help")).ok


async def test_a_spent_url_and_lost_sockets_heal_by_themselves(migrated: str) -> None:
    async with Workplace(migrated, watchdog_seconds=0.05) as workplace:
        await workplace.slack.connected(2)
        workplace.slack.trouble.refuse_upgrades(2)
        workplace.slack.drop_sockets()
        await workplace.slack.connected(2, seconds=30)
        assert (await workplace.maya.command("/mentor help")).ok


async def test_every_envelope_is_acked_known_or_not(migrated: str) -> None:
    async with Workplace(migrated) as workplace:
        acked: list[object] = []
        workplace.slack.observe(
            lambda record: acked.append(record) if isinstance(record, EnvelopeAcked | EnvelopeFailed) else None
        )
        world = workplace.slack.workspace
        world.manifest = replace(world.manifest, bot_events=frozenset({"reaction_added"}))
        workplace.slack.events.send({"type": "reaction_added", "user": workplace.maya.id, "reaction": "wave"})
        await workplace.settled()
        assert [type(record) for record in acked] == [EnvelopeAcked]


@asynccontextmanager
async def kept_busy(workplace: Workplace) -> AsyncIterator[None]:
    """SQLite has one connection, which a transaction holds from its first statement on: everybody else waits for it."""
    async with workplace.bot.edge.transaction() as db:
        await db.execute(text("select 1"))
        yield


async def taken_in_hand(workplace: Workplace, calls: int = 1) -> None:
    while workplace.bot.in_hand < calls:  # noqa: ASYNC110 - a turn of the loop at a time, no wall clock
        await asyncio.sleep(0)


async def test_a_stop_lets_what_is_in_hand_finish(migrated: str) -> None:
    workplace = Workplace(migrated)
    async with workplace:
        async with kept_busy(workplace):
            asking = asyncio.create_task(workplace.maya.command("/mentor help"))
            await taken_in_hand(workplace)
            stopping = asyncio.create_task(workplace.bot.stop())
            await asyncio.sleep(0)
        await stopping
        assert (await asking).ok
        assert "This is what you can do" in workplace.seen_by(workplace.maya)


async def test_what_people_do_while_it_stops_is_served(migrated: str) -> None:
    """Slack repeats no command, press or form (python-slack-sdk 1940): an unanswered one is lost."""
    async with Workplace(migrated) as workplace:
        await workplace.do(workplace.zoe.command("/mentor program new"))
        async with kept_busy(workplace):
            first = asyncio.create_task(workplace.maya.command("/mentor help"))
            await taken_in_hand(workplace)
            stopping = asyncio.create_task(workplace.bot.stop())
            await asyncio.sleep(0)
            second = asyncio.create_task(workplace.henrik.command("/mentor status"))
            form = asyncio.create_task(workplace.zoe.submit(PROGRAM))
            await taken_in_hand(workplace, 3)
        await stopping
        assert (await first).ok
        assert (await second).ok
        assert (await form).ok
        assert "There's no program here yet" in workplace.seen_by(workplace.henrik)
        assert workplace.zoe.modal is None


async def test_an_event_that_comes_while_it_stops_is_left_unacked_for_whoever_comes_next(migrated: str) -> None:
    async with Workplace(migrated) as workplace:
        acked: list[EnvelopeAcked] = []
        workplace.slack.observe(lambda record: acked.append(record) if isinstance(record, EnvelopeAcked) else None)
        async with kept_busy(workplace):
            first = asyncio.create_task(workplace.maya.command("/mentor help"))
            await taken_in_hand(workplace)
            stopping = asyncio.create_task(workplace.bot.stop())
            await asyncio.sleep(0)
            await workplace.henrik.open_home()
            await asyncio.sleep(0)
        await stopping
        await first
        assert len(acked) == 1, "the command's"
        assert workplace.henrik.home is None


async def test_its_connections_close_as_soon_as_nothing_is_in_hand_before_anything_else_waits(migrated: str) -> None:
    """A payload that came later would be lost with them; what is still being sent must not hold them open."""
    async with Workplace(migrated, drain_seconds=30) as workplace:
        await workplace.has_program()
        workplace.slack.trouble.slow("views.open", 2)
        await workplace.maya.command("/mentor signup")  # acked, and its form on the way
        stopping = asyncio.create_task(workplace.bot.stop())
        while workplace.slack.connections:  # noqa: ASYNC110 - a turn of the loop at a time, no wall clock
            await asyncio.sleep(0)
        assert workplace.bot.in_hand == 1
        await stopping
        assert workplace.maya.modal is not None
