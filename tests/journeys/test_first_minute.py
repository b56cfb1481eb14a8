"""An empty workspace says what to do first, in a sentence that fits who asks, with the button that does it."""

from collections.abc import AsyncIterator

import pytest

from tests.workplace import MENTEE, MENTOR, Workplace

NOTHING_YET = "There's no program here yet."


@pytest.fixture
async def strict(migrated: str) -> AsyncIterator[Workplace]:
    """Only somebody else may create programs."""
    async with Workplace(migrated, program_creators="UBOSS") as workplace:
        yield workplace


@pytest.mark.parametrize("command", ["match", "signup", "skills", "mixer", "mixer new", "applications", "pair"])
async def test_whoever_comes_first_can_create_a_program_at_once(workplace: Workplace, command: str) -> None:
    said = await workplace.says(workplace.maya, f"/mentor {command}")
    assert f"{NOTHING_YET} Create one: it takes two minutes" in said
    await workplace.do(workplace.maya.click("Create a program"))
    assert workplace.maya.modal is not None
    assert workplace.maya.modal.title == "New program"


@pytest.mark.parametrize("command", ["match", "signup", "skills", "mixer", "applications", "pair"])
async def test_who_may_not_create_one_hears_whom_to_ask(strict: Workplace, command: str) -> None:
    said = await strict.says(strict.maya, f"/mentor {command}")
    assert f"{NOTHING_YET} In this workspace only a few people can create programs." in said
    with pytest.raises(LookupError):
        await strict.maya.click("Create a program")


async def test_where_there_is_a_program_whoever_leads_none_is_shown_the_way_in(workplace: Workplace) -> None:
    await workplace.has_program()
    assert "you don't lead one" in await workplace.says(workplace.maya, "/mentor applications")
    await workplace.do(workplace.maya.click("Sign up"))
    assert workplace.maya.modal is not None
    shown = workplace.maya.read(workplace.maya.modal)
    assert (
        "Pairs meet every two weeks for 60 minutes. They start the day they're matched, and no end date is set yet."
        in shown
    )
    assert shown.index("Pairs meet every two weeks") < shown.index("How do you want to take part?")


async def test_a_lead_hears_who_is_missing_before_any_search(workplace: Workplace) -> None:
    await workplace.has_program()
    assert "Nobody has signed up yet." in await workplace.says(workplace.lena, "/mentor match")
    await workplace.signs_up(workplace.maya, MENTOR)
    said = await workplace.says(workplace.lena, "/mentor pair")
    assert "1 mentor and 0 mentees. No mentee has signed up yet." in said


async def test_by_hand_only_those_are_to_choose_from_who_can_be_paired(workplace: Workplace) -> None:
    await workplace.has_program()
    await workplace.signs_up(workplace.maya, MENTOR)
    await workplace.signs_up(workplace.henrik, MENTEE)
    await workplace.do(workplace.lena.command("/mentor pair"))
    with pytest.raises(LookupError):
        await workplace.lena.fill("mentor", workplace.zoe.id)
    entries = {"mentor": workplace.maya.id, "mentee": workplace.henrik.id}
    assert await workplace.submits(workplace.lena, entries) == {}
    assert workplace.lena.modal is not None
    assert "@maya → @henrik" in workplace.lena.read(workplace.lena.modal)


async def test_nobody_is_allowed_leads_to_the_rules_that_say_so(workplace: Workplace) -> None:
    await workplace.has_program()
    await workplace.signs_up(workplace.maya, MENTOR | {"level": "6"})
    await workplace.signs_up(workplace.henrik, MENTEE)
    await workplace.do(workplace.lena.command("/mentor match"))
    said = workplace.seen_by(workplace.lena)
    assert "@maya: Nobody fits your rules. 1 person fits otherwise, but isn't more senior." in said
    await workplace.do(workplace.lena.click("Matching rules"))
    assert workplace.lena.modal is not None
    assert workplace.lena.modal.title == "Matching rules"


async def test_an_app_leads_no_program(workplace: Workplace) -> None:
    await workplace.do(workplace.lena.command("/mentor program new"))
    entries = {"name": "One", "need": "A need.", "leads": [workplace.slack.bot_user_id]}
    errors = await workplace.submits(workplace.lena, entries)
    assert list(errors) == ["leads"]
    assert "is an app, and apps can't take part" in errors["leads"]


async def test_after_closing_a_programs_figures_can_still_be_read(workplace: Workplace) -> None:
    await workplace.has_pair()
    await workplace.do(workplace.lena.command("/mentor program"))
    await workplace.do(workplace.lena.click("Close program"))
    assert "Digital natives is closed." in await workplace.says(workplace.lena, "/mentor program")
    await workplace.do(workplace.lena.click("Figures"))
    assert "Pairs: 0 running, 1 ended" in workplace.lena.read(workplace.newest(workplace.lena))
