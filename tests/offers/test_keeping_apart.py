"""Somebody blocks the other, or a lead says never, or one comes to lead the other, while the two are asked: no pair."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import select

from bot.matching.model import Proposal
from bot.matching.review.usecases import forbid
from bot.offers.model import OfferState, Reply
from bot.offers.usecases import Couple, make_offers
from bot.people.model import Person
from bot.programs.model import Program, Silence
from bot.status.usecases import look_over
from tests.matching.asking import proposals
from tests.office import NewOffice, Office
from tests.requests.asking import (
    all_that_is_seen,
    answers,
    asks,
    blocks,
    blocks_in_profile,
    is_pair,
    lead_rules_out,
    offer,
    people_may_ask,
    state,
    time_is_over,
    told,
)

Deed = Callable[[Office], Awaitable[Any]]


async def zoe_and_wei_are_asked(office: Office) -> None:
    reasons = {"wishes": [], "returned": [], "languages": [], "gap": 5, "apart": None, "hours": 1.0}
    async with office.edge.transaction() as db:
        zoe, wei = [await db.get_one(Person, office.ids[handle]) for handle in ("zoe", "wei")]
        program = await db.get_one(Program, office.program_id)
        (made,) = await make_offers(db, program, [Couple(zoe, wei, 80, reasons)], office.clock.now())
    office.ids["request"] = made.id
    await office.hears("offer")


async def wei_blocks(office: Office) -> None:
    await blocks_in_profile(office, "wei", "zoe")


async def zoe_blocks(office: Office) -> None:
    await blocks_in_profile(office, "zoe", "wei")


async def lead_says_never(office: Office) -> None:
    await lead_rules_out(office, "zoe", "wei")


async def at_the_same_moment(office: Office) -> None:
    await blocks(office, "wei", "zoe")  # and nobody saw the offer to it


async def wei_comes_to_stand_above_zoe(office: Office) -> None:
    async with office.edge.transaction() as db:
        (await db.get_one(Person, office.ids["zoe"])).manager_id = office.ids["wei"]


STANDS = [wei_blocks, zoe_blocks, lead_says_never, at_the_same_moment, wei_comes_to_stand_above_zoe]


@pytest.mark.parametrize("stands", STANDS)
@pytest.mark.parametrize("silence", Silence)
@pytest.mark.parametrize("first", [("zoe",), ("wei",), ()])
async def test_they_are_no_pair_whatever_they_answer_before_and_after(
    office: Office, stands: Deed, silence: Silence, first: tuple[str, ...]
) -> None:
    async with office.edge.transaction() as db:
        (await db.get_one(Program, office.program_id)).silence = silence
    await zoe_and_wei_are_asked(office)
    for handle in first:
        await answers(office, handle, Reply.YES)
    await stands(office)
    for handle in ("zoe", "wei"):
        answer = (await offer(office)).answer_of(office.ids[handle])
        if answer is None:
            await answers(office, handle, Reply.YES)
    assert await state(office) is OfferState.OPEN
    await time_is_over(office)
    assert await state(office) in (OfferState.LAPSED, OfferState.DECLINED)
    assert not await is_pair(office, "zoe", "wei")


async def nothing(office: Office) -> None:
    pass


async def wei_declines(office: Office) -> None:
    await answers(office, "wei", Reply.NO)


async def seen_by(office: Office, handle: str, happens: Deed) -> list[Any]:
    await zoe_and_wei_are_asked(office)
    await happens(office)
    await answers(office, "zoe", Reply.YES)
    seen = [await all_that_is_seen(office, handle)]
    await time_is_over(office)
    return [*seen, await all_that_is_seen(office, handle)]


@pytest.mark.parametrize("stands", [wei_blocks, lead_says_never])
async def test_the_other_and_the_lead_see_the_same_as_with_a_no(new_office: NewOffice, stands: Deed) -> None:
    for handle in ("zoe", "lena"):
        a_no = await seen_by(await new_office(), handle, wei_declines)
        assert await seen_by(await new_office(), handle, stands) == a_no


async def test_whoever_blocks_is_not_asked_any_more(office: Office) -> None:
    await zoe_and_wei_are_asked(office)
    await wei_blocks(office)
    await time_is_over(office)
    assert await told(office, "offer_over") == ["U0ZOE"]
    async with office.edge.transaction() as db:
        assert (await look_over(db, await db.get_one(Person, office.ids["wei"]))).offers == []


async def test_whoever_accepted_and_blocks_is_not_told_of_it_any_more_and_leads_count_it_as_before(
    office: Office,
) -> None:
    await zoe_and_wei_are_asked(office)
    await answers(office, "wei", Reply.YES)
    before = (await all_that_is_seen(office, "lena"))[-1]
    await wei_blocks(office)
    assert (await all_that_is_seen(office, "lena"))[-1] == before
    async with office.edge.transaction() as db:
        assert (await look_over(db, await db.get_one(Person, office.ids["wei"]))).offers == []


async def test_a_lead_who_says_never_of_two_who_ask_each_other_meanwhile_is_heeded(office: Office) -> None:
    await people_may_ask(office)
    run_id = await proposals(office)
    async with office.edge.transaction() as db:
        proposal = (await db.scalars(select(Proposal).where(Proposal.run_id == run_id))).one()
    await asks(office, "zoe", "wei")
    await office.does("lena", lambda db, lena: forbid(db, lena, proposal.id))
    assert (await offer(office)).answer_of(office.ids["wei"]) is Reply.OVER
