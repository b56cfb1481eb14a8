"""Two people whom a lead pairs directly."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.refusals import Refusal
from bot.core.submissions import InvalidForm, Submission
from bot.enrolment.model import Role
from bot.enrolment.usecases import SignUp, sign_up
from bot.matching.review.pairing import AskedAlready, PairAlready, Weighed, ask_both, weigh_pair
from bot.matching.review.pairing_views import AskBothForm, PairForm
from bot.matching.review.publishing import NobodyLeft
from bot.matching.review.queries import proposals_of
from bot.matching.search.engine.facts import reasons
from bot.matching.search.engine.fit import Fit
from bot.matching.search.engine.model import Candidate, Rules, Task, Weights
from bot.matching.search.judging import Judged, NotFree, RulesBroken
from bot.matching.search.usecases import NothingToMatch
from bot.matching.told import BETWEEN_TWO
from bot.offers.jobs import finish_offers
from bot.offers.model import Forbidden, Offer, OfferState, Reply
from bot.offers.usecases import answer_offer
from bot.pairs.absences import take_break
from bot.pairs.ending import end_pairs
from bot.pairs.kinds import PAIR_ENDED
from bot.pairs.model import Pair
from bot.people.model import Block, Person
from bot.programs.model import Program
from bot.programs.rules.lifecycle import ProgramState
from bot.programs.usecases import NotALead
from tests.matching.asking import proposals, publish
from tests.matching.search.engine.crowd import TODAY
from tests.office import Office
from tests.people_and_pairs import made_program, person

ZOE_AND_WEI = ("zoe", "wei")


def slack_ids(couple: tuple[str, str]) -> tuple[str, str]:
    return f"U0{couple[0].upper()}", f"U0{couple[1].upper()}"


async def asks(office: Office, couple: tuple[str, str] = ZOE_AND_WEI, handle: str = "lena") -> Weighed:
    async def deed(db: AsyncSession, lead: Person) -> Weighed:
        return await ask_both(db, lead, office.program_id, slack_ids(couple), office.clock.now())

    return await office.does(handle, deed)


async def weighs(office: Office, couple: tuple[str, str] = ZOE_AND_WEI) -> Weighed:
    async def deed(db: AsyncSession, lead: Person) -> Weighed:
        return await weigh_pair(db, lead, office.program_id, slack_ids(couple), office.clock.now())

    return await office.does("lena", deed)


async def is_in_state(office: Office, state: ProgramState) -> None:
    async with office.edge.transaction() as db:
        (await db.get_one(Program, office.program_id)).state = state


async def state_of(office: Office) -> ProgramState:
    async with office.edge.transaction() as db:
        return (await db.get_one(Program, office.program_id)).state


async def offers(office: Office) -> list[Offer]:
    async with office.edge.transaction() as db:
        found = select(Offer).where(Offer.program_id == office.program_id).order_by(Offer.id)
        return list((await db.scalars(found)).all())


async def test_looking_asks_nobody_and_asking_asks_both(office: Office) -> None:
    await weighs(office)
    assert await offers(office) == []
    await asks(office)
    (offer,) = await offers(office)
    assert (offer.mentor_id, offer.mentee_id) == (office.ids["zoe"], office.ids["wei"])
    for handle in ZOE_AND_WEI:
        await office.does(handle, lambda db, one: answer_offer(db, one, offer.id, Reply.YES, office.clock.now()))
    async with office.edge.transaction() as db:
        assert await db.scalar(select(func.count()).where(Pair.program_id == office.program_id)) == 2


@pytest.mark.parametrize("state", [ProgramState.OPEN, ProgramState.MATCHING, ProgramState.RUNNING])
async def test_the_program_stays_as_it_is(office: Office, state: ProgramState) -> None:
    await is_in_state(office, state)
    await asks(office)
    assert await state_of(office) is state


@pytest.mark.parametrize("state", [ProgramState.DRAFT, ProgramState.CLOSING])
async def test_a_program_that_makes_no_pairs_makes_none_by_hand(office: Office, state: ProgramState) -> None:
    await is_in_state(office, state)
    with pytest.raises(NothingToMatch):
        await asks(office)


async def test_nobody_but_a_lead_pairs_people(office: Office) -> None:
    for stranger in ("oscar", "maya", "zoe"):
        with pytest.raises(NotALead):
            await asks(office, handle=stranger)


async def test_two_leads_who_ask_the_same_two_at_once_ask_them_once(office: Office) -> None:
    ends = await asyncio.gather(*(asks(office) for _ in range(4)), return_exceptions=True)
    assert sorted(type(end).__name__ for end in ends) == [*["AskedAlready"] * 3, "Weighed"]
    assert len(await offers(office)) == 1


async def test_two_who_are_a_pair_or_asked_already_are_said_so_plainly(office: Office) -> None:
    with pytest.raises(PairAlready):
        await asks(office, ("maya", "henrik"))
    await asks(office)
    with pytest.raises(AskedAlready):
        await asks(office)


async def test_whoever_has_no_place_free_is_told_under_their_field(office: Office) -> None:
    for couple, field in ((("maya", "wei"), "mentor"), (("zoe", "henrik"), "mentee"), (("oscar", "wei"), "mentor")):
        with pytest.raises(NotFree) as refused:
            await asks(office, couple)
        assert refused.value.field == field
    now = office.clock.now()
    await office.does("wei", lambda db, wei: take_break(db, wei, now + timedelta(days=3), now))
    with pytest.raises(NotFree):
        await asks(office)


async def test_a_rule_that_is_broken_is_refused_in_words(office: Office) -> None:
    async with office.edge.transaction() as db:
        (await db.get_one(Program, office.program_id)).min_gap = 9
    with pytest.raises(RulesBroken) as refused:
        await weighs(office)
    assert "levels apart" in refused.value.text
    with pytest.raises(RulesBroken, match="themselves"):
        await weighs(office, ("wei", "wei"))


async def a_lead_said_never(office: Office) -> None:
    async with office.edge.transaction() as db:
        db.add(Forbidden(program_id=office.program_id, mentor_id=office.ids["zoe"], mentee_id=office.ids["wei"]))


async def one_blocked_the_other(office: Office) -> None:
    async with office.edge.transaction() as db:
        db.add(Block(person_id=office.ids["wei"], other_id=office.ids["zoe"]))


async def they_were_a_pair(office: Office) -> None:
    async with office.edge.transaction() as db:
        pair = Pair(
            program_id=office.program_id,
            mentor_id=office.ids["zoe"],
            mentee_id=office.ids["wei"],
            started_at=office.clock.now(),
        )
        db.add(pair)
        await db.flush()
        await end_pairs(db, [pair.id], PAIR_ENDED, office.clock.now())


async def one_works_for_the_other(office: Office) -> None:
    async with office.edge.transaction() as db:
        (await db.get_one(Person, office.ids["zoe"])).manager_id = office.ids["wei"]


async def one_declined_the_other(office: Office) -> None:
    await asks(office)
    await office.hears("offer")
    (offer,) = await offers(office)
    await office.does("wei", lambda db, wei: answer_offer(db, wei, offer.id, Reply.NO, office.clock.now()))
    with pytest.raises(AskedAlready):  # until the time is over a no looks like silence
        await asks(office)
    office.clock.turn_to(offer.answer_by)
    await finish_offers(office.edge)
    assert [one.state for one in await offers(office)] == [OfferState.DECLINED]


BETWEEN = [
    a_lead_said_never,
    one_blocked_the_other,
    they_were_a_pair,
    one_works_for_the_other,
    one_declined_the_other,
]


@pytest.mark.parametrize("happened", BETWEEN)
async def test_what_stands_between_two_alone_is_not_told_apart(office: Office, happened: object) -> None:
    assert callable(happened)
    await happened(office)
    with pytest.raises(Refusal) as refused:
        await asks(office)
    assert (refused.value.words, refused.value.field) == (BETWEEN_TWO, "mentee")


async def test_what_became_impossible_since_it_was_shown_is_refused_when_it_is_asked(office: Office) -> None:
    await weighs(office)
    await office.leaves_slack("wei")
    with pytest.raises(NotFree):
        await asks(office)


async def test_a_review_that_is_open_meanwhile_skips_whoever_was_asked_by_hand(office: Office) -> None:
    run_id = await proposals(office)
    await asks(office)
    with pytest.raises(NobodyLeft):
        await publish(office, "lena", run_id)
    assert len(await offers(office)) == 1


async def test_a_review_that_is_open_meanwhile_publishes_the_rest(office: Office) -> None:
    async with office.edge.transaction() as db:
        for handle, role, level in (("oscar", Role.MENTOR, 1), ("lena", Role.MENTEE, 6)):
            said = SignUp(office.program_id, role, level, "Sales", ["short-video"], ["short-video"], 1)
            await sign_up(db, await db.get_one(Person, office.ids[handle]), said, office.clock.now())
    run_id = await proposals(office)
    async with office.edge.transaction() as db:
        proposed = {(one.mentor_id, one.mentee_id) for one, *_ in await proposals_of(db, run_id)}
    handles = {person_id: handle for handle, person_id in office.ids.items()}
    by_hand = min(proposed)
    await asks(office, (handles[by_hand[0]], handles[by_hand[1]]))
    assert await publish(office, "lena", run_id) == 1
    assert {(one.mentor_id, one.mentee_id) for one in await offers(office)} == proposed


async def test_a_preference_that_is_not_met_is_shown_and_refuses_nothing(office: Office) -> None:
    said = SignUp(office.program_id, Role.MENTOR, 1, "Sales", ["agile", "podcasts", "prompting"], ["short-video"], 1)
    await office.does("zoe", lambda db, zoe: sign_up(db, zoe, said, office.clock.now()))
    shown = str(AskBothForm.modal(await weighs(office)))
    assert "teaches nothing that " in shown
    assert "They're in the same department" in shown
    assert "would like to learn in return" not in shown, "one skill alone would say which wish it is not"
    await asks(office)


async def test_where_somebody_teaches_little_nothing_is_told_of_wishes(office: Office) -> None:
    said = SignUp(office.program_id, Role.MENTOR, 1, "Sales", ["agile"], [], 1)
    await office.does("zoe", lambda db, zoe: sign_up(db, zoe, said, office.clock.now()))
    assert "wishes for" not in str(AskBothForm.modal(await weighs(office)))


@given(st.builds(Weights, **{name: st.integers(0, 100) for name in Weights.__dataclass_fields__}))
def test_what_nobody_said_speaks_against_nobody(weights: Weights) -> None:
    mentor, mentee = Candidate(1, 1, offers={"a": 3, "b": 3, "c": 3}), Candidate(2, 4, offers={"d": 3, "e": 3, "f": 3})
    fit = Fit(Task((mentor,), (mentee,), TODAY, Rules(background="similar", weights=weights)))
    judged = Judged(mentor, mentee, reasons(fit, mentor, mentee), fit.points)
    weighed = Weighed(made_program(1, "Digital natives"), person(1), person(2), judged, ["A", "B", "C"])
    assert "against" not in str(AskBothForm.modal(weighed))


@pytest.mark.parametrize("program", ["", "x", "²", "9" * 40])
def test_an_odd_program_is_an_error_under_its_field(program: str) -> None:
    chosen = {"type": "static_select", "selected_option": {"value": program}}
    people = {name: {name: {"type": "users_select", "selected_user": "U1"}} for name in ("mentor", "mentee")}
    view = {"private_metadata": "{}", "state": {"values": people | {"program": {"program": chosen}}}}
    with pytest.raises(InvalidForm) as refused:
        PairForm.read(Submission(view))
    assert list(refused.value.errors) == ["program"]
