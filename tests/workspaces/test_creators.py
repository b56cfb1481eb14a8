"""Whoever installed the bot in a workspace says who creates programs there, and nowhere else."""

import pytest

from bot.core.calls import Call
from bot.status.usecases import look_at_nothing, look_over
from bot.workspaces.creators import NotTheInstaller, creators_in, forget_person, name_creators
from bot.workspaces.forms import CreatorsForm
from bot.workspaces.listeners import begin_creators, submit_creators
from bot.workspaces.usecases import install
from tests.office import Office
from tests.workspaces.installing import KEYS, installed


@pytest.fixture
async def office(office: Office) -> Office:
    """Lena installed the bot in T1 and in T2."""
    async with office.edge.transaction() as db:
        for team in ("T1", "T2"):
            await install(db, KEYS, installed(team), office.clock.now())
    return office


async def creators(office: Office, team: str) -> object:
    async with office.edge.transaction() as db:
        return await creators_in(db, team, frozenset({"UBOSS"}))


async def test_until_somebody_is_named_the_setting_counts(office: Office) -> None:
    assert await creators(office, "T1") == {"UBOSS"}


async def test_whoever_is_named_may_and_only_in_that_workspace(office: Office) -> None:
    async with office.edge.transaction() as db:
        await name_creators(db, "T1", "U0LENA", ["U0MAYA", "U0ZOE", "U0MAYA"])
    assert await creators(office, "T1") == {"U0MAYA", "U0ZOE"}
    assert await creators(office, "T2") == {"UBOSS"}
    async with office.edge.transaction() as db:
        await name_creators(db, "T1", "U0LENA", [])
    assert await creators(office, "T1") == "everyone"


async def test_nobody_else_names_them(office: Office) -> None:
    press = Call("action", "begin_creators", "T1", "U0MAYA", ())
    async with office.edge.transaction() as db:
        with pytest.raises(NotTheInstaller):
            await begin_creators(db, press, "everyone")
        with pytest.raises(NotTheInstaller):
            await submit_creators(db, press, CreatorsForm(["U0MAYA"]))
        with pytest.raises(NotTheInstaller):
            await name_creators(db, "T3", "U0LENA", ["U0MAYA"])


async def test_home_offers_it_to_them_alone_known_or_not(office: Office) -> None:
    assert (await office.does("lena", look_over)).creators == "everyone"
    assert (await office.does("maya", look_over)).creators is None
    async with office.edge.transaction() as db:
        assert (await look_at_nothing(db, "T2", "U0LENA", frozenset({"U1"}))).creators == frozenset({"U1"})
        assert (await look_at_nothing(db, "T2", "U0MAYA", "everyone")).creators is None


async def test_whoever_is_erased_is_no_longer_named_and_names_nobody(office: Office) -> None:
    async with office.edge.transaction() as db:
        await name_creators(db, "T1", "U0LENA", ["U0LENA", "U0ZOE"])
        await forget_person(db, "T1", "U0LENA")
    assert await creators(office, "T1") == {"U0ZOE"}
    assert await creators(office, "T2") == {"UBOSS"}
    async with office.edge.transaction() as db:
        with pytest.raises(NotTheInstaller):
            await name_creators(db, "T1", "U0LENA", [])
        await name_creators(db, "T2", "U0LENA", [])
