"""Who may pass before a call is seen to, as far as the journeys do not show it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.core.calls import Call
from bot.core.slack import Connections, Slack
from bot.core.slacks import OneSlack
from bot.core.submissions import InvalidForm, Submission
from bot.people.gate import FromElsewhere, SlackGate
from bot.people.model import Person
from bot.people.usecases import learn_profile
from bot.playground.slack import StandIn, WebApiCall
from tests.office import Office
from tests.workplace import MANIFEST, MONDAY


class Entrance:
    def __init__(self, office: Office) -> None:
        self.office = office
        self.stand_in = StandIn(MANIFEST, now=MONDAY.timestamp)
        self.asked: list[str] = []
        self.stand_in.observe(self._note)

    async def open(self) -> None:
        await self.stand_in.start()
        for handle in ("maya", "zoe"):
            self.stand_in.add_person(f"U0{handle.upper()}", name=handle)
            self.stand_in.workspace.change_member(f"U0{handle.upper()}", team_id="T1")
        self.stand_in.add_person("U0ANA", name="ana", team_id="T2")
        self.connections = Connections(self.stand_in.api_url)
        self.slack = Slack(self.stand_in.bot_token, self.connections)
        self.gate = SlackGate(self.office.edge, OneSlack(self.slack))

    async def close(self) -> None:
        await self.connections.close()
        await self.stand_in.stop()

    def _note(self, record: object) -> None:
        if isinstance(record, WebApiCall) and record.method == "users.info":
            self.asked.append(str(record.args["user"]))

    async def visits(self, user: str, *, home: str, enterprise: str = "") -> None:
        call = Call("action", "signup", "T1", user, (), home_team_id=home, enterprise_id=enterprise)
        await self.gate.check_visitor(call)

    async def names(self, *users: str) -> None:
        values: dict[str, Any] = {"whom": {"value": {"type": "multi_users_select", "selected_users": list(users)}}}
        submission = Submission({"state": {"values": values}})
        await self.gate.check_named(Call("form", "any", "T1", "U0LENA", ()), submission)

    async def count(self) -> int:
        async with self.office.edge.transaction() as db:
            return await db.scalar(select(func.count()).select_from(Person)) or 0


@pytest.fixture
async def entrance(office: Office) -> AsyncIterator[Entrance]:
    entrance = Entrance(office)
    await entrance.open()
    yield entrance
    await entrance.close()


async def test_whoever_belongs_here_passes_without_a_question(entrance: Entrance) -> None:
    await entrance.visits("U0MAYA", home="T1")
    await entrance.visits("U0MAYA", home="")
    assert entrance.asked == []


async def test_without_an_organization_another_workspace_is_another_company(entrance: Entrance) -> None:
    with pytest.raises(FromElsewhere):
        await entrance.visits("U0ANA", home="T2")
    assert entrance.asked == []


async def test_within_an_organization_slack_is_asked_since_somebody_may_be_in_several_workspaces(
    entrance: Entrance,
) -> None:
    with pytest.raises(FromElsewhere):
        await entrance.visits("U0ANA", home="T2", enterprise="E1")
    await entrance.visits("U0ZOE", home="T2", enterprise="E1")
    assert entrance.asked == ["U0ANA", "U0ZOE"]


async def test_where_slack_does_not_say_they_pass_and_what_it_says_later_counts(entrance: Entrance) -> None:
    entrance.stand_in.trouble.fail("users.info")
    await entrance.visits("U0NEW", home="T2", enterprise="E1")
    ana = {"id": "U0WEI", "team_id": "T2"}
    await entrance.office.does("wei", lambda db, wei: learn_profile(db, wei, ana))
    with pytest.raises(FromElsewhere):
        await entrance.visits("U0WEI", home="T2", enterprise="E1")


async def test_of_those_known_nobody_is_asked_about_and_of_others_nothing_is_stored(entrance: Entrance) -> None:
    await entrance.office.does("maya", lambda db, maya: learn_profile(db, maya, {"id": "U0MAYA", "team_id": "T1"}))
    before = await entrance.count()
    await entrance.names("U0MAYA", "U0ZOE")
    assert entrance.asked == ["U0ZOE"], "Slack has not told of her yet"
    with pytest.raises(InvalidForm) as raised:
        await entrance.names("U0MAYA", "U0ANA")
    assert list(raised.value.errors) == ["whom"]
    assert await entrance.count() == before


async def test_an_app_that_was_named_before_slack_told_is_refused_by_name_from_then_on(entrance: Entrance) -> None:
    entrance.stand_in.add_person("U0OSCAR", name="oscar", is_bot=True)
    await entrance.office.does("oscar", lambda db, oscar: learn_profile(db, oscar, {"id": "U0OSCAR", "is_bot": True}))
    with pytest.raises(InvalidForm) as raised:
        await entrance.names("U0OSCAR")
    assert raised.value.errors["whom"].startswith("oscar is an app")


async def test_an_app_that_somebody_had_named_as_manager_or_ruled_out_is_named_nowhere_any_more(
    entrance: Entrance,
) -> None:
    office = entrance.office
    async with office.edge.transaction() as db:
        (await db.get_one(Person, office.ids["maya"])).manager_id = office.ids["oscar"]
    await office.does("oscar", lambda db, oscar: learn_profile(db, oscar, {"id": "U0OSCAR", "is_bot": True}))
    async with office.edge.transaction() as db:
        assert (await db.get_one(Person, office.ids["maya"])).manager_id is None
