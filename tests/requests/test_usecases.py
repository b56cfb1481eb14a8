import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.core.outbox import OutboxRow
from bot.enrolment.model import Enrolment, Role, RoundAnswer
from bot.matching.review.publishing import publish_proposals
from bot.matching.search.pool import pool_of
from bot.offers.model import OfferState, Reply
from bot.offers.usecases import (
    AnsweredBefore,
    Couple,
    NoPlaceToGive,
    NothingToTakeBack,
    NotYourOffer,
    OfferOver,
    make_offers,
)
from bot.pairs.absences import leave_program, take_break
from bot.pairs.ending import end_pairs
from bot.pairs.kinds import PAIR_ENDED
from bot.pairs.usecases import start_pairs
from bot.people.model import Person
from bot.privacy.usecases import erase
from bot.programs.model import Program, Silence
from bot.programs.rules.lifecycle import ProgramState
from bot.requests.usecases import (
    AskedBefore,
    AskedLately,
    AskedManyLately,
    AsksThemselves,
    CannotBeAsked,
    NoPlaceToKeep,
    NowhereToAsk,
    OnABreak,
    ProposedAlready,
    RulesKeepApart,
    SkipsRound,
    WaitingAlready,
    WerePair,
)
from bot.status.usecases import look_over
from bot.status.views import status
from tests.matching.asking import proposals
from tests.office import Office
from tests.requests.asking import (
    A_BREAK,
    WORDS,
    answers,
    asks,
    is_pair,
    joins,
    offer,
    people_may_ask,
    refused,
    shown,
    state,
    takes_back,
    time_is_over,
    told,
)
from tests.the_table import COMMAND_LABELS

Deed = Callable[[Office], Awaitable[None]]


@pytest.fixture
async def asking(office: Office) -> Office:
    await people_may_ask(office)
    return office


async def program_is(office: Office, **values: object) -> None:
    async with office.edge.transaction() as db:
        program = await db.get_one(Program, office.program_id)
        for name, value in values.items():
            setattr(program, name, value)


async def person_is(office: Office, handle: str, **values: object) -> None:
    async with office.edge.transaction() as db:
        person = await db.get_one(Person, office.ids[handle])
        for name, value in values.items():
            setattr(person, name, value)


async def leaves(office: Office, handle: str = "wei") -> None:
    await office.does(handle, lambda db, one: leave_program(db, one, office.program_id, office.clock.now()))


async def takes_a_break(office: Office, handle: str = "wei") -> None:
    until = office.clock.now() + A_BREAK
    await office.does(handle, lambda db, one: take_break(db, one, until, office.clock.now()))


async def is_deactivated(office: Office) -> None:
    await office.leaves_slack("wei")


async def is_erased(office: Office) -> None:
    await office.does("wei", lambda db, wei: erase(db, wei, office.clock.now()))


async def changes_sides(office: Office) -> None:
    await joins(office, "wei", Role.MENTOR)


async def is_paired(office: Office, mentor: str = "pia", mentee: str = "wei") -> None:
    async with office.edge.transaction() as db:
        program = await db.get_one(Program, office.program_id)
        await start_pairs(db, program, [(office.ids[mentor], office.ids[mentee])], office.clock.now())


async def gives_the_last_place_away(office: Office) -> None:
    await joins(office, "pia", Role.MENTOR)
    await is_paired(office)


async def is_offered_somebody(office: Office, mentor: str = "pia", mentee: str = "wei") -> int:
    if mentor not in office.ids:
        await joins(office, mentor, Role.MENTOR)
    async with office.edge.transaction() as db:
        two = [await db.get_one(Person, office.ids[handle]) for handle in (mentor, mentee)]
        program = await db.get_one(Program, office.program_id)
        reasons = {"wishes": [], "returned": [], "gap": 4}
        (made,) = await make_offers(db, program, [Couple(two[0], two[1], 80, reasons)], office.clock.now())
    return made.id


@pytest.mark.parametrize(("asker", "asked"), [("zoe", "wei"), ("wei", "zoe")])
async def test_a_yes_makes_them_a_pair_and_only_the_one_who_is_asked_is_asked(
    asking: Office, asker: str, asked: str
) -> None:
    await asks(asking, asker, asked)
    made = await offer(asking)
    assert (made.message, made.is_asker(asking.ids[asker]), made.is_asker(asking.ids[asked])) == (WORDS, True, False)
    for kind in ("offer", "offer_reminder"):
        assert await told(asking, kind) == [f"U0{asked.upper()}"]
    await answers(asking, asked, Reply.YES)
    assert await state(asking) is OfferState.ACCEPTED
    assert await is_pair(asking, "zoe", "wei")
    assert "U0ZOE,U0WEI" in await told(asking, "introduction"), "first whoever owns the agenda"


async def test_a_no_and_silence_end_at_the_same_moment_and_only_the_asker_hears(asking: Office) -> None:
    await joins(asking, "pia", Role.MENTOR)
    first = await asks(asking, "zoe", "wei")
    second = await asks(asking, "pia", "wei")
    await answers(asking, "wei", Reply.NO, first)
    assert {await state(asking, one) for one in (first, second)} == {OfferState.OPEN}
    await time_is_over(asking)
    assert (await state(asking, first), await state(asking, second)) == (OfferState.DECLINED, OfferState.LAPSED)
    assert await told(asking, "request_over") == ["U0PIA", "U0ZOE"]
    assert (await told(asking, "offer_over"), await told(asking, "free_again")) == ([], [])


async def test_silence_is_never_a_yes_to_a_request_whatever_the_program_says(asking: Office) -> None:
    await program_is(asking, silence=Silence.ACCEPTS)
    await asks(asking, "zoe", "wei")
    await time_is_over(asking)
    assert await state(asking) is OfferState.LAPSED


async def test_once_people_may_no_longer_ask_what_was_asked_may_still_be_answered_or_taken_back(asking: Office) -> None:
    await joins(asking, "pia", Role.MENTOR)
    first, second = await asks(asking, "pia", "wei"), await asks(asking, "zoe", "wei")
    await program_is(asking, self_chosen=False)
    await takes_back(asking, "pia", first)
    await answers(asking, "wei", Reply.YES, second)
    assert await is_pair(asking, "zoe", "wei")


async def test_an_empty_message_is_none(asking: Office) -> None:
    await asks(asking, "zoe", "wei", "")
    assert (await offer(asking)).message is None


# Who may ask


async def test_only_who_has_a_place_where_people_ask_each_other_may_ask(asking: Office) -> None:
    assert isinstance(await refused(asking, "oscar", "wei"), NowhereToAsk)
    await takes_a_break(asking, "zoe")
    assert isinstance(await refused(asking, "zoe", "wei"), OnABreak)
    await joins(asking, "pia", Role.MENTOR)
    async with asking.edge.transaction() as db:
        mine = Enrolment.person_id == asking.ids["pia"]
        (await db.scalars(select(Enrolment).where(mine))).one().round_answer = RoundAnswer.SKIPS
    assert isinstance(await refused(asking, "pia", "wei"), SkipsRound)
    await program_is(asking, self_chosen=False)
    assert isinstance(await refused(asking, "wei", "zoe"), NowhereToAsk)
    await program_is(asking, self_chosen=True, state=ProgramState.CLOSING)
    assert isinstance(await refused(asking, "wei", "zoe"), NowhereToAsk)


async def test_nobody_asks_themselves(asking: Office) -> None:
    assert isinstance(await refused(asking, "zoe", "zoe"), AsksThemselves)


async def test_a_request_keeps_a_place_of_the_asker_and_none_of_the_asked(asking: Office) -> None:
    await joins(asking, "noor", Role.MENTEE)
    await joins(asking, "pia", Role.MENTOR)
    await asks(asking, "zoe", "wei")
    assert isinstance(await refused(asking, "zoe", "noor"), NoPlaceToKeep)
    assert isinstance(await refused(asking, "henrik", "zoe"), NoPlaceToKeep), "has a partner"
    await asks(asking, "pia", "wei")
    async with asking.edge.transaction() as db:
        pool = await pool_of(db, await db.get_one(Program, asking.program_id), asking.clock.now())
    taken = {handle: pool.taken[asking.ids[handle]] for handle in ("zoe", "pia", "wei", "noor")}
    assert taken == {"zoe": 1, "pia": 1, "wei": 0, "noor": 0}
    couples = {(asking.ids["zoe"], asking.ids["wei"]), (asking.ids["pia"], asking.ids["wei"])}
    assert couples <= pool.task.never, "no search proposes them meanwhile"


async def test_whoever_teaches_several_may_ask_as_many(asking: Office) -> None:
    await joins(asking, "zoe", Role.MENTOR, capacity=2)
    for handle in ("noor", "sana", "tom"):
        await joins(asking, handle, Role.MENTEE)
    await asks(asking, "zoe", "noor")
    await asks(asking, "zoe", "sana")
    assert isinstance(await refused(asking, "zoe", "tom"), NoPlaceToKeep)


# Who can be asked


async def skips_the_round(office: Office) -> None:
    async with office.edge.transaction() as db:
        theirs = Enrolment.person_id == office.ids["wei"]
        (await db.scalars(select(Enrolment).where(theirs))).one().round_answer = RoundAnswer.SKIPS


async def asks_somebody_else(office: Office) -> None:
    await joins(office, "pia", Role.MENTOR)
    await asks(office, "wei", "pia")


async def was_never_met(office: Office) -> None:
    await is_erased(office)


ABSENT = [
    leaves,
    takes_a_break,
    is_deactivated,
    was_never_met,
    changes_sides,
    gives_the_last_place_away,
    is_offered_somebody,
    asks_somebody_else,
    skips_the_round,
]


@pytest.mark.parametrize("happens", ABSENT)
async def test_one_text_says_that_somebody_cannot_be_asked_and_never_why(asking: Office, happens: Deed) -> None:
    await happens(asking)
    refusal = await refused(asking, "zoe", "wei")
    assert refusal.text == "They can't be asked in Digital natives at the moment. Is there someone else?"
    assert refusal.text == (await refused(asking, "zoe", "lena")).text, "who is not in it"
    assert refusal.text == (await refused(asking, "zoe", "nobody")).text, "whom the bot does not know"
    assert refusal.text == (await refused(asking, "zoe", "maya")).text, "who is on the same side"
    assert refusal.field == "whom"


@pytest.mark.parametrize(
    ("differs", "words"),
    [
        ({"level": 7}, "Your levels aren't as far apart"),
        ({"department": "Sales"}, "Your departments don't fit"),
        ({"languages": ["no"]}, "As far as I know, you share no language."),
        ({"work_starts": 1, "work_ends": 2}, "You two don't work at the same time"),
        ({"manager_id": "wei"}, "You two work in one reporting line"),
    ],
)
async def test_the_rule_that_keeps_two_apart_is_named_without_numbers(
    asking: Office, differs: dict[str, object], words: str
) -> None:
    await program_is(asking, department_rule="different" if "department" in differs else "any")
    await person_is(asking, "wei", languages=["en"])
    if "manager_id" in differs:
        differs = {"manager_id": asking.ids["wei"]}
    await person_is(asking, "zoe", **differs)
    refusal = await refused(asking, "zoe", "wei")
    assert isinstance(refusal, RulesKeepApart)
    assert refusal.text.startswith(words)
    assert not any(letter.isdigit() for letter in refusal.text)


async def test_two_who_were_a_pair_are_told_so(asking: Office) -> None:
    refusal = await refused(asking, "maya", "henrik")
    assert isinstance(refusal, WerePair)
    assert refusal.text == "The two of you are already a pair in Digital natives."
    async with asking.edge.transaction() as db:
        await end_pairs(db, [asking.pair_id], PAIR_ENDED, asking.clock.now())
    assert "were a pair in Digital natives before" in (await refused(asking, "henrik", "maya")).text


# Once more


async def test_a_request_that_waits_is_not_made_twice(asking: Office) -> None:
    await asks(asking, "zoe", "wei")
    assert isinstance(await refused(asking, "zoe", "wei"), WaitingAlready)


@pytest.mark.parametrize("answer", [Reply.NO, None])
async def test_after_a_no_or_silence_neither_asks_again(asking: Office, answer: Reply | None) -> None:
    await asks(asking, "zoe", "wei")
    if answer:
        await answers(asking, "wei", answer)
        assert isinstance(await refused(asking, "wei", "zoe"), AskedBefore)
    await time_is_over(asking)
    assert isinstance(await refused(asking, "zoe", "wei"), AskedBefore)
    assert isinstance(await refused(asking, "wei", "zoe"), AskedBefore)


@pytest.mark.parametrize("other", [Reply.NO, Reply.YES, None])
async def test_from_a_leads_offer_nobody_finds_out_what_the_other_answered(asking: Office, other: Reply | None) -> None:
    number = await is_offered_somebody(asking, "zoe", "wei")
    if other:
        await answers(asking, "wei", other, number)
    assert isinstance(await refused(asking, "zoe", "wei"), ProposedAlready)
    await answers(asking, "zoe", Reply.NO, number)
    assert isinstance(await refused(asking, "zoe", "wei"), AskedBefore)


@pytest.mark.parametrize("answer", [Reply.NO, None])
async def test_after_an_offer_that_ended_early_they_may_ask_and_who_had_declined_is_not_asked(
    asking: Office, answer: Reply | None
) -> None:
    number = await is_offered_somebody(asking, "zoe", "wei")
    if answer:
        await answers(asking, "wei", answer, number)
    await takes_a_break(asking)
    await person_is(asking, "wei", paused_until=None)
    before = len(await told(asking, "offer"))
    await asks(asking, "zoe", "wei")
    assert len(await told(asking, "offer")) - before == (0 if answer else 1)


# Taking back


async def test_what_is_taken_back_is_over_for_both_and_nobody_is_told(asking: Office) -> None:
    await joins(asking, "noor", Role.MENTEE)
    await asks(asking, "zoe", "wei")
    await takes_back(asking, "zoe")
    assert await state(asking) is OfferState.WITHDRAWN
    with pytest.raises(OfferOver):
        await answers(asking, "wei", Reply.YES)
    with pytest.raises(NothingToTakeBack):
        await takes_back(asking, "zoe")
    assert (await told(asking, "request_over"), await told(asking, "free_again")) == ([], [])
    assert isinstance(await refused(asking, "zoe", "wei"), AskedLately)
    await asks(asking, "zoe", "noor")


async def test_a_week_after_it_was_taken_back_it_can_be_asked_again(asking: Office) -> None:
    first = await asks(asking, "zoe", "wei")
    await takes_back(asking, "zoe")
    await time_is_over(asking)
    assert await asks(asking, "zoe", "wei") != first
    assert await told(asking, "offer") == ["U0WEI", "U0WEI"]


async def test_after_it_was_taken_back_the_other_may_ask(asking: Office) -> None:
    await asks(asking, "zoe", "wei")
    await takes_back(asking, "zoe")
    await asks(asking, "wei", "zoe")
    await answers(asking, "zoe", Reply.YES)
    assert await is_pair(asking, "zoe", "wei")


async def test_only_who_asked_takes_back_and_never_a_leads_offer(asking: Office) -> None:
    await asks(asking, "zoe", "wei")
    for stranger in ("wei", "maya", "oscar"):
        with pytest.raises(NotYourOffer):
            await takes_back(asking, stranger)
    await joins(asking, "noor", Role.MENTEE)
    number = await is_offered_somebody(asking, "pia", "noor")
    with pytest.raises(NotYourOffer):
        await takes_back(asking, "pia", number)


# Places


async def test_of_several_who_ask_one_the_first_yes_counts_and_the_others_hear_a_neutral_word(asking: Office) -> None:
    await joins(asking, "pia", Role.MENTOR)
    first, second = await asks(asking, "zoe", "wei"), await asks(asking, "pia", "wei")
    await answers(asking, "wei", Reply.YES, second)
    assert (await state(asking, first), await state(asking, second)) == (OfferState.WITHDRAWN, OfferState.ACCEPTED)
    assert await told(asking, "request_over") == ["U0ZOE"]
    await asks(asking, "zoe", await _newcomer(asking))


async def _newcomer(office: Office) -> str:
    await joins(office, "noor", Role.MENTEE)
    return "noor"


async def test_whoever_has_another_place_keeps_the_other_requests(asking: Office) -> None:
    await joins(asking, "zoe", Role.MENTOR, capacity=2)
    for handle in ("noor", "sana"):
        await joins(asking, handle, Role.MENTEE)
    requests = [await asks(asking, handle, "zoe") for handle in ("wei", "noor", "sana")]
    await answers(asking, "zoe", Reply.YES, requests[0])
    assert [await state(asking, one) for one in requests[1:]] == [OfferState.OPEN] * 2
    await answers(asking, "zoe", Reply.YES, requests[1])
    assert await state(asking, requests[2]) is OfferState.WITHDRAWN


async def test_a_pair_made_by_anybody_else_takes_the_place_too_and_a_leads_offer_does_not(asking: Office) -> None:
    await asks(asking, "zoe", "wei")
    number = await is_offered_somebody(asking)
    assert await state(asking) is OfferState.OPEN
    with pytest.raises(NoPlaceToGive):
        await answers(asking, "wei", Reply.YES)
    assert await state(asking) is OfferState.OPEN
    await answers(asking, "pia", Reply.YES, number)
    await answers(asking, "wei", Reply.YES, number)
    assert await state(asking) is OfferState.WITHDRAWN
    assert await told(asking, "request_over") == ["U0ZOE"]


async def test_who_has_asked_somebody_keeps_that_place_and_may_take_it_back_to_accept(asking: Office) -> None:
    await joins(asking, "pia", Role.MENTOR)
    own = await asks(asking, "wei", "pia")
    await takes_back(asking, "wei", own)
    request = await asks(asking, "zoe", "wei")
    await joins(asking, "sana", Role.MENTOR)
    own = await asks(asking, "wei", "sana")
    with pytest.raises(NoPlaceToGive):
        await answers(asking, "wei", Reply.YES, request)
    await takes_back(asking, "wei", own)
    await answers(asking, "wei", Reply.YES, request)
    assert await is_pair(asking, "zoe", "wei")


async def test_publishing_leaves_alone_who_waits_for_an_answer(asking: Office) -> None:
    await joins(asking, "noor", Role.MENTEE)
    run_id = await proposals(asking)
    await joins(asking, "pia", Role.MENTOR)
    await asks(asking, "zoe", "wei")
    await asks(asking, "noor", "pia")
    with pytest.raises(Exception, match="None of these pairs can be offered"):
        await asking.does("lena", lambda db, lena: publish_proposals(db, lena, run_id, asking.clock.now()))


@pytest.mark.parametrize("happens", [leaves, takes_a_break, is_deactivated, is_erased, changes_sides])
async def test_whoever_can_no_longer_be_paired_ends_it_with_the_neutral_word_and_leads_hear_nothing(
    asking: Office, happens: Deed
) -> None:
    await asks(asking, "zoe", "wei")
    await happens(asking)
    assert await state(asking) is OfferState.WITHDRAWN
    assert (await told(asking, "request_over"), await told(asking, "free_again")) == (["U0ZOE"], [])


async def test_whoever_asked_and_leaves_is_not_named_to_anybody(asking: Office) -> None:
    await asks(asking, "wei", "zoe")
    await leaves(asking)
    assert (await told(asking, "request_over"), await told(asking, "offer_over")) == ([], [])
    with pytest.raises(OfferOver):
        await answers(asking, "zoe", Reply.YES)


async def test_whoever_is_asked_by_many_still_sees_their_pair_and_can_take_back_what_they_asked(asking: Office) -> None:
    await joins(asking, "maya", Role.MENTOR, capacity=9)
    for number in range(14):
        await joins(asking, f"n{number}", Role.MENTEE)
        await asks(asking, f"n{number}", "maya")
    await asks(asking, "maya", "wei")
    async with asking.edge.transaction() as db:
        said = shown(status(await look_over(db, await db.get_one(Person, asking.ids["maya"])), COMMAND_LABELS))
    assert "You are the mentor of <@U0HENRIK>" in said
    assert "take_back_request" in said
    assert "And 7 more, each in a message of its own." in said


# At the same moment


async def test_two_presses_make_one_request(asking: Office) -> None:
    ends = await asyncio.gather(*[asks(asking, "zoe", "wei") for _ in range(3)], return_exceptions=True)
    assert sorted(type(end).__name__ for end in ends) == ["WaitingAlready", "WaitingAlready", "int"]
    assert await told(asking, "offer") == ["U0WEI"]


async def test_who_asks_somebody_who_has_asked_them_accepts(asking: Office) -> None:
    first = await asks(asking, "wei", "zoe")
    assert await asks(asking, "zoe", "wei") == first
    assert await is_pair(asking, "zoe", "wei")


async def test_two_who_ask_each_other_at_the_same_moment_are_one_pair(asking: Office) -> None:
    await asyncio.gather(asks(asking, "zoe", "wei"), asks(asking, "wei", "zoe"))
    assert await is_pair(asking, "zoe", "wei")
    assert await state(asking) is OfferState.ACCEPTED


async def test_two_yeses_at_the_same_moment_fill_one_place_once(asking: Office) -> None:
    await joins(asking, "pia", Role.MENTOR)
    requests = await asks(asking, "zoe", "wei"), await asks(asking, "pia", "wei")
    deeds = [answers(asking, "wei", Reply.YES, one) for one in requests]
    ends = await asyncio.gather(*deeds, return_exceptions=True)
    assert [type(end) for end in ends if end is not None] in ([OfferOver], [NoPlaceToGive])
    assert await is_pair(asking, "zoe", "wei") != await is_pair(asking, "pia", "wei")


async def test_a_yes_and_taking_back_at_the_same_moment_have_one_outcome(asking: Office) -> None:
    await asks(asking, "zoe", "wei")
    ends = await asyncio.gather(answers(asking, "wei", Reply.YES), takes_back(asking, "zoe"), return_exceptions=True)
    assert sum(end is None for end in ends) == 1
    assert await is_pair(asking, "zoe", "wei") == (await state(asking) is OfferState.ACCEPTED)


async def test_a_second_yes_is_met_kindly(asking: Office) -> None:
    await asks(asking, "zoe", "wei")
    await answers(asking, "wei", Reply.YES)
    with pytest.raises(AnsweredBefore):
        await answers(asking, "wei", Reply.YES)


async def test_nobody_is_asked_in_the_evening(asking: Office) -> None:
    asking.clock.turn(timedelta(hours=12))
    await asks(asking, "zoe", "wei")
    async with asking.edge.transaction() as db:
        row = (await db.scalars(select(OutboxRow).where(OutboxRow.kind == "offer"))).one()
        wei = await db.get_one(Person, asking.ids["wei"])
    assert row.due_at == wei.next_good_hour(asking.clock.now()) > asking.clock.now()


def test_a_refusal_of_their_own_tells_the_asker_how_to_go_on() -> None:
    assert "/mentor status" in NoPlaceToKeep(Program(name="P")).text
    assert "/mentor return" in OnABreak().text
    assert CannotBeAsked(Program(name="P")).field == "whom"


async def test_asking_and_taking_back_again_and_again_rings_only_so_many_bells(asking: Office) -> None:
    for number in range(6):
        await joins(asking, f"wise{number}", Role.MENTEE)
    for number in range(5):
        await asks(asking, "zoe", f"wise{number}")
        await takes_back(asking, "zoe")
    assert isinstance(await refused(asking, "zoe", "wise5"), AskedManyLately)
    asking.clock.turn_to(asking.clock.now() + timedelta(days=7))
    await asks(asking, "zoe", "wise5")
