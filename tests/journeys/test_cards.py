"""A message says so once what it is about is settled: buttons that lost their meaning are gone from it."""

import shutil
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.offers.model import Offer, OfferState
from bot.playground.slack import Actor, PostedMessage
from bot.playground.slack.feed import WebApiCall
from tests.workplace import MENTEE, MENTOR, MONDAY, Workplace

MIXER = {"plan": "Thursday at noon, canteen", "date": "2027-03-08", "time": "17:00"}


def card(person: Actor, words: str) -> PostedMessage:
    """The newest message that says this."""
    return next(message for message in reversed(person.messages()) if words in person.read(message))


def says(person: Actor, message: PostedMessage) -> str:
    return person.read(next(one for one in person.messages() if (one.channel, one.ts) == (message.channel, message.ts)))


async def is_proposed(workplace: Workplace) -> None:
    await workplace.has_program()
    await workplace.signs_up(workplace.maya, MENTOR)
    await workplace.signs_up(workplace.henrik, MENTEE)
    await workplace.do(workplace.lena.command("/mentor match"))


async def is_offered(workplace: Workplace) -> tuple[PostedMessage, PostedMessage]:
    await is_proposed(workplace)
    await workplace.publishes()
    return card(workplace.maya, "[Accept]"), card(workplace.henrik, "[Accept]")


async def people_apply(workplace: Workplace, *people: Actor) -> None:
    await workplace.has_program(leads=[workplace.wei.id])
    await workplace.do(workplace.lena.command("/mentor program"))
    await workplace.do(workplace.lena.click("Entry and places"))
    assert await workplace.submits(workplace.lena, {"entry": "application"}) == {}
    for person in people:
        await workplace.signs_up(person, MENTOR)


async def test_an_application_that_one_lead_answered_is_answered_for_every_lead(workplace: Workplace) -> None:
    lena, wei = workplace.lena, workplace.wei
    await people_apply(workplace, workplace.maya)
    theirs, hers = card(wei, "@maya as mentor"), card(lena, "@maya as mentor")
    await workplace.do(wei.click("Waiting list", where=theirs))
    assert says(lena, hers) == "Digital natives: @maya is on the waiting list now. I'm letting them know."
    await workplace.do(wei.command("/mentor applications"))
    await workplace.do(wei.click("Accept", where=workplace.newest(wei)))
    for lead, message in ((lena, hers), (wei, theirs)):
        assert says(lead, message) == "Digital natives: @maya has a place now. I'm letting them know."


async def test_an_application_that_is_withdrawn_names_nobody_any_more(workplace: Workplace) -> None:
    await people_apply(workplace, workplace.maya)
    hers = card(workplace.lena, "@maya as mentor")
    await workplace.do(workplace.maya.click("Withdraw"))
    said = "Somebody applied to Digital natives and has withdrawn since, so there's nothing left to answer."
    assert says(workplace.lena, hers) == said


async def test_the_question_whether_somebody_is_still_in_goes_with_the_round(workplace: Workplace) -> None:
    lena, maya, zoe = workplace.lena, workplace.maya, workplace.zoe
    await workplace.has_program()
    for person, said in ((maya, MENTOR), (zoe, MENTOR), (workplace.henrik, MENTEE)):
        await workplace.signs_up(person, said)
    await workplace.do(lena.command("/mentor match remind"))
    assert await workplace.submits(lena, {"day": (MONDAY + timedelta(days=4)).date()}) == {}
    await workplace.turn(timedelta(hours=2))
    question, answered = card(maya, "Are you still in?"), card(zoe, "Are you still in?")
    await workplace.do(zoe.click("Skip this round", where=answered))
    assert "[I'm in]" in says(maya, question), "what the one says is nothing to the others"
    await workplace.do(lena.command("/mentor match"))
    await workplace.publishes()
    over = "The pairs for this round of Digital natives are made, so there's nothing to answer.\n[Show my status]"
    assert says(maya, question) == over
    assert says(zoe, answered) == over


async def test_a_question_that_was_asked_twice_is_answered_twice(workplace: Workplace) -> None:
    await workplace.has_program()
    await workplace.signs_up(workplace.maya, MENTOR)
    for _ in range(2):
        await workplace.do(workplace.lena.command("/mentor match remind"))
        await workplace.submits(workplace.lena, {"day": (MONDAY + timedelta(days=4)).date()})
        await workplace.turn(timedelta(hours=2))
    questions = [one for one in workplace.maya.messages() if "still in?" in workplace.maya.read(one)]
    assert len(questions) == 2
    await workplace.do(workplace.maya.click("Skip this round", where=questions[1]))
    assert [says(workplace.maya, one) for one in questions] == [
        "You're skipping this round of Digital natives. You keep your place, and you're in the next one.\n"
        "[I'm in after all]"
    ] * 2


async def test_a_date_in_the_pairs_conversation_is_the_one_that_holds(workplace: Workplace) -> None:
    maya, henrik = workplace.maya, workplace.henrik
    await workplace.has_pair()
    planned = card(maya, "Your first session is on Monday, March 8, 2027")
    await workplace.do(henrik.click("Move the session", where=planned))
    assert await workplace.submits(henrik, {"date": "2027-03-11", "time": "14:30"}) == {}
    moved = card(maya, "@henrik moved your session. It's now on Thu, Mar 11 at 2:30 PM.")
    assert "You now meet on Thursday, March 11, 2027 at 14:30. Please move it" in says(maya, planned)
    assert "[Post the agenda] [Move the session]" in says(maya, planned)
    await workplace.do(maya.click("Move the session", where=moved))
    assert await workplace.submits(maya, {"date": "2027-03-12", "time": "10:00"}) == {}
    assert says(maya, moved) == "You and @henrik now meet on Fri, Mar 12 at 10 AM.\n[Move the session]"
    assert "You now meet on Friday, March 12, 2027 at 10:00" in says(henrik, planned)


async def test_a_date_follows_a_break_and_goes_with_the_pair(workplace: Workplace) -> None:
    maya, henrik = workplace.maya, workplace.henrik
    await workplace.has_pair()
    planned = card(maya, "Your first session is on")
    await workplace.do(henrik.command("/mentor pause"))
    assert await workplace.submits(henrik, {"until": (MONDAY + timedelta(days=14)).date()}) == {}
    assert "You now meet on Monday, March 22, 2027" in says(maya, planned)
    await workplace.says(henrik, "/mentor return")
    assert "You now meet on Monday, March 8, 2027" in says(maya, planned)
    await workplace.do(henrik.command("/mentor leave"))
    assert await workplace.submits(henrik) == {}
    assert says(maya, planned) == (
        "This was about the session planned for Monday, March 8, 2027 at 10:00. The pair has ended since."
        "\n[Show my status]"
    )


async def test_an_agenda_card_shows_the_newest_and_is_answered_once(workplace: Workplace) -> None:
    maya, henrik = workplace.maya, workplace.henrik
    await workplace.has_pair()
    await workplace.turn_to(MONDAY + timedelta(days=4, hours=2))
    asked = card(maya, "What will you talk about?")
    for agenda in ("Three videos", "Four videos"):
        await workplace.do(maya.command("/mentor agenda"))
        assert await workplace.submits(maya, {"agenda": agenda}) == {}
    assert says(maya, asked) == "The agenda for Mon, Mar 8 at 10 AM is posted.\n[Change the agenda]"
    first, newest = card(henrik, "The agenda has changed since."), card(henrik, "changed the agenda for your session")
    assert "Four videos" in says(henrik, first)
    assert "Three videos" not in workplace.seen_by(henrik)
    await workplace.do(henrik.click("Looks good", where=newest))
    for message in (first, newest):
        assert "You said it looks good. I've told @maya.\n[Propose a topic]" in says(henrik, message)


async def test_a_check_in_of_a_pair_that_has_ended_asks_nothing(workplace: Workplace) -> None:
    maya, henrik = workplace.maya, workplace.henrik
    await workplace.has_pair()
    await workplace.turn_to(MONDAY + timedelta(days=7, hours=3))
    asked, answered = card(maya, "Did it take place?"), card(henrik, "Did it take place?")
    await workplace.do(henrik.click("Yes, we met", where=answered))
    assert "Did it take place?" in says(maya, asked), "nothing stirs at the partner's"
    assert "Good to hear that you and @maya met." in says(henrik, answered)
    await workplace.do(henrik.command("/mentor leave"))
    assert await workplace.submits(henrik) == {}
    assert "The pair has ended since.\n[Show my status]" in says(maya, asked)
    assert "Good to hear that you and @maya met." in says(henrik, answered)


async def test_a_mixers_button_goes_when_its_groups_are_made(workplace: Workplace) -> None:
    lena, maya = workplace.lena, workplace.maya
    await workplace.has_program(channel=workplace.channel)
    await workplace.do(lena.command("/mentor mixer new"))
    assert await workplace.submits(lena, MIXER) == {}
    announced = card(maya, "come to a mixer")
    for person in (maya, workplace.zoe, workplace.henrik):
        await workplace.do(person.click("I'd like to come", where=announced))
    assert "[I'd like to come]" in says(maya, announced)
    await workplace.turn(timedelta(days=7, hours=8))
    assert says(maya, announced) == (
        "Sign-up for the mixer in Digital natives is over, and the groups are made. The plan:\n"
        "> Thursday at noon, canteen\n[Show other mixers]"
    )


@pytest.mark.parametrize("how", ["Call it off", "nobody came"])
async def test_an_invitation_to_a_mixer_that_does_not_take_place_says_so(workplace: Workplace, how: str) -> None:
    lena, maya = workplace.lena, workplace.maya
    await workplace.has_program()
    await workplace.signs_up(maya, MENTOR)
    await workplace.do(lena.command("/mentor mixer new"))
    assert await workplace.submits(lena, MIXER) == {}
    invited = card(maya, "come to a mixer")
    if how == "nobody came":
        await workplace.turn(timedelta(days=7, hours=8))
    else:
        await workplace.do(lena.command("/mentor mixer"))
        await workplace.do(lena.click(how, where=workplace.newest(lena)))
    assert says(maya, invited).startswith("The mixer in Digital natives is called off.")


async def test_a_search_takes_its_cancel_along(workplace: Workplace) -> None:
    lena = workplace.lena
    await is_proposed(workplace)
    before = card(lena, "[Publish 1 pair]")
    await workplace.others_search(lena.click("Rematch", where=before))
    assert says(lena, before) == "I'm looking for the best pairs in Digital natives. I'll write to you in a moment."
    await workplace.turn(timedelta(seconds=3))
    search = card(lena, "[Cancel]")
    await workplace.turn(timedelta(minutes=10))  # whoever worked on it is gone
    assert says(lena, search) == "I've looked at every pair in Digital natives. What I found comes below."
    assert says(lena, before).startswith("These proposals for Digital natives have made room for newer ones")
    assert "[Cancel]" not in workplace.seen_by(lena)
    newest = card(lena, "[Publish 1 pair]")
    assert newest.ts > search.ts


async def test_what_was_published_from_elsewhere_says_so_in_the_card(workplace: Workplace) -> None:
    lena = workplace.lena
    await is_proposed(workplace)
    first = card(lena, "[Publish 1 pair]")
    await workplace.others_search(lena.command("/mentor match"))
    assert says(lena, first).startswith("These proposals for Digital natives have made room for newer ones")
    await workplace.turn(timedelta(seconds=3))
    await workplace.do(lena.click("Cancel"))
    assert "[Publish 1 pair]" in says(lena, first), "they are good again"
    shown = card(lena, "[Show the earlier proposals]")
    await workplace.do(lena.click("Show the earlier proposals", where=shown))
    await workplace.do(lena.click("publish_proposals", where=shown))
    assert "1 pair published" in says(lena, shown)
    assert says(lena, first) == (
        "These pairs in Digital natives are published, and I've asked both sides of each.\n[Show my status]"
    )


async def test_every_copy_of_an_offer_is_answered_by_one_press_and_over_when_it_is(workplace: Workplace) -> None:
    maya, henrik = workplace.maya, workplace.henrik
    first, theirs = await is_offered(workplace)
    await workplace.turn_to(MONDAY + timedelta(days=3))
    reminder = card(maya, "There's still time to reply")
    await workplace.do(maya.click("Accept", where=reminder))
    accepted = (
        "Great! If @henrik says yes too, I'll introduce you. Either way, you'll hear from me soon after Mon, Mar 8"
    )
    assert accepted in says(maya, first)
    assert accepted in says(maya, reminder)
    assert "[Accept] [Decline quietly]" in says(henrik, theirs)
    await workplace.turn_to(MONDAY + timedelta(days=8))
    over = (
        "The match I proposed to you in Digital natives is no longer open, so there's nothing left to reply to."
        "\n[Show my status]"
    )
    assert [says(maya, first), says(maya, reminder), says(henrik, theirs)] == [over] * 3


async def test_two_who_accepted_read_so_in_every_copy(workplace: Workplace) -> None:
    maya, henrik = workplace.maya, workplace.henrik
    first, theirs = await is_offered(workplace)
    await workplace.do(maya.click("Accept", where=first))
    await workplace.do(henrik.click("Accept", where=theirs))
    assert says(maya, first) == "You've both accepted: you and @henrik are a pair. I'm introducing you now."
    assert says(henrik, theirs) == "You've both accepted: you and @maya are a pair. I'm introducing you now."


async def test_a_request_that_is_taken_back_has_no_buttons(workplace: Workplace) -> None:
    maya, henrik, lena = workplace.maya, workplace.henrik, workplace.lena
    await workplace.has_program()
    await workplace.do(lena.command("/mentor program"))
    await workplace.do(lena.click("Matching rules"))
    assert await workplace.submits(lena, {"self_chosen": "yes"}) == {}
    await workplace.signs_up(maya, MENTOR)
    await workplace.signs_up(henrik, MENTEE)
    await workplace.do(maya.command("/mentor ask"))
    assert await workplace.submits(maya, {"whom": henrik.id}) == {}
    asked = card(henrik, "@maya asks if")
    await workplace.do(maya.click("Take back"))
    assert says(henrik, asked) == (
        "What I asked you in Digital natives is no longer open, so there's nothing left to reply to.\n[Show my status]"
    )


async def test_a_button_that_is_pressed_too_late_brings_its_card_up_to_date(workplace: Workplace) -> None:
    """Where nobody noticed that it is over, as at an upgrade."""
    maya = workplace.maya
    first, _ = await is_offered(workplace)
    async with workplace.bot.edge.transaction() as db:
        (await db.get_one(Offer, 1)).state = OfferState.WITHDRAWN
    await workplace.settled()
    assert "[Accept]" in says(maya, first)
    await workplace.do(maya.click("Accept", where=first))
    assert "The time to reply to this is over." in workplace.seen_by(maya)
    assert "[Accept]" not in says(maya, first)


Deed = Callable[[Workplace], Awaitable[Any]]


async def nothing(_workplace: Workplace) -> None: ...


async def henrik_declines(workplace: Workplace) -> None:
    await workplace.do(workplace.henrik.click("Decline quietly"))


async def maya_accepts(workplace: Workplace) -> None:
    await workplace.do(workplace.maya.click("Accept"))


async def stirred_at_mayas(url: str, *deeds: Deed) -> list[object]:
    """Whatever the bot writes or rewrites at Maya's, and when, until the time to answer is over."""
    async with Workplace(url) as workplace:
        await is_offered(workplace)
        seen: list[tuple[datetime, str, str]] = []

        def note(record: object) -> None:
            if isinstance(record, WebApiCall) and record.args.get("channel") == workplace.maya.dm:
                seen.append((workplace.clock.now(), record.method, str(record.args.get("text"))))

        workplace.slack.observe(note)
        for deed in deeds:
            await deed(workplace)
            await workplace.turn(timedelta(hours=1))
        await workplace.turn_to(MONDAY + timedelta(days=10))
        seen.sort()  # cards are rewritten beside the messages, in no order with them
        return [*seen, workplace.seen_by(workplace.maya)]


@pytest.mark.parametrize("hers", [nothing, maya_accepts])
async def test_a_no_looks_like_silence_in_every_card_and_every_call(
    sqlite_template: Path, tmp_path: Path, hers: Deed
) -> None:
    worlds: list[list[object]] = []
    for number, deeds in enumerate(
        ((hers, nothing), (hers, henrik_declines), (nothing, hers), (henrik_declines, hers))
    ):
        shutil.copy(sqlite_template, tmp_path / f"{number}.db")
        worlds.append(await stirred_at_mayas(f"sqlite+aiosqlite:///{tmp_path}/{number}.db", *deeds))
    silent_after, declines_after, silent_before, declines_before = worlds
    assert any("no longer open" in str(one) for one in silent_after)
    assert declines_after == silent_after
    assert declines_before == silent_before
