"""A lead pairs two people directly, and both are asked."""

import pytest

from tests.workplace import MENTEE, MENTOR, Workplace


async def begins(workplace: Workplace, line: str = "/mentor pair") -> None:
    await workplace.do(workplace.lena.command(line))
    assert workplace.lena.modal is not None


def shown(workplace: Workplace) -> str:
    assert workplace.lena.modal is not None
    return workplace.lena.read(workplace.lena.modal)


async def two_signed_up(workplace: Workplace) -> dict[str, str]:
    await workplace.has_program()
    await workplace.signs_up(workplace.maya, MENTOR | {"offers": ["prompting", "podcasts", "agile"]})
    await workplace.signs_up(workplace.henrik, MENTEE)
    return {"mentor": workplace.maya.id, "mentee": workplace.henrik.id}


async def test_a_lead_pairs_two_by_hand_and_both_accept(workplace: Workplace) -> None:
    lena, maya, henrik = workplace.lena, workplace.maya, workplace.henrik
    couple = await two_signed_up(workplace)
    await begins(workplace)
    assert await workplace.submits(lena, couple) == {}
    assert "@maya → @henrik: fits" in shown(workplace)
    assert "@maya teaches nothing that @henrik wishes for" in shown(workplace)
    assert "could be your" not in workplace.seen_by(maya), "nobody is asked before it is confirmed"
    assert await workplace.submits(lena) == {}
    assert lena.modal is None
    assert "I'm asking @maya and @henrik now, in private" in workplace.seen_by(lena)
    assert "Sign-up for Digital natives stays open." in workplace.seen_by(lena)
    for person in (maya, henrik):
        await workplace.do(person.click("Accept"))
    for person in (maya, henrik):
        assert "You're a pair in Digital natives" in workplace.seen_by(person)
    await workplace.signs_up(workplace.wei, MENTEE)
    assert "Pairs: 1 running" in await workplace.says(lena, "/mentor status")


async def test_what_cannot_be_is_refused_under_its_field(workplace: Workplace) -> None:
    lena = workplace.lena
    couple = await two_signed_up(workplace)
    await begins(workplace, "/mentor couple")
    assert await workplace.submits(lena, {"mentor": couple["mentor"]}) != {}
    with pytest.raises(LookupError):
        await lena.fill("mentee", workplace.zoe.id)
    await workplace.do(workplace.henrik.command("/mentor profile"))
    await workplace.submits(workplace.henrik, {"blocked": [workplace.maya.id]})
    errors = await workplace.submits(lena, couple)
    assert errors["mentee"].startswith("I can't pair these two: they were a pair or proposed as one before")


async def test_whoever_left_while_the_lead_was_looking_is_not_asked(workplace: Workplace) -> None:
    lena = workplace.lena
    couple = await two_signed_up(workplace)
    await begins(workplace)
    assert await workplace.submits(lena, couple) == {}
    await workplace.do(workplace.henrik.command("/mentor leave"))
    await workplace.submits(workplace.henrik)
    await workplace.submits(lena)
    assert "They can't be a mentee here right now" in workplace.seen_by(lena)
    assert "could be your" not in workplace.seen_by(workplace.maya)


async def test_a_lead_of_several_programs_chooses_or_names_one(workplace: Workplace) -> None:
    lena = workplace.lena
    couple = await two_signed_up(workplace)
    await workplace.has_program(name="Green shoots")
    await begins(workplace)
    assert "In which program?" in shown(workplace)
    errors = await workplace.submits(lena, couple | {"program": "2"})
    assert "not in this program" in errors["mentor"]
    assert await workplace.submits(lena, {"program": "1"}) == {}
    assert "@maya → @henrik" in shown(workplace)
    await lena.close_modal()
    await begins(workplace, "/mentor pair digital natives")
    assert "In which program?" not in shown(workplace)
    assert "In Digital natives." in shown(workplace)


async def test_it_is_for_leads_only(workplace: Workplace) -> None:
    await workplace.has_program()
    assert "This is for the people who lead a program" in await workplace.says(workplace.maya, "/mentor pair")
