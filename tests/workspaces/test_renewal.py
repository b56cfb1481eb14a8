"""Tokens that expire: exchanged in time, by one of all processes, and without a break where that fails for a while."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
from aiohttp import web

from bot.core.clock import TurnedClock
from bot.core.database import Database
from bot.core.edge import Edge
from bot.core.slack import Connections, SlackProblem
from bot.core.slack_errors import Remedy
from bot.workspaces.installed import KNOWN_FOR, InstalledSlacks
from bot.workspaces.model import Installation
from bot.workspaces.oauth import OAuth
from bot.workspaces.renewal import EARLY, LEASE, Renewal
from bot.workspaces.usecases import install
from tests.core.wire import Wire, open_wire
from tests.workplace import MONDAY
from tests.workspaces.installing import KEYS, installed

ACCESS = "/api/oauth.v2.access"
LIFE = timedelta(hours=12)
RENEWED = {"ok": True, "access_token": "xoxe.xoxb-2", "refresh_token": "xoxe-2", "expires_in": LIFE.seconds}


class Process:
    """One of those that share a database."""

    def __init__(self, database: Database, clock: TurnedClock, connections: Connections) -> None:
        self.edge = Edge(database, clock)
        oauth = OAuth("client", "secret", "https://flipside.example.com/slack/oauth_redirect", connections)
        self.slacks = InstalledSlacks(self.edge, KEYS, Renewal(self.edge, KEYS, oauth), connections)

    async def token(self) -> str:
        return str((await self.slacks.of("T1")).client.token)


class House:
    def __init__(self, database: Database, wire: Wire) -> None:
        self.wire = wire
        self.clock = TurnedClock(MONDAY)
        self.connections = Connections(f"{wire.url}/api/")
        self.processes = [Process(database, self.clock, self.connections) for _ in range(2)]
        wire.answers[ACCESS] = RENEWED

    async def installs(self, token: str = "xoxe.xoxb-1", refresh_token: str | None = "xoxe-1") -> None:
        expires = self.clock.now() + LIFE if refresh_token else None
        new = installed("T1", token, refresh_token=refresh_token, expires_at=expires)
        async with self.processes[0].edge.transaction() as db:
            await install(db, KEYS, new, self.clock.now())

    async def stored(self) -> Installation:
        async with self.processes[0].edge.transaction() as db:
            return await db.get_one(Installation, "T1")

    async def tokens(self, *calls: int) -> list[str]:
        return list(await asyncio.gather(*(self.processes[number].token() for number in calls)))


@pytest.fixture
async def house(database: Database) -> AsyncIterator[House]:
    async with open_wire() as wire:
        house = House(database, wire)
        yield house
        await house.connections.close()


async def test_one_of_all_processes_exchanges_it_an_hour_before_it_expires(house: House) -> None:
    await house.installs()
    house.clock.turn(LIFE - EARLY - timedelta(seconds=1))
    assert await house.tokens(0, 1) == ["xoxe.xoxb-1"] * 2
    assert house.wire.asked == []
    house.clock.turn(KNOWN_FOR)
    assert set(await house.tokens(0, 0, 1, 1)) <= {"xoxe.xoxb-1", "xoxe.xoxb-2"}, "both are good"
    assert house.wire.asked == [f"POST {ACCESS}"]
    sent = {name: values[0] for name, values in parse_qs(house.wire.bodies[0].decode()).items()}
    assert sent == {
        "client_id": "client",
        "client_secret": "secret",
        "grant_type": "refresh_token",
        "refresh_token": "xoxe-1",
    }
    house.clock.turn(KNOWN_FOR)
    assert await house.tokens(0, 1) == ["xoxe.xoxb-2"] * 2
    row = await house.stored()
    assert (KEYS.open(row.sealed_token), KEYS.open(row.sealed_refresh_token or b"")) == ("xoxe.xoxb-2", "xoxe-2")
    assert row.expires_at == house.clock.now() - KNOWN_FOR + LIFE


async def test_a_token_that_does_not_expire_is_left_alone(house: House) -> None:
    await house.installs("xoxb-1", refresh_token=None)
    house.clock.turn(LIFE * 100)
    assert await house.tokens(0) == ["xoxb-1"]
    assert house.wire.asked == []


@pytest.mark.parametrize("answer", [{"ok": False, "error": "internal_error"}, lambda _: web.Response(status=503)])
async def test_where_slack_does_not_exchange_it_it_is_used_until_it_expires_and_slack_is_asked_again(
    house: House, answer: Any
) -> None:
    await house.installs()
    house.wire.answers[ACCESS] = answer
    house.clock.turn(LIFE - EARLY)
    assert await house.tokens(0, 1) == ["xoxe.xoxb-1"] * 2
    house.clock.turn(EARLY)
    with pytest.raises(SlackProblem) as problem:
        await house.tokens(0)
    assert not problem.value.final, "what waits goes on waiting"
    with pytest.raises(SlackProblem) as problem:
        await house.tokens(1)
    assert problem.value.remedy is Remedy.INSTALLATION
    assert len(house.wire.asked) == 2, "once a lease"
    house.wire.answers[ACCESS] = RENEWED
    house.clock.turn(LEASE)
    assert await house.tokens(0) == ["xoxe.xoxb-2"]
    assert await house.tokens(1) == ["xoxe.xoxb-2"]


async def test_what_came_with_a_new_installation_meanwhile_is_newer(house: House) -> None:
    await house.installs()
    house.clock.turn(LIFE - EARLY)

    async def installed_anew(_request: web.Request) -> web.Response:
        house.clock.turn(timedelta(seconds=1))
        await house.installs("xoxe.xoxb-anew", "xoxe-anew")
        return web.json_response(RENEWED)

    house.wire.answers[ACCESS] = installed_anew
    assert await house.tokens(0) == ["xoxe.xoxb-anew"]
    row = await house.stored()
    assert (KEYS.open(row.sealed_token), KEYS.open(row.sealed_refresh_token or b"")) == ("xoxe.xoxb-anew", "xoxe-anew")
