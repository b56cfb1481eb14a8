"""The first minute in a workspace, and the words that people try when they do not know the right one."""

import pytest

from tests.workplace import MENTOR, PROGRAM, Workplace


async def test_in_an_empty_workspace_the_home_tab_has_the_first_step_as_a_button(workplace: Workplace) -> None:
    lena = workplace.lena
    await workplace.do(lena.open_home())
    assert lena.home is not None
    assert lena.read(lena.home).startswith("There's no program here yet. Create one")
    await workplace.do(lena.click("Create a program", where=lena.home))
    assert lena.modal is not None
    assert lena.modal.title == "New program"


async def test_what_somebody_does_on_the_home_tab_shows_there_at_once(workplace: Workplace) -> None:
    lena = workplace.lena
    await workplace.do(lena.open_home())
    assert lena.home is not None
    await workplace.do(lena.click("Create a program", where=lena.home))
    assert await workplace.submits(lena, PROGRAM) == {}
    assert "There's no program here yet" not in lena.read(lena.home)
    assert "Digital natives" in lena.read(lena.home)


async def test_the_first_of_two_pages_shows_on_the_home_tab_even_if_the_second_is_closed(workplace: Workplace) -> None:
    maya = workplace.maya
    await workplace.has_program()
    await workplace.do(maya.open_home())
    assert maya.home is not None
    await workplace.do(maya.click("Sign up", where=maya.home))
    assert await workplace.submits(maya, MENTOR) == {}
    await maya.close_modal()
    assert "You're signed up as mentor in Digital natives" in maya.read(maya.home)


async def test_where_all_programs_have_closed_their_lead_still_finds_the_figures(workplace: Workplace) -> None:
    lena, zoe = workplace.lena, workplace.zoe
    await workplace.has_program()
    await workplace.says(lena, "/mentor program")
    await workplace.do(lena.click("Close program"))
    for person in (lena, zoe):
        await workplace.do(person.open_home())
        assert person.home is not None
        assert person.read(person.home).startswith("No program is running here right now. Create one")
    assert zoe.home is not None
    assert "[Show programs]" not in zoe.read(zoe.home)
    assert lena.home is not None
    assert lena.read(lena.home).count("[Show programs]") == 1
    await workplace.do(lena.click("Show programs", where=lena.home))
    await workplace.do(lena.click("Figures"))
    assert "Sessions held: none yet" in lena.read(workplace.newest(lena))


async def test_no_button_stands_twice_on_the_home_tab(workplace: Workplace) -> None:
    await workplace.has_pair()
    for person in (workplace.maya, workplace.lena):
        await workplace.do(person.open_home())
        assert person.home is not None
        labels = [
            one["text"]["text"]
            for block in person.home.blocks
            if block["type"] == "actions"
            for one in block["elements"]
        ]
        assert len(labels) == len(set(labels))


async def test_an_agenda_is_found_good_from_the_home_tab_and_the_button_goes(workplace: Workplace) -> None:
    maya, henrik = workplace.maya, workplace.henrik
    await workplace.has_pair()
    await workplace.do(maya.command("/mentor agenda"))
    assert await workplace.submits(maya, {"agenda": "Reels"}) == {}
    await workplace.do(henrik.open_home())
    assert henrik.home is not None
    assert "[Looks good]" in henrik.read(henrik.home)
    await workplace.do(maya.open_home())
    assert maya.home is not None
    assert "[Change the agenda]" in maya.read(maya.home)
    assert "[Post the agenda]" not in maya.read(maya.home)
    await workplace.do(henrik.click("Looks good", where=henrik.home))
    assert "You've agreed on the agenda:" in henrik.read(henrik.home)
    assert "[Looks good]" not in henrik.read(henrik.home)
    assert "You said it looks good. I've told" in henrik.read(workplace.newest(henrik))
    assert "is happy with your agenda" in workplace.seen_by(maya)


async def test_where_a_program_is_open_everybody_can_sign_up_from_the_home_tab(workplace: Workplace) -> None:
    await workplace.has_program()
    await workplace.do(workplace.zoe.open_home())
    assert workplace.zoe.home is not None
    await workplace.do(workplace.zoe.click("Sign up", where=workplace.zoe.home))
    assert workplace.zoe.modal is not None
    assert workplace.zoe.modal.title == "Sign up"


async def test_the_first_message_says_that_the_bot_reads_nothing_and_later_ones_do_not(workplace: Workplace) -> None:
    await workplace.has_program()
    await workplace.signs_up(workplace.maya, MENTOR)
    await workplace.signs_up(workplace.maya, MENTOR)
    assert workplace.seen_by(workplace.maya).count("I can't read what you write here") == 1


@pytest.mark.parametrize("command", ["leave", "pause", "return"])
async def test_whoever_takes_no_part_is_told_so_with_the_button_that_helps(workplace: Workplace, command: str) -> None:
    said = await workplace.says(workplace.maya, f"/mentor {command}")
    assert "You don't take part in a program, so there's nothing to" in said
    assert "[Create a program]" in said
    assert "[See or erase my data]" in said


@pytest.mark.parametrize("command", ["leave", "return"])
async def test_where_a_program_is_open_the_button_is_the_way_in(workplace: Workplace, command: str) -> None:
    await workplace.has_program()
    said = await workplace.says(workplace.maya, f"/mentor {command}")
    assert "You don't take part in a program, so there's nothing to" in said
    assert "[Sign up]" in said


async def test_a_break_is_open_to_those_without_a_place_who_come_to_mixers(workplace: Workplace) -> None:
    await workplace.has_program()
    await workplace.do(workplace.maya.command("/mentor pause"))
    assert workplace.maya.modal is not None
    assert workplace.maya.modal.title == "Take a break"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("hilfe", "This is what you can do:"),
        ("help me!", "This is what you can do:"),
        ("???", "This is what you can do:"),
        ("erase me", "Erase"),
        ("delete my data", "Erase"),
        ("agenda?", "no partner yet"),
        ("stop", "What would you like to stop?"),
        ("quit", "What would you like to stop?"),
        ("Cancel.", "What would you like to stop?"),
        ("unsubscribe", "What would you like to stop?"),
        ("mathc", "[Look for pairs]"),
        ("prufil", "[Edit my profile]"),
        ("how do I leave this", "[Leave a program]"),
        ("i want to stop", "[Pause or leave]"),
    ],
)
async def test_a_word_that_people_try_leads_somewhere_sensible(workplace: Workplace, typed: str, shown: str) -> None:
    await workplace.has_program()
    await workplace.signs_up(workplace.maya, MENTOR)
    assert shown in await workplace.says(workplace.maya, f"/mentor {typed}")


@pytest.mark.parametrize(
    ("typed", "title"),
    [("anmelden", "Your sign-up"), ("sign up", "Your sign-up"), ("profil", "Your profile"), ("urlaub", "Take a break")],
)
async def test_a_word_in_another_language_opens_the_form(workplace: Workplace, typed: str, title: str) -> None:
    await workplace.has_program()
    await workplace.signs_up(workplace.maya, MENTOR)
    await workplace.do(workplace.maya.command(f"/mentor {typed}"))
    assert workplace.maya.modal is not None
    assert workplace.maya.modal.title == title


async def test_stopping_is_offered_and_never_done_at_once(workplace: Workplace) -> None:
    await workplace.has_pair()
    await workplace.do(workplace.henrik.command("/mentor stop"))
    assert "You are the mentee of @maya" in await workplace.says(workplace.henrik, "/mentor status")
    await workplace.do(workplace.henrik.click("Leave a program"))
    assert workplace.henrik.modal is not None
    assert "your pair with @maya ends" in workplace.henrik.read(workplace.henrik.modal)
