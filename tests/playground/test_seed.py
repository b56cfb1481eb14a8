"""The playground filled with a program in mid-flight."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
import pytest_asyncio

from bot.playground.run import Playground
from bot.playground.slack import Actor
from bot.settings import Settings

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass
class Seeded:
    """Seeded once for all tests here, since eight weeks take their time."""

    playground: Playground
    told: list[str] = field(default_factory=list)
    look_at: tuple[str, str] = ("", "")

    @property
    def lena(self) -> Actor:
        return self.playground.slack.person("U0LENA")

    @property
    def general(self) -> str:
        return next(place.id for place in self.lena.conversations() if place.name == "general")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def seeded() -> AsyncIterator[Seeded]:
    seeded = Seeded(Playground(Settings(_env_file=None)))
    await seeded.playground.open(0)
    await seeded.lena.command("/mentor program", channel=seeded.general)
    await seeded.playground.slack.until(lambda: seeded.lena.modal is not None)  # a form that somebody left open
    seeded.look_at = await seeded.playground.seed(seeded.told.append)
    yield seeded
    await seeded.playground.close()


async def test_it_tells_how_far_it_is(seeded: Seeded) -> None:
    assert [seeded.told[0], seeded.told[-1]] == ["The program begins", "Week 8 of 8"]


async def test_there_is_something_to_look_at_for_the_lead(seeded: Seeded) -> None:
    assert seeded.look_at == (seeded.lena.id, seeded.general)
    assert "9 running" in seeded.lena.read(seeded.lena.messages(seeded.general)[-1])
    assert seeded.lena.modal is None


async def test_a_second_time_changes_nothing_and_says_why(seeded: Seeded) -> None:
    before = {person.id: len(person.messages()) for person in seeded.playground.slack.people}
    with pytest.raises(ValueError, match=r"There's a program here already\. Start over first"):
        await seeded.playground.seed()
    assert {person.id: len(person.messages()) for person in seeded.playground.slack.people} == before


async def test_each_next_nudge_brings_somebody_a_message(seeded: Seeded) -> None:
    slack = seeded.playground.slack
    for _ in range(8):
        before, then = sum(len(person.messages()) for person in slack.people), seeded.playground.now()
        reached = await seeded.playground.turn_to_next()
        assert reached is not None
        assert seeded.playground.now() >= max(reached, then)
        assert sum(len(person.messages()) for person in slack.people) > before
