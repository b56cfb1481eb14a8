"""Installed, installed anew, taken away: whose token counts in which workspace."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.core.clock import TurnedClock
from bot.core.database import Database
from bot.core.edge import Edge
from bot.core.slack import Connections
from bot.core.slack_errors import Remedy
from bot.core.slacks import NotInstalled
from bot.workspaces.installed import KNOWN_FOR, InstalledSlacks
from bot.workspaces.model import Installation, Workspace
from bot.workspaces.oauth import OAuth
from bot.workspaces.renewal import Renewal
from bot.workspaces.sealing import TokenKeys
from bot.workspaces.usecases import Installed, end_installation, install, seal_anew, welcome_workspace
from tests.workplace import MONDAY
from tests.workspaces.installing import KEY, KEYS, OLD_KEY, installed

HOUR = timedelta(hours=1)


class House:
    def __init__(self, database: Database, keys: TokenKeys = KEYS) -> None:
        self.clock = TurnedClock(MONDAY)
        self.edge = Edge(database, self.clock)
        self.connections = Connections("http://127.0.0.1:9/api/")
        oauth = OAuth("client", "secret", "https://flipside.example.com/slack/oauth_redirect", self.connections)
        self.slacks = InstalledSlacks(self.edge, keys, Renewal(self.edge, keys, oauth), self.connections)

    async def installs(self, new: Installed, keys: TokenKeys = KEYS) -> None:
        async with self.edge.transaction() as db:
            await install(db, keys, new, self.clock.now())

    async def ends(self, place: str, *, ago: timedelta = timedelta()) -> bool:
        async with self.edge.transaction() as db:
            return await end_installation(db, place, self.clock.now() - ago)

    async def token(self, team_id: str) -> str:
        self.clock.turn(KNOWN_FOR)
        return str((await self.slacks.of(team_id)).client.token)


@pytest.fixture
async def house(database: Database) -> AsyncIterator[House]:
    house = House(database)
    yield house
    await house.connections.close()


async def test_each_workspace_is_called_with_its_own_token(house: House) -> None:
    await house.installs(installed("T1", "xoxb-1"))
    await house.installs(installed("T2", "xoxb-2"))
    assert [await house.token(team) for team in ("T1", "T2")] == ["xoxb-1", "xoxb-2"]


async def test_where_nobody_installed_it_nothing_can_be_called_and_what_waits_goes_on_waiting(house: House) -> None:
    await house.installs(installed("T1"))
    with pytest.raises(NotInstalled) as problem:
        await house.slacks.of("T2")
    assert problem.value.remedy is Remedy.INSTALLATION
    assert not problem.value.final


async def test_once_it_is_taken_away_its_token_is_no_longer_used(house: House) -> None:
    await house.installs(installed("T1"))
    await house.installs(installed("T2", "xoxb-2"))
    assert await house.token("T1") == "xoxb-1"
    assert await house.ends("T1")
    with pytest.raises(NotInstalled):
        await house.token("T1")
    assert await house.token("T2") == "xoxb-2"
    assert not await house.ends("T1"), "it has ended already"


async def test_installed_anew_it_goes_on_with_the_new_token(house: House) -> None:
    await house.installs(installed("T1"))
    await house.ends("T1")
    house.clock.turn(HOUR)
    await house.installs(installed("T1", "xoxb-anew", installer_id="U0MAYA"))
    assert await house.token("T1") == "xoxb-anew"
    async with house.edge.transaction() as db:
        assert (await db.get_one(Workspace, "T1")).installed_at == MONDAY


async def test_what_slack_tells_late_of_the_installation_before_ends_nothing(house: House) -> None:
    await house.installs(installed("T1"))
    house.clock.turn(HOUR)
    await house.installs(installed("T1", "xoxb-anew"))
    assert not await house.ends("T1", ago=timedelta(minutes=1))
    assert await house.token("T1") == "xoxb-anew"


async def test_an_organizations_installation_counts_in_its_workspaces_but_for_those_with_one_of_their_own(
    house: House,
) -> None:
    await house.installs(installed("", "xoxb-all", enterprise_id="E1"))
    await house.installs(installed("", "xoxb-other", enterprise_id="E2"))
    await house.installs(installed("T1", "xoxb-own", enterprise_id="E1"))
    async with house.edge.transaction() as db:
        await welcome_workspace(db, "T2", "UBOT", MONDAY, "E1")
    assert [await house.token(team) for team in ("T1", "T2")] == ["xoxb-own", "xoxb-all"]
    await house.ends("T1")
    assert await house.token("T1") == "xoxb-all"
    with pytest.raises(NotInstalled):
        await house.token("T3")


async def test_tokens_are_stored_sealed_and_a_new_key_takes_over(house: House) -> None:
    old, both = TokenKeys([OLD_KEY]), TokenKeys([KEY, OLD_KEY])
    expires = MONDAY + HOUR
    await house.installs(installed("T1", "xoxe-1", refresh_token="xoxe-r", expires_at=expires), old)
    async with house.edge.transaction() as db:
        stored = await db.get_one(Installation, "T1")
        assert not any(b"xoxe" in bytes(part) for part in (stored.sealed_token, stored.sealed_refresh_token or b""))
        assert await seal_anew(db, both) == []
    async with house.edge.transaction() as db:
        row = await db.get_one(Installation, "T1")
        assert (KEYS.open(row.sealed_token), KEYS.open(row.sealed_refresh_token or b"")) == ("xoxe-1", "xoxe-r")
        assert row.expires_at == expires


async def test_tokens_that_no_key_opens_are_named_and_the_others_go_on(house: House) -> None:
    await house.installs(installed("T1"), TokenKeys([OLD_KEY]))
    await house.installs(installed("T2", "xoxb-2"))
    async with house.edge.transaction() as db:
        assert await seal_anew(db, KEYS) == ["T1"]
    assert await house.token("T2") == "xoxb-2"
    with pytest.raises(NotInstalled):
        await house.token("T1")
