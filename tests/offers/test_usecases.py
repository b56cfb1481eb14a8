import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.changes import Noted, follows
from bot.core.edge import Edge
from bot.core.outbox import OutboxRow
from bot.enrolment.model import Role
from bot.enrolment.usecases import SignUp, sign_up
from bot.letters import LETTERS
from bot.matching.review.publishing import publish_proposals
from bot.matching.search.pool import pool_of
from bot.offers.jobs import finish_offers
from bot.offers.kinds import OFFER_REMINDER
from bot.offers.model import Offer, OfferState, Reply
from bot.offers.queries import Waiting, count_waiting
from bot.offers.usecases import AnsweredBefore, Couple, NotYourOffer, OfferOver, answer_offer, make_offers
from bot.pairs.absences import leave_program, take_break
from bot.pairs.model import Pair
from bot.pairs.usecases import move_program_on
from bot.people.model import Person
from bot.privacy.usecases import erase
from bot.programs.changes import ProgramChanged
from bot.programs.model import Program, Silence
from bot.programs.rules.lifecycle import ProgramState
from bot.status.queries import totals
from tests.matching.asking import proposals
from tests.matching.pools import whole_task
from tests.office import Office

REASONS = {"wishes": [["ai-ethics", 1, 3]], "returned": [], "languages": [], "gap": 5, "apart": None, "hours": 1.0}


@pytest.fixture
async def offered(unheard: Office) -> Office:
    """Zoe for Wei, and both have heard of it."""
    await unheard.hears("offer")
    return unheard


@pytest.fixture
async def unheard(office: Office) -> Office:
    """Zoe for Wei, while nothing that is sent arrives."""
    async with office.edge.transaction() as db:
        zoe, wei = [await db.get_one(Person, office.ids[handle]) for handle in ("zoe", "wei")]
        program = await db.get_one(Program, office.program_id)
        (offer,) = await make_offers(db, program, [Couple(zoe, wei, 80, REASONS)], office.clock.now())
    office.ids["offer"] = offer.id
    return office


async def answers(office: Office, handle: str, answer: Reply) -> None:
    await office.does(
        handle, lambda db, person: answer_offer(db, person, office.ids["offer"], answer, office.clock.now())
    )


async def time_is_over(office: Office) -> None:
    async with office.edge.transaction() as db:
        office.clock.turn_to((await db.get_one(Offer, office.ids["offer"])).answer_by)
    await finish_offers(office.edge)


async def state(office: Office) -> OfferState:
    async with office.edge.transaction() as db:
        return (await db.get_one(Offer, office.ids["offer"])).state


async def pairs(office: Office) -> int:
    """Beside the one that was there before."""
    async with office.edge.transaction() as db:
        return (await db.scalar(select(func.count()).where(Pair.program_id == office.program_id)) or 0) - 1


async def told(office: Office, kind: str) -> list[str]:
    async with office.edge.transaction() as db:
        rows = await db.scalars(select(OutboxRow).where(OutboxRow.kind == kind).order_by(OutboxRow.recipient))
        return [row.recipient for row in rows]


async def free(office: Office) -> set[str]:
    async with office.edge.transaction() as db:
        program = await db.get_one(Program, office.program_id)
        task = await whole_task(db, await pool_of(db, program, office.clock.now()))
    names = {number: handle for handle, number in office.ids.items() if handle != "offer"}
    return {names[int(one.id)] for one in (*task.mentors, *task.mentees)}


async def silence_accepts(office: Office) -> None:
    async with office.edge.transaction() as db:
        (await db.get_one(Program, office.program_id)).silence = Silence.ACCEPTS


@pytest.mark.parametrize("order", [("zoe", "wei"), ("wei", "zoe")])
async def test_once_both_accept_they_are_a_pair(offered: Office, order: Sequence[str]) -> None:
    await answers(offered, order[0], Reply.YES)
    assert (await state(offered), await pairs(offered)) == (OfferState.OPEN, 0)
    await answers(offered, order[1], Reply.YES)
    assert (await state(offered), await pairs(offered)) == (OfferState.ACCEPTED, 1)
    assert len(await told(offered, "introduction")) == 2
    await time_is_over(offered)
    assert (await pairs(offered), await told(offered, "offer_over")) == (1, [])


async def test_two_who_accept_at_the_same_moment_become_one_pair(offered: Office) -> None:
    deeds = [answers(offered, handle, Reply.YES) for handle in ("zoe", "wei", "zoe", "wei")]
    ends = await asyncio.gather(*deeds, return_exceptions=True)
    assert sorted(type(end).__name__ for end in ends) == ["AnsweredBefore"] * 2 + ["NoneType"] * 2
    assert await pairs(offered) == 1


async def test_of_a_yes_and_a_no_at_the_same_moment_nothing_comes(offered: Office) -> None:
    await asyncio.gather(answers(offered, "zoe", Reply.YES), answers(offered, "wei", Reply.NO))
    await time_is_over(offered)
    assert (await state(offered), await pairs(offered)) == (OfferState.DECLINED, 0)


async def test_an_answer_and_leaving_at_the_same_moment_have_one_outcome(offered: Office) -> None:
    await answers(offered, "zoe", Reply.YES)
    leaving = offered.does("zoe", lambda db, zoe: leave_program(db, zoe, offered.program_id, offered.clock.now()))
    await asyncio.gather(answers(offered, "wei", Reply.YES), leaving, return_exceptions=True)
    async with offered.edge.transaction() as db:
        active = await db.scalar(
            select(func.count()).where(Pair.mentor_id == offered.ids["zoe"], Pair.ended_at.is_(None))
        )
    assert (await state(offered) is OfferState.ACCEPTED) == (await pairs(offered) == 1)
    assert active == 0


async def looks_from_outside(office: Office, decliner: Reply | None) -> list[object]:
    """All that Zoe, who accepted, and the lead can see of what Wei did, until it is over and after."""
    seen: list[object] = []

    async def look() -> None:
        async with office.edge.transaction() as db:
            counts = await totals(db, office.program_id)
        everything = [await told(office, kind) for kind in ("offer_over", "people_waiting", "introduction")]
        others = [[one for one in some if one != "U0WEI"] for some in everything]
        seen.append((counts.offers, counts.half_accepted, await free(office), others))

    await answers(office, "zoe", Reply.YES)
    if decliner is not None:
        await answers(office, "wei", decliner)
    await look()
    office.clock.turn(timedelta(days=3))
    await finish_offers(office.edge)
    await look()
    await time_is_over(office)
    await look()
    return seen


async def test_a_no_and_silence_look_the_same_to_everybody_else(offered: Office) -> None:
    saw = await looks_from_outside(offered, Reply.NO)
    assert saw == [
        (1, 1, set(), [[], [], ["U0MAYA,U0HENRIK"]]),
        (1, 1, set(), [[], [], ["U0MAYA,U0HENRIK"]]),
        (0, 0, {"zoe", "wei"}, [["U0ZOE"], ["U0LENA"], ["U0MAYA,U0HENRIK"]]),
    ]


async def test_silence_looks_as_a_no_does(offered: Office) -> None:
    saw = await looks_from_outside(offered, None)
    assert saw == [
        (1, 1, set(), [[], [], ["U0MAYA,U0HENRIK"]]),
        (1, 1, set(), [[], [], ["U0MAYA,U0HENRIK"]]),
        (0, 0, {"zoe", "wei"}, [["U0ZOE"], ["U0LENA"], ["U0MAYA,U0HENRIK"]]),
    ]


async def test_whoever_declined_hears_no_more_of_it(offered: Office) -> None:
    await answers(offered, "wei", Reply.NO)
    await time_is_over(offered)
    assert await told(offered, "offer_over") == ["U0ZOE"]


async def test_silence_is_a_no_unless_the_program_says_otherwise(offered: Office) -> None:
    await time_is_over(offered)
    assert (await state(offered), await pairs(offered)) == (OfferState.LAPSED, 0)


async def test_where_silence_accepts_two_who_say_nothing_are_a_pair_and_a_no_is_a_no(offered: Office) -> None:
    await silence_accepts(offered)
    await time_is_over(offered)
    assert (await state(offered), await pairs(offered)) == (OfferState.ACCEPTED, 1)


async def test_where_silence_accepts_a_no_is_still_a_no(offered: Office) -> None:
    await silence_accepts(offered)
    await answers(offered, "wei", Reply.NO)
    await time_is_over(offered)
    assert (await state(offered), await pairs(offered)) == (OfferState.DECLINED, 0)


@pytest.mark.parametrize("answer", [Reply.NO, None])
async def test_what_fell_through_is_never_proposed_again_and_its_people_are_free(
    offered: Office, answer: Reply | None
) -> None:
    assert await free(offered) == set()
    if answer:
        await answers(offered, "zoe", answer)
    await time_is_over(offered)
    async with offered.edge.transaction() as db:
        pool = await pool_of(db, await db.get_one(Program, offered.program_id), offered.clock.now())
        assert (offered.ids["zoe"], offered.ids["wei"]) in pool.task.never
        assert await count_waiting(db, offered.program_id) == Waiting(1, 1)
    assert await free(offered) == {"zoe", "wei"}


@pytest.mark.parametrize("silence", Silence)
@pytest.mark.parametrize("wei", [Reply.YES, Reply.NO, None])
async def test_what_somebody_never_heard_is_neither_a_no_nor_a_yes(
    unheard: Office, silence: Silence, wei: Reply | None
) -> None:
    if silence is Silence.ACCEPTS:
        await silence_accepts(unheard)
    await unheard.hears("offer", "wei")
    if wei:
        await answers(unheard, "wei", wei)
    await time_is_over(unheard)
    assert (await state(unheard), await pairs(unheard)) == (OfferState.WITHDRAWN, 0)
    assert await told(unheard, "offers_unheard") == ["U0LENA"], "whatever the other had answered"
    assert await told(unheard, "offer_over") == ([] if wei is Reply.NO else ["U0WEI"])
    async with unheard.edge.transaction() as db:
        pool = await pool_of(db, await db.get_one(Program, unheard.program_id), unheard.clock.now())
        assert ((unheard.ids["zoe"], unheard.ids["wei"]) in pool.task.never) is (wei is Reply.NO)


async def test_whoever_answers_without_the_message_has_heard(unheard: Office) -> None:
    await answers(unheard, "zoe", Reply.YES)
    await answers(unheard, "wei", Reply.YES)
    assert await pairs(unheard) == 1


async def test_one_of_the_two_messages_is_enough_to_have_heard(unheard: Office) -> None:
    await unheard.hears("offer", "wei")
    await unheard.hears("offer_reminder", "zoe")
    await time_is_over(unheard)
    assert await state(unheard) is OfferState.LAPSED
    assert await told(unheard, "offers_unheard") == []


async def test_nobody_is_reminded_of_what_they_have_only_just_heard(unheard: Office) -> None:
    async def reminds() -> bool:
        async with unheard.edge.transaction() as db:
            row = (await db.scalars(select(OutboxRow).where(OutboxRow.key == OFFER_REMINDER.key("U0ZOE", offer)))).one()
            return await LETTERS[row.kind].compose(db, row, unheard.clock.now()) is not None

    offer = unheard.ids["offer"]
    assert await reminds(), "who could not be asked at first hears of it by the reminder"
    await unheard.hears("offer", "zoe")
    assert not await reminds()
    unheard.clock.turn(timedelta(days=1))
    assert await reminds()


async def test_answers_that_come_twice_too_late_or_from_somebody_else_are_refused(offered: Office) -> None:
    for stranger in ("lena", "maya", "oscar"):
        with pytest.raises(NotYourOffer):
            await answers(offered, stranger, Reply.YES)
    await answers(offered, "zoe", Reply.YES)
    for answer in Reply:
        with pytest.raises(AnsweredBefore):
            await answers(offered, "zoe", answer)
    async with offered.edge.transaction() as db:
        offered.clock.turn_to((await db.get_one(Offer, offered.ids["offer"])).answer_by)
    with pytest.raises(OfferOver):
        await answers(offered, "wei", Reply.YES)
    await finish_offers(offered.edge)
    with pytest.raises(OfferOver):
        await answers(offered, "wei", Reply.YES)


async def leaves(office: Office, handle: str = "wei") -> None:
    await office.does(handle, lambda db, one: leave_program(db, one, office.program_id, office.clock.now()))


async def is_erased(office: Office) -> None:
    await office.does("wei", lambda db, wei: erase(db, wei, office.clock.now()))


async def is_deactivated(office: Office) -> None:
    await office.leaves_slack("wei")


async def goes_on_a_long_break(office: Office) -> None:
    until = office.clock.now() + timedelta(days=30)
    await office.does("wei", lambda db, wei: take_break(db, wei, until, office.clock.now()))


async def changes_sides(office: Office) -> None:
    said = SignUp(office.program_id, Role.MENTOR, 2, "Sales", ["ai-ethics"], [], 1)
    await office.does("wei", lambda db, wei: sign_up(db, wei, said, office.clock.now()))


@pytest.mark.parametrize("happens", [leaves, is_erased, is_deactivated, goes_on_a_long_break, changes_sides])
async def test_whoever_can_no_longer_be_paired_takes_the_offer_back_and_the_other_hears_a_neutral_word(
    offered: Office, happens: object
) -> None:
    assert callable(happens)
    await happens(offered)
    assert await state(offered) is OfferState.WITHDRAWN
    assert await told(offered, "offer_over") == ["U0ZOE"]
    assert "zoe" in await free(offered)
    async with offered.edge.transaction() as db:
        assert (await count_waiting(db, offered.program_id)).mentors >= 1


async def test_a_break_that_is_over_in_time_changes_nothing(offered: Office) -> None:
    until = offered.clock.now() + timedelta(days=3)
    await offered.does("wei", lambda db, wei: take_break(db, wei, until, offered.clock.now()))
    assert await state(offered) is OfferState.OPEN


async def test_of_whoever_declined_and_then_leaves_the_no_is_remembered_and_nobody_sees_it(offered: Office) -> None:
    await answers(offered, "wei", Reply.NO)
    await goes_on_a_long_break(offered)
    assert await state(offered) is OfferState.WITHDRAWN
    async with offered.edge.transaction() as db:
        pool = await pool_of(db, await db.get_one(Program, offered.program_id), offered.clock.now())
    assert (offered.ids["zoe"], offered.ids["wei"]) in pool.task.never


@pytest.mark.parametrize("steps", [[ProgramState.CLOSED], [ProgramState.CLOSING]])
async def test_a_program_that_makes_no_pairs_any_more_takes_its_offers_back(
    offered: Office, steps: list[ProgramState]
) -> None:
    async with offered.edge.transaction() as db:
        (await db.get_one(Program, offered.program_id)).state = ProgramState.RUNNING

    async def moves(db: AsyncSession, lena: Person) -> None:
        for step in steps:
            await move_program_on(db, lena, offered.program_id, step, offered.clock.now())

    await offered.does("lena", moves)
    assert await state(offered) is OfferState.WITHDRAWN
    assert await told(offered, "offer_over") == ["U0WEI", "U0ZOE"]


async def test_leads_hear_of_free_people_once_a_day_and_of_nobody_in_particular(offered: Office) -> None:
    async with offered.edge.transaction() as db:
        maya, henrik = [await db.get_one(Person, offered.ids[handle]) for handle in ("maya", "henrik")]
        program = await db.get_one(Program, offered.program_id)
        await make_offers(db, program, [Couple(maya, henrik, 80, REASONS)], offered.clock.now())
    for handle in ("wei", "henrik"):
        await leaves(offered, handle)
    assert await told(offered, "people_waiting") == ["U0LENA"]
    async with offered.edge.transaction() as db:
        row = (await db.scalars(select(OutboxRow).where(OutboxRow.kind == "people_waiting"))).one()
    assert row.due_at > offered.clock.now()
    assert "ZOE" not in row.key


async def test_publishing_that_breaks_off_offers_nothing_and_a_retry_offers_each_pair_to_both(office: Office) -> None:
    run_id = await proposals(office)
    whole = office.edge

    @follows(ProgramChanged)
    async def breaks(_db: AsyncSession, _noted: Noted, _now: object) -> None:
        raise ConnectionError

    office.edge = Edge(whole._database, office.clock, (*whole._reconcilers, breaks))
    with pytest.raises(ConnectionError):
        await office.does("lena", lambda db, lena: publish_proposals(db, lena, run_id, office.clock.now()))
    office.edge = whole
    assert await told(office, "offer") == []
    async with office.edge.transaction() as db:
        assert await db.scalar(select(func.count()).where(Offer.program_id == office.program_id)) == 0
    await office.does("lena", lambda db, lena: publish_proposals(db, lena, run_id, office.clock.now()))
    assert await told(office, "offer") == ["U0WEI", "U0ZOE"]
    assert await told(office, "offer_reminder") == ["U0WEI", "U0ZOE"]
