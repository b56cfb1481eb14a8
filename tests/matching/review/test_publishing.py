import asyncio

import pytest

from bot.core.refusals import Refusal
from bot.matching.review.publishing import NobodyLeft
from bot.matching.review.usecases import AlreadyPublished
from bot.programs.usecases import AlreadyClosed, NotALead
from tests.matching.asking import ask, close, proposals, publish
from tests.office import Office


async def test_nobody_but_a_lead_publishes_or_closes(office: Office) -> None:
    run_id = await proposals(office)
    for stranger in ("oscar", "maya", "wei"):
        with pytest.raises(NotALead):
            await publish(office, stranger, run_id)
        with pytest.raises(NotALead):
            await close(office, stranger)
    assert await publish(office, "lena", run_id) == 1


async def test_publishing_twice_at_once_makes_each_pair_once(office: Office) -> None:
    run_id = await proposals(office)
    ends = await asyncio.gather(*(publish(office, "lena", run_id) for _ in range(4)), return_exceptions=True)
    assert sorted(type(end).__name__ for end in ends) == ["AlreadyPublished"] * 3 + ["int"]
    with pytest.raises(AlreadyPublished):
        await publish(office, "lena", run_id)


async def test_whoever_became_unavailable_is_left_out_when_publishing(office: Office) -> None:
    run_id = await proposals(office)
    await office.leaves_slack("zoe")
    with pytest.raises(NobodyLeft):
        await publish(office, "lena", run_id)


async def test_a_closed_program_is_neither_matched_nor_published(office: Office) -> None:
    run_id = await proposals(office)
    await close(office, "lena")
    with pytest.raises(AlreadyClosed):
        await publish(office, "lena", run_id)
    with pytest.raises(AlreadyClosed):
        await ask(office)


async def test_a_run_that_never_was_is_refused_kindly(office: Office) -> None:
    with pytest.raises(Refusal):
        await publish(office, "lena", 404)
