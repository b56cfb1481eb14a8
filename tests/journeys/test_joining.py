"""Applications, places and the waiting list; skills that people name themselves."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta

import pytest

from bot.skills.usecases import skills_named
from tests.workplace import MENTEE, MENTOR, Workplace

QUESTION = "What would you like to show?"
ANSWER = {"answer_1": "How <!channel> looks to us & more"}
HARMLESS = ["C++", "Bees & honey", "R", "日本語", "*bold* moves"]


async def by_application(workplace: Workplace, **more: object) -> None:
    await workplace.has_program()
    await edits_entry(workplace, {"entry": "application", "question_1": QUESTION} | more)


async def edits_entry(workplace: Workplace, entries: Mapping[str, object]) -> None:
    await workplace.do(workplace.lena.command("/mentor program"))
    await workplace.do(workplace.lena.click("Entry and places"))
    assert await workplace.submits(workplace.lena, entries) == {}


async def test_an_application_is_read_by_leads_and_accepted(workplace: Workplace) -> None:
    await by_application(workplace)
    await workplace.signs_up(workplace.maya, MENTOR | ANSWER)
    assert "Thank you for applying" in workplace.seen_by(workplace.maya)
    shown = workplace.seen_by(workplace.lena)
    assert QUESTION in shown
    assert "How <!channel> looks to us & more" in shown
    assert "Applications to answer: 1" in await workplace.says(workplace.lena, "/mentor status")
    await workplace.signs_up(workplace.henrik, MENTEE | ANSWER)
    await workplace.do(workplace.lena.command("/mentor match"))
    assert "no pairs yet" in workplace.seen_by(workplace.lena), "nobody has a place yet"
    for person in (workplace.maya, workplace.henrik):
        message = next(m for m in workplace.lena.messages() if f"@{person.name} as" in workplace.lena.read(m))
        await workplace.do(workplace.lena.click("Accept", where=message))
        assert "you have a place in Digital natives" in workplace.seen_by(person)
    await workplace.do(workplace.lena.command("/mentor match"))
    assert "@maya → @henrik" in workplace.seen_by(workplace.lena)


async def test_an_application_waits_is_declined_kindly_and_is_not_made_again(workplace: Workplace) -> None:
    await by_application(workplace)
    await workplace.signs_up(workplace.maya, MENTOR | ANSWER)
    await workplace.do(workplace.lena.click("Waiting list"))
    assert "you're on the waiting list" in workplace.seen_by(workplace.maya)
    await workplace.do(workplace.lena.command("/mentor applications"))
    assert "On the waiting list." in workplace.seen_by(workplace.lena)
    await workplace.do(workplace.lena.click("Decline kindly"))
    assert "this time there's none for you" in workplace.seen_by(workplace.maya)
    assert "Nobody is waiting for an answer" in workplace.seen_by(workplace.lena)
    assert "couldn't offer you a place" in await workplace.says(workplace.maya, "/mentor signup")
    await workplace.do(workplace.lena.click("Accept after all"))
    assert "you have a place in Digital natives" in workplace.seen_by(workplace.maya)


async def test_answering_one_leaves_the_rest_of_the_list_to_be_answered(workplace: Workplace) -> None:
    await by_application(workplace)
    await workplace.signs_up(workplace.maya, MENTOR | ANSWER)
    await workplace.signs_up(workplace.zoe, MENTOR | ANSWER)
    await workplace.do(workplace.lena.command("/mentor applications"))
    shown = workplace.newest(workplace.lena)
    await workplace.do(workplace.lena.click("Accept", where=shown))
    after = workplace.lena.read(workplace.newest(workplace.lena))
    assert "@maya has a place now." in after
    assert "@zoe as mentor" in after


async def test_once_entry_is_opened_those_who_applied_come_first(workplace: Workplace) -> None:
    await by_application(workplace)
    await workplace.signs_up(workplace.maya, MENTOR | ANSWER)
    await workplace.signs_up(workplace.zoe, MENTOR | ANSWER)
    await edits_entry(workplace, {"entry": "open", "places": "1"})
    assert "you have a place in Digital natives" in workplace.seen_by(workplace.maya)
    assert "you're on the waiting list" in workplace.seen_by(workplace.zoe)


async def test_a_place_is_not_kept_by_an_account_that_was_closed_nor_given_to_one(workplace: Workplace) -> None:
    await workplace.has_program()
    await edits_entry(workplace, {"places": "1"})
    for person in (workplace.maya, workplace.zoe, workplace.henrik):
        await workplace.signs_up(person, MENTOR if person is not workplace.henrik else MENTEE)
    workplace.slack.deactivate(workplace.zoe.id)
    await workplace.settled()
    workplace.slack.deactivate(workplace.maya.id)
    await workplace.settled()
    assert "you have a place in Digital natives" in workplace.seen_by(workplace.henrik)


async def test_questions_as_long_as_the_form_allows_do_not_break_the_form(workplace: Workplace) -> None:
    await workplace.has_program()
    questions = {f"question_{number}": "🦊" * 74 for number in (1, 2, 3)}
    await edits_entry(workplace, {"entry": "application"} | questions)
    await workplace.signs_up(workplace.maya, MENTOR | {f"answer_{number}": "Yes" for number in (1, 2, 3)})
    assert "Thank you for applying" in workplace.seen_by(workplace.maya)


async def test_what_somebody_added_stays_theirs_however_much_others_added(workplace: Workplace) -> None:
    await workplace.has_program()
    await workplace.signs_up(workplace.maya, MENTOR | {"offers": [], "more_offers": "Zither playing"})
    async with workplace.bot.edge.transaction() as db:
        names = [f"Craft {number:03}" for number in range(350)]
        await skills_named(db, workplace.slack.installation.team_id, names, workplace.clock.now())
    await workplace.signs_up(workplace.maya, {"role": "mentor", "capacity": "2"})
    assert workplace.seen_by(workplace.maya).count("You can teach Zither playing.") == 2


async def test_both_at_the_same_moment_end_in_one_of_the_two(workplace: Workplace) -> None:
    await by_application(workplace)
    await workplace.signs_up(workplace.maya, MENTOR | ANSWER)
    await workplace.do(asyncio.gather(workplace.maya.click("Withdraw"), workplace.lena.click("Accept")))
    said = workplace.seen_by(workplace.maya)
    if "You've withdrawn" in said:
        assert "withdrawn in the meantime" in workplace.seen_by(workplace.lena)
    else:
        assert "You have no application to withdraw" in said
        assert "you have a place" in said


async def test_two_leads_answer_at_once_and_one_of_them_is_told(workplace: Workplace) -> None:
    await workplace.has_program(leads=[workplace.wei.id])
    await edits_entry(workplace, {"entry": "application"})
    await workplace.signs_up(workplace.maya, MENTOR)
    await workplace.do(asyncio.gather(workplace.wei.click("Waiting list"), workplace.lena.click("Waiting list")))
    said = [workplace.seen_by(lead) for lead in (workplace.wei, workplace.lena)]
    assert sum("This was answered in the meantime." in one for one in said) == 1
    assert all("@maya is on the waiting list now." in one for one in said)
    assert workplace.seen_by(workplace.maya).count("you're on the waiting list") == 1


async def test_once_places_are_taken_people_wait_and_move_up_by_themselves(workplace: Workplace) -> None:
    await workplace.has_program()
    await edits_entry(workplace, {"places": "1"})
    await workplace.signs_up(workplace.maya, MENTOR)
    await workplace.signs_up(workplace.zoe, MENTOR)
    await workplace.signs_up(workplace.henrik, MENTEE)
    assert "you're on the waiting list" in workplace.seen_by(workplace.zoe)
    await workplace.do(workplace.maya.command("/mentor leave"))
    await workplace.submits(workplace.maya)
    assert "you have a place in Digital natives" in workplace.seen_by(workplace.zoe)
    assert "you have a place" not in workplace.seen_by(workplace.henrik)
    await edits_entry(workplace, {"places": "2"})
    assert "you have a place in Digital natives" in workplace.seen_by(workplace.henrik)


async def test_the_last_place_goes_to_one_of_two(workplace: Workplace) -> None:
    await workplace.has_program()
    await edits_entry(workplace, {"places": "1"})
    for person in (workplace.maya, workplace.zoe):
        await workplace.do(person.command("/mentor signup"))
        for field, value in MENTOR.items():
            await person.fill(field, value)
    await workplace.do(asyncio.gather(workplace.maya.submit(), workplace.zoe.submit()))
    said = [workplace.seen_by(person) for person in (workplace.maya, workplace.zoe)]
    assert sum("Welcome to" in one for one in said) == 1
    assert sum("on the waiting list" in one for one in said) == 1


async def test_skills_that_are_typed_are_understood_or_added(workplace: Workplace) -> None:
    await workplace.has_program()
    await workplace.signs_up(workplace.maya, MENTOR | {"offers": [], "more_offers": "tik tok, Promting; Beekeeping"})
    said = workplace.seen_by(workplace.maya)
    assert "Short video (Reels, Shorts, TikTok)" in said
    assert "Prompting" in said
    assert "Beekeeping" in said
    await workplace.signs_up(workplace.henrik, MENTEE | {"wishes": [], "more_wishes": "bee-keeping"})
    await workplace.do(workplace.lena.command("/mentor match"))
    assert "Covers every wish." in workplace.seen_by(workplace.lena)


@pytest.mark.parametrize("name", HARMLESS)
async def test_names_that_look_odd_but_are_fine_are_kept_as_typed(workplace: Workplace, name: str) -> None:
    await workplace.has_program()
    await workplace.signs_up(workplace.maya, MENTOR | {"offers": [], "more_offers": name})
    assert f"You can teach {name}." in workplace.seen_by(workplace.maya)


@pytest.mark.parametrize("name", ["x" * 299, "🦊🦊", "<!here>", "www.example.com", "7"])
async def test_names_that_nobody_could_read_are_refused_under_their_field(workplace: Workplace, name: str) -> None:
    await workplace.has_program()
    await workplace.do(workplace.maya.command("/mentor signup"))
    errors = await workplace.submits(workplace.maya, MENTOR | {"more_offers": name})
    assert list(errors) == ["more_offers"]
    assert workplace.maya.modal is not None
    assert name in str(workplace.maya.values(workplace.maya.modal)), "what was typed is still there"


async def test_what_is_known_is_not_asked_again_in_the_next_program(workplace: Workplace) -> None:
    await workplace.has_program()
    await workplace.signs_up(workplace.maya, MENTOR)
    await workplace.has_program(name="Green shoots")
    await workplace.do(workplace.maya.command("/mentor signup green shoots"))
    assert workplace.maya.modal is not None
    fields = [block.get("block_id") for block in workplace.maya.modal.blocks]
    assert "level" not in fields
    assert "department" not in fields
    assert await workplace.submits(workplace.maya, {"role": "mentor"}) == {}, "her skills are filled in"
    assert "Welcome to Green shoots" in workplace.seen_by(workplace.maya)


async def test_the_second_page_says_how_well_and_what_to_ask_and_the_pair_reads_it(workplace: Workplace) -> None:
    await workplace.has_program()
    await workplace.do(workplace.henrik.command("/mentor signup"))
    await workplace.submits(workplace.henrik, MENTEE | {"wishes": ["podcasts", "short-video"]})
    assert (
        await workplace.submits(
            workplace.henrik, {"first": "short-video", "ask:short-video": "Why *so* short? <!channel>"}
        )
        == {}
    )
    await workplace.signs_up(workplace.maya, MENTOR)
    await workplace.do(workplace.lena.command("/mentor match"))
    await workplace.publishes(workplace.maya, workplace.henrik)
    assert "Why *so* short? <!channel>" in workplace.seen_by(workplace.maya)
    assert "Why *so* short?" not in workplace.seen_by(workplace.lena)
    await workplace.turn(timedelta(days=1))
    await workplace.do(workplace.henrik.command("/mentor signup"))
    assert workplace.henrik.modal is not None
    state = workplace.henrik.values(workplace.henrik.modal)["kept_wishes"]["value"]["selected_options"]
    assert [option["value"] for option in state] == ["short-video", "podcasts"]


async def test_nobody_changes_sides_under_a_pair_and_what_was_typed_stays(workplace: Workplace) -> None:
    await workplace.has_pair()
    await workplace.do(workplace.maya.command("/mentor signup"))
    errors = await workplace.submits(workplace.maya, {"role": "mentee", "wishes": ["short-video"]})
    assert list(errors) == ["role"]
    assert "You have a partner in Digital natives" in errors["role"]
    assert await workplace.submits(workplace.maya, {"role": "mentor"}) == {}
    await workplace.maya.close_modal()
    await workplace.do(workplace.maya.command("/mentor status"))
    assert "You meet next on" in workplace.seen_by(workplace.maya)
