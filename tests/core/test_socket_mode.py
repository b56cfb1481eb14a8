"""Staying connected, over real sockets, to a Slack that misbehaves."""

import asyncio
from dataclasses import replace

from bot.playground.slack import EnvelopeAcked, EnvelopeFailed
from tests.workplace import Workplace


async def test_it_holds_two_connections(migrated: str) -> None:
    async with Workplace(migrated) as workplace:
        await workplace.slack.connected(2)
        assert workplace.slack.connections == 2


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


async def taken_in_hand(workplace: Workplace) -> None:
    while workplace.bot.in_hand == 0:  # noqa: ASYNC110 - a turn of the loop at a time, no wall clock
        await asyncio.sleep(0)


async def test_a_stop_lets_what_is_in_hand_finish(migrated: str) -> None:
    workplace = Workplace(migrated)
    async with workplace:
        async with workplace.bot.edge.transaction():  # SQLite has one writer: the command has to wait for it
            asking = asyncio.create_task(workplace.maya.command("/mentor help"))
            await taken_in_hand(workplace)
            stopping = asyncio.create_task(workplace.bot.stop())
            await asyncio.sleep(0)
        await stopping
        assert (await asking).ok
        assert "This is what you can do" in workplace.seen_by(workplace.maya)


async def test_a_stop_takes_nothing_new_and_slack_delivers_it_to_whoever_comes_next(migrated: str) -> None:
    async with Workplace(migrated) as workplace:
        async with workplace.bot.edge.transaction():
            first = asyncio.create_task(workplace.maya.command("/mentor help"))
            await taken_in_hand(workplace)
            stopping = asyncio.create_task(workplace.bot.stop())
            await asyncio.sleep(0)
            second = asyncio.create_task(workplace.maya.command("/mentor status"))
            await asyncio.sleep(0)
        await stopping
        await first
        await workplace.start_bot()
        assert (await second).ok
        await workplace.settled()
        assert "There's no program here yet." in workplace.seen_by(workplace.maya)
