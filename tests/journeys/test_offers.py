"""A published pair is offered to both, and what the one answers is not seen by the other."""

import asyncio
from datetime import timedelta

from bot.playground.slack import Actor
from tests.workplace import MENTEE, MENTOR, MONDAY, Workplace

OFFERED = "I think I've found someone for you"
REMINDED = "There's still time to reply"
NEUTRAL = "didn't work out. You're still in"


async def is_published(workplace: Workplace) -> None:
    """Maya for Henrik, on Monday; the time to answer is over on the next Monday at five."""
    await workplace.has_program()
    await workplace.signs_up(workplace.maya, MENTOR)
    await workplace.signs_up(workplace.henrik, MENTEE)
    await workplace.do(workplace.lena.command("/mentor match"))
    await workplace.publishes()


def count(workplace: Workplace, person: Actor, words: str) -> int:
    return workplace.seen_by(person).count(words)


async def test_a_quiet_no_is_heard_by_nobody_and_both_are_looked_after(workplace: Workplace) -> None:
    lena, maya, henrik = workplace.lena, workplace.maya, workplace.henrik
    await is_published(workplace)
    await workplace.do(henrik.click("Decline quietly"))
    assert "This stays between you and me." in workplace.seen_by(henrik)
    await workplace.do(maya.click("Accept"))
    assert "Great! If @henrik says yes too, I'll introduce you." in workplace.seen_by(maya)
    assert "Offers open: 1 (1 accepted by one side)" in await workplace.says(lena, "/mentor status")
    before = len(lena.messages())

    await workplace.turn_to(MONDAY + timedelta(days=7, hours=7, minutes=59))
    assert NEUTRAL not in workplace.seen_by(maya)
    assert len(lena.messages()) == before
    await workplace.turn(timedelta(minutes=1))
    assert NEUTRAL in workplace.seen_by(maya)
    assert NEUTRAL not in workplace.seen_by(henrik)
    assert len(lena.messages()) == before, "the hour would tell something"

    await workplace.turn(timedelta(days=1))
    assert "Digital natives: 2 people are waiting for a partner, 1 mentor and 1 mentee." in workplace.seen_by(lena)
    await workplace.do(lena.click("Look for pairs"))
    assert "Digital natives: no pairs yet" in workplace.seen_by(lena), "the same two are not proposed again"
    for person in (lena, maya):
        assert "declined" not in workplace.seen_by(person).replace("who declined", "")


async def test_whoever_does_not_answer_is_reminded_once_in_their_morning(workplace: Workplace) -> None:
    maya, henrik = workplace.maya, workplace.henrik
    await is_published(workplace)
    await workplace.do(maya.click("Accept"))
    await workplace.turn_to(MONDAY + timedelta(days=2, hours=23, minutes=59))
    assert count(workplace, henrik, REMINDED) == 0
    await workplace.turn(timedelta(minutes=1))
    assert count(workplace, henrik, REMINDED) == 1
    await workplace.turn_to(MONDAY + timedelta(days=7, hours=7, minutes=59))
    assert (count(workplace, henrik, REMINDED), count(workplace, maya, REMINDED)) == (1, 0)
    await workplace.turn(timedelta(days=3))
    assert NEUTRAL in workplace.seen_by(maya)
    assert NEUTRAL in workplace.seen_by(henrik)
    assert "[Accept]" not in workplace.seen_by(henrik)
    assert count(workplace, henrik, "is no longer open, so there's nothing left to reply to.") == 2


async def test_nobody_is_asked_at_night(workplace: Workplace) -> None:
    await workplace.turn(timedelta(hours=12))
    await is_published(workplace)
    assert OFFERED not in workplace.seen_by(workplace.maya)
    await workplace.turn_to(MONDAY + timedelta(days=1))
    assert OFFERED in workplace.seen_by(workplace.maya)


async def test_where_silence_accepts_two_who_say_nothing_are_introduced(workplace: Workplace) -> None:
    lena = workplace.lena
    await workplace.has_program()
    await workplace.do(lena.command("/mentor program"))
    await workplace.do(lena.click("Entry and places"))
    assert await workplace.submits(lena, {"silence": "accepts"}) == {}
    await workplace.signs_up(workplace.maya, MENTOR)
    await workplace.signs_up(workplace.henrik, MENTEE)
    await workplace.do(lena.command("/mentor match"))
    await workplace.publishes()
    assert "No reply counts as a yes." in workplace.seen_by(workplace.henrik)
    await workplace.turn(timedelta(days=7, hours=8))
    assert "You're a pair in Digital natives" in workplace.seen_by(workplace.maya)


async def test_an_open_offer_stands_in_the_status_and_on_the_home_tab_with_its_buttons(workplace: Workplace) -> None:
    maya, henrik = workplace.maya, workplace.henrik
    await is_published(workplace)
    said = await workplace.says(maya, "/mentor status")
    assert "I've proposed a match to you. @henrik could be your mentee in Digital natives." in said
    assert "[Accept] [Decline quietly]" in said
    await workplace.do(maya.click("Accept"))
    assert "You accepted the match with @henrik" in await workplace.says(maya, "/mentor status")
    await workplace.do(henrik.open_home())
    assert henrik.home is not None
    await workplace.do(henrik.click("Accept", where=henrik.home))
    assert "You're a pair in Digital natives" in workplace.seen_by(maya)


async def test_a_double_click_and_a_second_thought_are_met_kindly(workplace: Workplace) -> None:
    maya, henrik = workplace.maya, workplace.henrik
    await is_published(workplace)
    offer = workplace.newest(maya)
    await workplace.do(asyncio.gather(maya.click("Accept", where=offer), maya.click("Accept", where=offer)))
    assert count(workplace, maya, "You've already replied to this, thank you.") == 1
    await workplace.do(asyncio.gather(henrik.click("Accept"), henrik.click("Accept")))
    assert count(workplace, maya, "You're a pair in") == 1


async def test_whoever_leaves_is_not_named_to_whom_they_were_offered(workplace: Workplace) -> None:
    maya, henrik = workplace.maya, workplace.henrik
    await is_published(workplace)
    await workplace.do(maya.click("Accept"))
    await workplace.do(henrik.command("/mentor leave"))
    assert await workplace.submits(henrik) == {}
    assert NEUTRAL in workplace.seen_by(maya)
    assert "You're signed up as mentor" in await workplace.says(maya, "/mentor status")
    assert "[Accept]" not in workplace.seen_by(henrik)


async def test_a_program_that_closes_thanks_those_whom_it_had_asked(workplace: Workplace) -> None:
    await is_published(workplace)
    await workplace.do(workplace.lena.command("/mentor program"))
    await workplace.do(workplace.lena.click("Close program"))
    for person in (workplace.maya, workplace.henrik):
        assert "No new pairs are made in Digital natives any more" in workplace.seen_by(person)
    await workplace.turn(timedelta(days=9))
    assert "waiting for a partner" not in workplace.seen_by(workplace.lena)
