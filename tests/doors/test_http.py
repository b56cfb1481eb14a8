"""What comes in over HTTP: what Slack has signed is done once, and nothing else at all."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select, text

from bot.core.deliveries import Delivery
from bot.core.slacks import NotInstalled
from bot.doors.http import MOST
from bot.people.model import Person
from bot.workspaces.model import Installation
from tests.doors.over_http import FORM, JSON, HttpWorkplace, way_in
from tests.doors.test_socket_mode import taken_in_hand
from tests.workplace import PROGRAM

HELP = "This is what you can do"
ENDINGS = frozenset({"app_uninstalled", "tokens_revoked"})


@pytest.fixture
async def place(migrated: str) -> AsyncIterator[HttpWorkplace]:
    async with HttpWorkplace(migrated) as place:
        yield place


async def stored(place: HttpWorkplace) -> tuple[int, int]:
    """How many deliveries and people are."""
    async with place.bot.edge.transaction() as db:
        counts = [await db.scalar(select(func.count()).select_from(table)) for table in (Delivery, Person)]
    return counts[0] or 0, counts[1] or 0


async def test_a_pair_finds_together_over_http_as_by_socket_mode(place: HttpWorkplace) -> None:
    await place.has_pair()
    await place.do(place.henrik.open_home())
    assert place.henrik.home is not None
    assert "Digital natives" in place.henrik.read(place.henrik.home)
    assert place.slack.connections == 0
    assert place.violations == []


async def test_a_form_that_is_not_right_stays_open_with_its_errors(place: HttpWorkplace) -> None:
    await place.do(place.lena.command("/mentor program new"))
    assert "name" in await place.submits(place.lena, PROGRAM | {"name": " "})


@pytest.mark.parametrize("how", [{"ago": 360}, {"ago": -360}, {"secret": "another"}, {"X-Slack-Signature": ""}])
async def test_what_slack_did_not_sign_just_now_is_refused_and_leaves_no_trace(
    place: HttpWorkplace, how: dict[str, Any]
) -> None:
    before = await stored(place)
    refused = await place.post(place.help_typed(), **how)
    await place.settled()
    assert refused.status_code == 401
    assert await stored(place) == before
    assert place.seen_by(place.maya) == ""


async def test_a_request_that_comes_again_is_acked_and_done_once(empty_database_url: str) -> None:
    async with HttpWorkplace(empty_database_url) as place:
        body = place.help_typed()
        answers = await asyncio.gather(*(place.post(body) for _ in range(3)))
        answers.append(await place.post(body))
        await place.settled()
        assert [answer.status_code for answer in answers] == [200] * 4
        assert place.seen_by(place.maya).count(HELP) == 1
        await place.post(place.help_typed(trigger_id="1.2.4"))
        await place.settled()
        assert place.seen_by(place.maya).count(HELP) == 2


async def test_what_bears_no_name_is_told_from_others_by_all_that_it_says(place: HttpWorkplace) -> None:
    body = place.help_typed(trigger_id="")
    for _ in range(2):
        assert (await place.post(body)).status_code == 200
    await place.settled()
    assert place.seen_by(place.maya).count(HELP) == 1


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{}", "text/plain", 415),
        (b"text=\xff\xfe", FORM, 200),
        (b"\xff\xfe", JSON, 200),
        (b'{"type":', JSON, 200),
        (b"[]", JSON, 200),
        (b"[" * 100_000, JSON, 200),
        (b"payload=%7B", FORM, 200),
        (b"", FORM, 200),
        (b"x" * (MOST + 1), FORM, 413),
    ],
)
async def test_what_slack_would_not_send_is_answered_all_the_same(
    place: HttpWorkplace, body: bytes, kind: str, status: int
) -> None:
    assert (await place.post(body, kind)).status_code == status


async def test_slack_sees_that_it_is_us_and_that_our_certificate_is_good(place: HttpWorkplace) -> None:
    assert await place.slack.verify_request_url()
    unsigned = await place.post(b"token=x&ssl_check=1", secret="another")
    assert (unsigned.status_code, unsigned.text) == (200, "")
    assert (await place.get("/slack/events?ssl_check=1")).status_code == 200
    assert (await place.get("/slack/events")).status_code == 405


async def test_whoever_looks_after_it_sees_that_it_is_up_and_ready(place: HttpWorkplace) -> None:
    assert (await place.get("/healthz")).status_code == 200
    assert (await place.get("/readyz")).status_code == 200
    async with place.bot.edge.transaction() as db:
        await db.execute(text("update alembic_version set version_num = 'newer'"))
    assert (await place.get("/healthz")).status_code == 200
    assert (await place.get("/readyz")).status_code == 503


async def test_while_it_stops_it_is_not_ready_serves_what_people_do_and_leaves_events_to_others(
    place: HttpWorkplace,
) -> None:
    url = place.url
    await place.do(place.henrik.command("/mentor help"))  # so that the workspace is known
    async with httpx.AsyncClient(base_url=url) as browser:
        async with place.bot.edge.transaction() as db:  # SQLite has one connection: the command has to wait for it
            await db.execute(text("select 1"))
            first = asyncio.create_task(place.post(place.help_typed()))
            await taken_in_hand(place)
            stopping = asyncio.create_task(place.bot.stop())
            await asyncio.sleep(0)
            assert (await browser.get("/readyz")).text == "stopping"
            assert (await place.post(b'{"type": "event_callback"}', JSON)).status_code == 503
            second = asyncio.create_task(place.post(place.help_typed(trigger_id="1.2.4")))
            await taken_in_hand(place, 2)
        await stopping
        assert [(await answer).status_code for answer in (first, second)] == [200, 200]
        assert place.seen_by(place.maya).count(HELP) == 2
        with pytest.raises(httpx.ConnectError):
            await httpx.AsyncClient().get(f"{url}/healthz")


async def test_in_a_workspace_where_nobody_installed_it_people_are_told_where_to(place: HttpWorkplace) -> None:
    before = await stored(place)
    answer = await place.post(place.help_typed(team_id="T0OTHER"))
    await place.settled()
    assert answer.status_code == 200
    assert place.seen_by(place.maya) == (
        "I don't know this workspace. Please ask an admin to install Flipside here: "
        "https://flipside.example.com/slack/install"
    )
    assert await stored(place) == before


async def test_installed_for_an_organization_it_is_at_work_in_all_of_its_workspaces(place: HttpWorkplace) -> None:
    async with place.bot.edge.transaction() as db:
        await db.execute(text("update installations set place = 'E1', enterprise_id = 'E1'"))
    way_in(place.bot).slacks.forget()
    await place.post(place.help_typed(team_id="T0THIRD", enterprise_id="E1"))
    await place.settled()
    assert HELP in place.seen_by(place.maya)
    way_in(place.bot).slacks.forget()
    assert (await place.bot.way_in.slacks.of("T0THIRD")).client.token == place.slack.bot_token, (
        "known without being told again"
    )


async def test_taken_away_it_does_nothing_and_installed_again_it_goes_on(place: HttpWorkplace) -> None:
    team, world = place.slack.installation.team_id, place.slack.workspace
    world.manifest = replace(world.manifest, bot_events=world.manifest.bot_events | ENDINGS)
    place.slack.events.uninstalled()
    await place.settled()
    way_in(place.bot).slacks.forget()
    with pytest.raises(NotInstalled):
        await place.bot.way_in.slacks.of(team)
    await place.is_installed()
    assert (await place.maya.command("/mentor help")).ok
    await place.settled()
    assert HELP in place.seen_by(place.maya)


@pytest.mark.parametrize(
    ("whole", "team", "ends"), [(True, "T0PLAYGROUND", True), (True, None, True), (False, "T0PLAYGROUND", False)]
)
async def test_taken_away_from_one_workspace_it_goes_on_in_the_rest_of_its_organization(
    place: HttpWorkplace, whole: bool, team: str | None, ends: bool
) -> None:
    async with place.bot.edge.transaction() as db:
        await db.execute(text("update installations set place = 'E1', enterprise_id = 'E1'"))
        await db.execute(text("update workspaces set enterprise_id = 'E1'"))
    authorized = {"team_id": team, "enterprise_id": "E1", "is_enterprise_install": whole}
    told: dict[str, Any] = {
        "type": "event_callback",
        "team_id": team,
        "event_id": "Ev1",
        "event": {"type": "app_uninstalled"},
    }
    told |= {"event_time": int(place.clock.now().timestamp()), "authorizations": [authorized]}
    assert (await place.post(json.dumps(told).encode(), JSON)).status_code == 200
    async with place.bot.edge.transaction() as db:
        assert ((await db.get_one(Installation, "E1")).ended_at is not None) is ends


@pytest.mark.parametrize(
    ("event", "when"),
    [
        ({"type": "app_uninstalled"}, -60),
        ({"type": "tokens_revoked", "tokens": {"bot": ["UBOT"]}}, -60),
        ({"type": "tokens_revoked", "tokens": {"oauth": ["U0MAYA"], "bot": []}}, 60),
    ],
)
async def test_what_is_told_late_or_of_other_tokens_takes_nothing_away(
    place: HttpWorkplace, event: dict[str, Any], when: int
) -> None:
    team = place.slack.installation.team_id
    told: dict[str, Any] = {"type": "event_callback", "team_id": team, "event_id": "Ev1", "event": event}
    told |= {"event_time": int(place.clock.now().timestamp()) + when}
    assert (await place.post(json.dumps(told).encode(), JSON)).status_code == 200
    way_in(place.bot).slacks.forget()
    await place.bot.way_in.slacks.of(team)
