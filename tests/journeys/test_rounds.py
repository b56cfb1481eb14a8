"""Before a matching everybody without a partner is asked whether they are still in."""

from datetime import timedelta

from tests.workplace import MENTEE, MENTOR, MONDAY, Workplace

FRIDAY = (MONDAY + timedelta(days=4)).date()


async def asks(workplace: Workplace) -> None:
    await workplace.has_program()
    await workplace.signs_up(workplace.maya, MENTOR)
    await workplace.signs_up(workplace.zoe, MENTOR | {"level": "1"})
    await workplace.signs_up(workplace.henrik, MENTEE)
    await workplace.do(workplace.lena.command("/mentor match remind"))
    assert await workplace.submits(workplace.lena, {"day": FRIDAY}) == {}
    assert "I'm asking 3 people in Digital natives" in workplace.seen_by(workplace.lena)
    await workplace.turn(timedelta(hours=2))


async def test_who_skips_a_round_is_not_in_it_and_is_in_the_next(workplace: Workplace) -> None:
    lena, maya = workplace.lena, workplace.maya
    await asks(workplace)
    assert "Pairs for Digital natives are made on Fri, Mar 5" in workplace.seen_by(maya)
    await workplace.do(maya.click("Skip this round"))
    assert "You're skipping this round" in workplace.seen_by(maya)
    await workplace.do(workplace.henrik.click("I'm in"))
    await workplace.turn(timedelta(days=4))
    assert (
        "Answers so far: 1 person is in. 1 skips this round. 1 hasn't replied, which counts as in."
        in workplace.seen_by(lena)
    )
    await workplace.do(lena.click("Look for pairs"))
    assert "@zoe → @henrik" in workplace.seen_by(lena)
    await workplace.do(lena.click("publish_proposals"))
    await workplace.signs_up(workplace.wei, MENTEE)
    await workplace.do(lena.command("/mentor program"))
    await workplace.do(lena.click("Matching rules"))
    await workplace.submits(lena, {"min_overlap": "0"})
    await workplace.do(lena.command("/mentor match"))
    assert "@maya → @wei" in workplace.seen_by(lena)


async def test_an_answer_can_be_changed_until_the_pairs_are_published(workplace: Workplace) -> None:
    lena, maya = workplace.lena, workplace.maya
    await asks(workplace)
    await workplace.do(maya.click("Skip this round"))
    await workplace.do(maya.click("I'm in after all"))
    assert "You're in." in workplace.seen_by(maya)
    question = maya.messages()[-1]
    await workplace.do(lena.command("/mentor match"))
    await workplace.do(lena.click("publish_proposals"))
    assert "The pairs for this round of Digital natives are made" in maya.read(question)


async def test_a_break_can_be_taken_right_from_the_question(workplace: Workplace) -> None:
    await asks(workplace)
    await workplace.do(workplace.maya.click("Take a break"))
    assert await workplace.submits(workplace.maya) == {}
    await workplace.do(workplace.lena.command("/mentor match"))
    assert "@zoe → @henrik" in workplace.seen_by(workplace.lena)


async def test_nobody_answers_for_somebody_else(workplace: Workplace) -> None:
    await asks(workplace)
    question = next(message for message in workplace.maya.messages() if "still in?" in workplace.maya.read(message))
    await workplace.do(workplace.henrik.click("skip_this_round", where=question))
    await workplace.do(workplace.lena.command("/mentor match remind"))
    assert workplace.lena.modal is not None
    assert "0 people are in. 0 skip this round. 3 haven't replied" in workplace.lena.read(workplace.lena.modal)


async def test_a_day_that_is_over_and_a_program_with_nobody_waiting_are_said_under_the_day(
    workplace: Workplace,
) -> None:
    await workplace.has_program()
    await workplace.do(workplace.lena.command("/mentor match remind"))
    yesterday = (MONDAY - timedelta(days=1)).date()
    assert "today or a later day" in (await workplace.submits(workplace.lena, {"day": yesterday}))["day"]
    assert "Nobody is waiting" in (await workplace.submits(workplace.lena, {"day": FRIDAY}))["day"]
    assert "This is for the people who lead" in await workplace.says(workplace.maya, "/mentor match remind")


async def test_a_day_that_was_moved_reminds_nobody_of_the_old_one(workplace: Workplace) -> None:
    await asks(workplace)
    await workplace.do(workplace.lena.command("/mentor match remind"))
    await workplace.submits(workplace.lena, {"day": FRIDAY + timedelta(days=3)})
    await workplace.turn(timedelta(days=5))
    assert "matching is today" not in workplace.seen_by(workplace.lena)
    await workplace.turn(timedelta(days=3))
    assert workplace.seen_by(workplace.lena).count("matching is today") == 1
