"""Whoever asks cannot tell what is confidential from silence: not by words, moments, messages, files or counts."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete

from bot.enrolment.model import Role
from bot.offers.jobs import finish_offers
from bot.offers.model import OfferState, Reply
from bot.offers.usecases import NotYourOffer, OfferOver
from bot.pairs.absences import come_back, take_break
from bot.people.model import Block, Person
from bot.privacy.usecases import erase
from bot.programs.model import Program, Silence
from bot.status.usecases import look_over
from tests.office import NewOffice, Office
from tests.requests.asking import (
    A_BREAK,
    WORDS,
    all_that_is_seen,
    answer_on_asking,
    answers,
    asks,
    blocks,
    blocks_in_profile,
    is_pair,
    joins,
    lead_rules_out,
    offer,
    people_may_ask,
    state,
    stored_about,
    takes_back,
    time_is_over,
    told,
)

Deed = Callable[[Office], Awaitable[Any]]


@pytest.fixture
async def asking(office: Office) -> Office:
    await people_may_ask(office)
    return office


async def nothing(office: Office) -> None:
    pass


async def wei_blocks(office: Office) -> None:
    await blocks(office, "wei", "zoe")


async def zoe_blocks(office: Office) -> None:
    await blocks(office, "zoe", "wei")


async def lead_forbids(office: Office) -> None:
    await lead_rules_out(office, "zoe", "wei")


async def wei_declines(office: Office) -> None:
    await answers(office, "wei", Reply.NO)


async def wei_blocks_in_profile(office: Office) -> None:
    await blocks_in_profile(office, "wei", "zoe")


async def zoe_blocks_in_profile(office: Office) -> None:
    await blocks_in_profile(office, "zoe", "wei")


STANDS_BETWEEN = [
    (wei_blocks, nothing),
    (zoe_blocks, nothing),
    (lead_forbids, nothing),
    (nothing, wei_declines),
    (nothing, wei_blocks_in_profile),
    (nothing, zoe_blocks_in_profile),
    (nothing, lead_forbids),
]


async def a_week_passes(office: Office) -> list[Any]:
    seen = []
    for days in (1, 3, 5):
        office.clock.turn(timedelta(days=days))
        await finish_offers(office.edge)
        seen.append(await all_that_is_seen(office, "zoe"))
    return seen


async def is_taken_back_and_asked_again(office: Office) -> list[Any]:
    await takes_back(office, "zoe")
    seen = [await all_that_is_seen(office, "zoe"), await answer_on_asking(office, "zoe", "wei")]
    office.clock.turn(timedelta(days=8))
    seen += [await answer_on_asking(office, "zoe", "wei"), *await all_that_is_seen(office, "zoe")]
    return seen + await a_week_passes(office)


async def wei_is_away_and_comes_back(office: Office) -> list[Any]:
    until = office.clock.now() + A_BREAK
    await office.does("wei", lambda db, wei: take_break(db, wei, until, office.clock.now()))
    seen = [await all_that_is_seen(office, "zoe"), await answer_on_asking(office, "zoe", "wei")]
    await office.does("wei", lambda db, wei: come_back(db, wei, office.clock.now()))
    seen.append(await answer_on_asking(office, "zoe", "wei"))
    office.clock.turn(timedelta(days=8))
    seen.append(await answer_on_asking(office, "zoe", "wei"))
    return seen + await a_week_passes(office)


async def asks_twice(office: Office) -> list[Any]:
    return [await answer_on_asking(office, "zoe", "wei"), await answer_on_asking(office, "wei", "nobody")]


async def wei_finds_somebody_else(office: Office) -> list[Any]:
    await joins(office, "pia", Role.MENTOR)
    await answers(office, "wei", Reply.YES, await asks(office, "pia", "wei"))
    return await a_week_passes(office)


COURSES = [
    a_week_passes,
    is_taken_back_and_asked_again,
    wei_is_away_and_comes_back,
    asks_twice,
    wei_finds_somebody_else,
]


async def seen_by_zoe(office: Office, before: Deed, after: Deed, course: Deed) -> list[Any]:
    await people_may_ask(office)
    await before(office)
    seen: list[Any] = [await answer_on_asking(office, "zoe", "wei")]
    made = await offer(office)
    seen += [made.offered_at, made.answer_by, made.reasons, made.score]
    await after(office)
    seen.append(await all_that_is_seen(office, "zoe"))
    return [*seen, *await course(office)]


@pytest.mark.parametrize("course", COURSES)
async def test_whoever_asks_sees_the_same_as_with_silence(new_office: NewOffice, course: Deed) -> None:
    silence = await seen_by_zoe(await new_office(), nothing, nothing, course)
    for before, after in STANDS_BETWEEN:
        seen = await seen_by_zoe(await new_office(), before, after, course)
        assert seen == silence, (before.__name__, after.__name__)


@pytest.mark.parametrize("stands", [wei_blocks, zoe_blocks, lead_forbids])
@pytest.mark.parametrize(("asker", "asked"), [("zoe", "wei"), ("wei", "zoe")])
async def test_who_is_not_to_hear_of_it_never_does_and_it_never_becomes_a_pair(
    asking: Office, stands: Deed, asker: str, asked: str
) -> None:
    async with asking.edge.transaction() as db:
        (await db.get_one(Program, asking.program_id)).silence = Silence.ACCEPTS
    await stands(asking)
    await asks(asking, asker, asked)
    with pytest.raises(NotYourOffer):
        await answers(asking, asked, Reply.YES)
    async with asking.edge.transaction() as db:
        person = await db.get_one(Person, asking.ids[asked])
        assert (await look_over(db, person)).offers == []
    assert (await stored_about(asking, asked))["offers"] == []
    assert await state(asking) is OfferState.OPEN
    await time_is_over(asking)
    assert await told(asking, "request_over") == [f"U0{asker.upper()}"]
    for kind in ("offer", "offer_reminder", "offer_over"):
        assert await told(asking, kind) == []
    assert not await is_pair(asking, "zoe", "wei")


async def test_two_who_ask_each_other_and_must_not_hear_of_it_find_out_nothing(asking: Office) -> None:
    await lead_forbids(asking)
    for handle in ("zoe", "pia"):
        await joins(asking, handle, Role.MENTOR, capacity=2)
    first, second = await asks(asking, "zoe", "wei"), await asks(asking, "wei", "zoe")
    assert first != second
    assert await told(asking, "offer") == []


async def test_once_nothing_stands_between_them_any_more_asking_accepts_what_was_kept_from_them(
    asking: Office,
) -> None:
    await wei_blocks(asking)
    first = await asks(asking, "zoe", "wei")
    async with asking.edge.transaction() as db:
        await db.execute(delete(Block))
    assert await asks(asking, "wei", "zoe") == first
    assert await is_pair(asking, "zoe", "wei")


async def test_what_was_kept_from_somebody_does_not_keep_them_from_asking_later(asking: Office) -> None:
    await wei_blocks(asking)
    await asks(asking, "zoe", "wei")
    await time_is_over(asking)
    async with asking.edge.transaction() as db:
        await db.execute(delete(Block))
    await asks(asking, "wei", "zoe")
    assert await told(asking, "offer") == ["U0ZOE"]


async def test_the_files_of_both_tell_of_a_request_that_was_heard(asking: Office) -> None:
    await asks(asking, "zoe", "wei")
    (zoes,) = (await stored_about(asking, "zoe"))["offers"]
    (weis,) = (await stored_about(asking, "wei"))["offers"]
    assert (zoes["asked_by_you"], zoes["message"], zoes["your_answer"]) == (True, WORDS, Reply.YES)
    assert (zoes["reasons"], weis["reasons"]["gap"]) == ({}, 5), "what Wei wishes for is not Zoe's to know yet"
    assert (weis["asked_by_you"], weis["message"], weis["your_answer"]) == (False, WORDS, None)


AFTERWARDS = [wei_blocks_in_profile, zoe_blocks_in_profile, lead_forbids]


@pytest.mark.parametrize("stands", AFTERWARDS)
async def test_what_came_to_stand_between_two_after_one_asked_ends_it_for_the_other(
    asking: Office, stands: Deed
) -> None:
    await asks(asking, "zoe", "wei")
    await stands(asking)
    with pytest.raises(OfferOver):
        await answers(asking, "wei", Reply.YES)
    await time_is_over(asking)
    assert await told(asking, "request_over") == ["U0ZOE"]
    assert not await is_pair(asking, "zoe", "wei")


async def seen_by_wei(office: Office, ends: Deed) -> list[Any]:
    await people_may_ask(office)
    await joins(office, "zoe", Role.MENTOR, capacity=2)
    request = await asks(office, "zoe", "wei")
    await ends(office)
    seen = [await all_that_is_seen(office, "wei"), await answer_on_asking(office, "wei", "zoe")]
    for answer in Reply.YES, Reply.NO:
        with pytest.raises(OfferOver):
            await answers(office, "wei", answer, request)
    for days in (3, 9):
        office.clock.turn(timedelta(days=days))
        await finish_offers(office.edge)
        seen.append(await all_that_is_seen(office, "wei"))
    for one in seen:
        if isinstance(one, list):
            del one[-1]  # what leads count: an open request is not one that was taken back
    return seen


@pytest.mark.parametrize("ends", [zoe_blocks_in_profile, lead_forbids])
async def test_whoever_was_asked_sees_the_same_as_when_it_is_taken_back(new_office: NewOffice, ends: Deed) -> None:
    assert await seen_by_wei(await new_office(), ends) == await seen_by_wei(await new_office(), takes_it_back)


async def takes_it_back(office: Office) -> None:
    await takes_back(office, "zoe")


@pytest.mark.parametrize("erased", ["zoe", "wei"])
async def test_the_message_goes_with_either_of_the_two(asking: Office, erased: str) -> None:
    await asks(asking, "zoe", "wei")
    await asking.does(erased, lambda db, one: erase(db, one, asking.clock.now()))
    assert (await offer(asking)).message is None
