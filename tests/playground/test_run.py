"""What the page's buttons do to the bot behind it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import ClientConnectorError, ClientOSError, ClientSession, ServerDisconnectedError, WSServerHandshakeError

from bot.playground.run import Playground, next_working_morning
from bot.playground.slack import Actor
from bot.settings import Settings


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    """As it runs for people, with a clock that goes on by itself."""
    playground = Playground(Settings(_env_file=None))
    await playground.open(0)
    yield playground
    await playground.close()


def lena(playground: Playground) -> Actor:
    return playground.slack.person("U0LENA")


async def create_a_program(playground: Playground) -> None:
    await lena(playground).command("/mentor program new", channel=general(playground))
    await playground.slack.until(lambda: lena(playground).modal is not None)
    await lena(playground).submit({"Name": "Mine", "Which business need does it serve?": "To try it."})


def general(playground: Playground) -> str:
    return next(place.id for place in lena(playground).conversations() if place.name == "general")


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        ("2026-11-26T22:30", "2026-11-27T08:00"),  # Thursday night
        ("2026-11-27T08:00", "2026-11-27T08:00"),
        ("2026-11-27T10:13", "2026-11-30T08:00"),  # Friday noon
        ("2026-11-29T12:00", "2026-11-30T08:00"),  # Sunday
        ("2027-06-01T05:00", "2027-06-01T07:00"),  # in summer
    ],
)
def test_it_starts_on_a_working_day_at_nine(now: str, morning: str) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert next_working_morning(at) == datetime.fromisoformat(morning).replace(tzinfo=UTC)


async def test_a_new_playground_and_one_that_starts_over_stand_at_nine_in_the_morning(playground: Playground) -> None:
    first = playground.now()
    assert (first.minute, first.weekday() < 5) == (0, True)
    await playground.turn(timedelta(days=4, hours=5))
    await playground.start_over()
    await playground.close()
    assert abs(playground.now() - first) < timedelta(minutes=5)


async def test_a_page_is_served_only_while_the_bot_is_there_to_answer_what_is_typed_in_it(
    playground: Playground,
) -> None:
    url, refused = playground.url, 0
    await playground.start_over()
    async with ClientSession() as tab:
        while True:
            try:
                line = await tab.ws_connect(f"{url}/page/live")
                break
            except (ClientConnectorError, ClientOSError, ServerDisconnectedError, WSServerHandshakeError):
                refused += 1
                await asyncio.sleep(0)
        assert refused, "at first what is closed may still be listening"
        await lena(playground).command("/mentor status", channel=general(playground))
        await playground.slack.until(lambda: bool(lena(playground).messages()))
        assert "There's no program here yet." in lena(playground).read(lena(playground).messages()[-1])
        await line.close()


async def test_by_the_other_door_there_is_a_second_workspace_with_the_bot_in_it_too(playground: Playground) -> None:
    with pytest.raises(ValueError, match="cellar"):
        await playground.use_door("cellar")
    await playground.use_door("HTTP")
    await playground.started()
    assert playground.door == "HTTP"
    assert [team.name for team in playground.slack.teams] == ["Fjordlight", "Nordvik"]
    lead, neighbour = playground.slack.person("U0LENA"), playground.slack.person("U0KARI")
    await lead.command("/mentor program new")
    await neighbour.command("/mentor program new")
    await playground.slack.until(lambda: lead.modal is not None and neighbour.modal is not None)


async def test_a_program_of_somebodys_own_is_not_mixed_with_the_seeded_one(playground: Playground) -> None:
    await create_a_program(playground)
    with pytest.raises(ValueError, match="There's a program here already"):
        await playground.seed()
