"""Proposals, from the search to the press that publishes them, as a lead sees them."""

import asyncio
import re
from datetime import timedelta
from typing import Any

import pytest

from bot.playground.slack import Actor, PostedMessage
from tests.workplace import MENTEE, MENTOR, Workplace


async def four(workplace: Workplace, **rules: Any) -> None:
    """Maya teaches short video, which Henrik wishes for; Zoe teaches prompting, which Wei wishes for."""
    await workplace.has_program()
    if rules:
        await workplace.do(workplace.lena.command("/mentor program"))
        await workplace.do(workplace.lena.click("Matching rules"))
        await workplace.submits(workplace.lena, rules)
    await workplace.signs_up(workplace.maya, MENTOR | {"offers": ["short-video"]})
    await workplace.signs_up(workplace.zoe, MENTOR | {"offers": ["prompting"], "level": "1"})
    await workplace.signs_up(workplace.henrik, MENTEE)
    await workplace.signs_up(workplace.wei, MENTEE | {"wishes": ["prompting"]})


async def proposals(workplace: Workplace, **rules: Any) -> PostedMessage:
    await four(workplace, **({"min_overlap": "0"} | rules))
    await workplace.do(workplace.lena.command("/mentor match"))
    return reviewed(workplace)


def reviewed(workplace: Workplace, person: Actor | None = None) -> PostedMessage:
    """The newest message with proposals in it, or with where they were."""
    lena = person or workplace.lena
    return next(message for message in reversed(lena.messages()) if "Digital natives:" in lena.read(message))


def read(workplace: Workplace) -> str:
    return workplace.lena.read(reviewed(workplace))


def couples(workplace: Workplace) -> list[str]:
    return re.findall(r"(?:Pinned: |Skipped this time: )?@\w+ → @\w+", read(workplace))


async def presses(workplace: Workplace, label: str, couple: str = "", person: Actor | None = None) -> None:
    """A button of the review; with a couple, that beside it."""
    message = reviewed(workplace)
    lena = person or workplace.lena
    pairs = zip(message.blocks, message.blocks[1:], strict=False)
    beside = [row["block_id"] for line, row in pairs if couple and couple in lena.read(one_block(message, line))]
    found = beside[0] if couple else None
    await workplace.do(lena.click(label, where=message, block=found))


def one_block(message: PostedMessage, block: dict[str, Any]) -> PostedMessage:
    return PostedMessage(message.channel, message.ts, message.user, blocks=[block])


async def test_a_pinned_pair_stays_when_it_is_worked_out_again(workplace: Workplace) -> None:
    await proposals(workplace)
    assert couples(workplace) == ["@maya → @henrik", "@zoe → @wei"]
    assert "the best possible pairs under your rules" in read(workplace)
    await presses(workplace, "Pin", "@zoe → @wei")
    assert couples(workplace) == ["@maya → @henrik", "Pinned: @zoe → @wei"]
    await presses(workplace, "Rematch")
    assert couples(workplace) == ["@maya → @henrik", "Pinned: @zoe → @wei"]
    assert "around your pins" in read(workplace)
    await presses(workplace, "Unpin", "@zoe → @wei")
    assert couples(workplace) == ["@maya → @henrik", "@zoe → @wei"]


async def test_a_couple_that_is_never_to_be_a_pair_is_not_proposed_until_it_is_allowed_again(
    workplace: Workplace,
) -> None:
    await proposals(workplace)
    await presses(workplace, "Never match", "@maya → @henrik")
    assert couples(workplace) == ["@zoe → @wei"]
    assert "Still without a partner: 1 mentor and 1 mentee." in read(workplace)
    await presses(workplace, "Rematch")
    assert sorted(couples(workplace)) == ["@maya → @wei", "@zoe → @henrik"]
    await presses(workplace, "Never matched (1)")
    assert "@maya → @henrik" in read(workplace)
    await presses(workplace, "Allow again")
    await presses(workplace, "Rematch")
    assert couples(workplace) == ["@maya → @henrik", "@zoe → @wei"]


async def test_a_swap_is_shown_with_its_price_and_done_at_a_second_press(workplace: Workplace) -> None:
    lena = workplace.lena
    await proposals(workplace)
    await presses(workplace, "Swap", "@maya → @henrik")
    assert await workplace.submits(lena, {"other": workplace.wei.id}) == {}
    assert lena.modal is not None, "nothing was done yet"
    assert re.search(r"They'd fit less well: \d+ → \d+ and \d+ → \d+, \d+ less in all", lena.read(lena.modal))
    assert couples(workplace) == ["@maya → @henrik", "@zoe → @wei"]
    assert await workplace.submits(lena) == {}
    assert lena.modal is None
    assert sorted(couples(workplace)) == ["Pinned: @maya → @wei", "Pinned: @zoe → @henrik"]
    assert "You've changed pairs by hand" in read(workplace)
    await presses(workplace, "Rematch")
    assert sorted(couples(workplace)) == ["Pinned: @maya → @wei", "Pinned: @zoe → @henrik"]


async def test_a_swap_that_breaks_a_rule_is_refused_in_words(workplace: Workplace) -> None:
    await proposals(workplace, department_rule="different")
    await workplace.do(workplace.wei.command("/mentor profile"))
    await workplace.submits(workplace.wei, {"department": "Marketing"})
    await presses(workplace, "Swap", "@maya → @henrik")
    errors = await workplace.submits(workplace.lena, {"other": workplace.wei.id})
    where = "Your matching rules don't allow it. To change them, type /mentor program and press Matching rules."
    assert errors == {"other": f"They're in the same department. {where}"}
    with pytest.raises(LookupError):  # she learns in none of the others
        await workplace.lena.fill("other", workplace.maya.id)


async def test_two_are_paired_by_hand_and_whoever_loses_a_partner_waits(workplace: Workplace) -> None:
    lena = workplace.lena
    await proposals(workplace)
    await presses(workplace, "Pair two by hand")
    couple = {"mentor": workplace.maya.id, "mentee": workplace.wei.id}
    with pytest.raises(LookupError):  # she is not in the program, and stands in no list
        await lena.fill("mentor", lena.id)
    assert await workplace.submits(lena, couple) == {}
    assert lena.modal is not None
    assert "2 pairs that fit" in lena.read(lena.modal)
    assert await workplace.submits(lena) == {}
    assert couples(workplace) == ["Pinned: @maya → @wei"]
    await presses(workplace, "Show who's waiting (2)")
    assert "@henrik: Free again" in read(workplace)
    assert "@zoe: Free again" in read(workplace)
    await presses(workplace, "Back to the proposals")
    await presses(workplace, "Rematch")
    assert sorted(couples(workplace)) == ["@zoe → @henrik", "Pinned: @maya → @wei"]


async def test_another_choice_than_the_one_that_was_doubted_is_doubted_anew(workplace: Workplace) -> None:
    lena = workplace.lena
    await proposals(workplace)
    await presses(workplace, "Pair two by hand")
    await workplace.submits(lena, {"mentor": workplace.maya.id, "mentee": workplace.wei.id})
    await workplace.submits(lena, {"mentor": workplace.zoe.id, "mentee": workplace.henrik.id})
    assert lena.modal is not None
    assert couples(workplace) == ["@maya → @henrik", "@zoe → @wei"]


async def test_who_is_left_out_is_not_published_and_waits(workplace: Workplace) -> None:
    await proposals(workplace)
    await presses(workplace, "Skip this time", "@zoe → @wei")
    assert couples(workplace) == ["@maya → @henrik", "Skipped this time: @zoe → @wei"]
    await presses(workplace, "Put back", "@zoe → @wei")
    await presses(workplace, "Skip this time", "@zoe → @wei")
    await presses(workplace, "Publish 1 of 2 pairs")
    assert "1 pair published" in read(workplace)
    assert "@wei" not in read(workplace)
    await workplace.do(workplace.lena.command("/mentor match"))
    assert couples(workplace) == ["@zoe → @wei"]


async def test_somebody_who_joins_later_is_paired_by_hand_in_a_running_program(workplace: Workplace) -> None:
    await proposals(workplace)
    await presses(workplace, "Publish 2 pairs")
    ada = workplace.slack.add_person("U0ADA", name="ada", real_name="Ada", tz="Europe/Oslo")
    bob = workplace.slack.add_person("U0BOB", name="bob", real_name="Bob", tz="Europe/Oslo")
    await workplace.signs_up(ada, MENTOR)
    await workplace.signs_up(bob, MENTEE)
    await workplace.do(workplace.lena.command("/mentor match"))
    await presses(workplace, "Never match", "@ada → @bob")
    assert "no pairs yet" in read(workplace)
    await presses(workplace, "Pair two by hand")
    errors = await workplace.submits(workplace.lena, {"mentor": ada.id, "mentee": bob.id})
    assert "somebody ruled it out" in errors["mentee"]


async def test_a_hundred_proposals_are_read_a_page_at_a_time_in_the_order_that_is_chosen(workplace: Workplace) -> None:
    lena = workplace.lena
    await four(workplace)
    for number in range(9):
        for role, said in (("a", MENTOR), ("b", MENTEE | {"department": f"D{number}"})):
            one = workplace.slack.add_person(f"U{role}{number}".upper(), name=f"{role}{number}", tz="Europe/Oslo")
            await workplace.signs_up(one, said)
    await workplace.do(lena.command("/mentor match"))
    assert len(couples(workplace)) == 8
    first = couples(workplace)
    await presses(workplace, "Next")
    assert not set(first) & set(couples(workplace))
    await workplace.do(lena.click("sort_proposals", where=reviewed(workplace), option="Weakest fits first"))
    scores = [int(score) for score in re.findall(r"fits (\d+) of 100", read(workplace))]
    assert scores == sorted(scores)
    await presses(workplace, "Next")
    assert "Page 2 of 2" in read(workplace)
    await workplace.do(
        lena.click("sort_proposals", where=reviewed(workplace), option="By department of whoever learns")
    )
    assert re.findall(r"→ @b(\d)", read(workplace)) == [str(number) for number in range(8)]


async def test_nobody_but_a_lead_changes_anything(workplace: Workplace) -> None:
    message = await proposals(workplace)
    before = couples(workplace)
    for label in ("Pin", "Never match", "Skip this time", "Swap", "Pair two by hand", "Rematch"):
        await workplace.do(workplace.maya.click(label, where=message))
    assert workplace.maya.modal is None
    assert couples(workplace) == before


async def test_two_leads_who_press_at_once_do_each_thing_once(workplace: Workplace) -> None:
    message = await proposals(workplace)
    await workplace.do(asyncio.gather(*(workplace.lena.click("Never match", where=message) for _ in range(3))))
    assert couples(workplace) == ["@zoe → @wei"]
    assert "Still without a partner: 1 mentor and 1 mentee." in read(workplace)


async def test_a_search_can_be_cancelled_and_the_proposals_from_before_come_back(workplace: Workplace) -> None:
    lena = workplace.lena
    await proposals(workplace)
    await workplace.others_search(lena.command("/mentor match"))
    assert "I'm looking for the best pairs in Digital natives." in lena.read(workplace.newest(lena))
    assert "I'm looking for pairs already" in await workplace.says(lena, "/mentor match")
    await workplace.turn(timedelta(seconds=3))
    await workplace.do(lena.click("Cancel"))
    assert "Nothing has changed: your earlier proposals stand." in workplace.seen_by(lena)
    await workplace.do(lena.click("Show the earlier proposals"))
    assert couples(workplace) == ["@maya → @henrik", "@zoe → @wei"]


async def test_what_counts_decides_which_pair_comes_first_and_stands_in_the_review(workplace: Workplace) -> None:
    """Maya teaches what Henrik wishes for, in his department; what Zoe teaches nobody wishes for, in another one."""
    lena = workplace.lena
    await workplace.has_program()
    await workplace.signs_up(workplace.maya, MENTOR | {"department": "Sales"})
    await workplace.signs_up(workplace.zoe, MENTOR | {"offers": ["agile"]})
    await workplace.signs_up(workplace.henrik, MENTEE)
    await workplace.do(lena.command("/mentor match"))
    assert couples(workplace) == ["@maya → @henrik"]
    assert "Weights (of 100): wishes of those who learn 63, something in return 13" in read(workplace)
    await workplace.do(lena.command("/mentor program"))
    await workplace.do(lena.click("Matching weights"))
    assert await workplace.submits(lena, {"skills": "0", "departments": "100"}) == {}
    assert "wishes of those who learn 63" in read(workplace), "it says what counted, not what counts now"
    await presses(workplace, "Rematch")
    assert couples(workplace) == ["@zoe → @henrik"]
    assert "Weights (of 100): different departments 78" in read(workplace)
