import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.playground.slack import Actor, PostedMessage, mentions_everyone
from tests.workplace import MENTEE, MENTOR, PROGRAM, Workplace

HOSTILE = "*Bees* & _honey_ :bee: !channel `x`"  # a legal name for a skill
CROWD = 23


async def joins(workplace: Workplace, person: Actor, entries: dict[str, Any], **more: Any) -> None:
    await workplace.signs_up(person, entries | more)


async def crowd(workplace: Workplace) -> None:
    """Two dozen people who teach podcasts: those with an even number are experts, every third one is in Sales."""
    for number in range(CROWD):
        handle = f"p{number:02}"
        person = workplace.slack.add_person(f"U0{handle.upper()}", name=handle, real_name=handle)
        await workplace.do(person.command("/mentor signup"))
        department = "Sales" if number % 3 == 0 else "Marketing"
        entries = MENTOR | {"department": department, "offers": ["podcasts"]}
        assert await workplace.submits(person, entries) == {}
        mastery = "5" if number % 2 == 0 else "3"
        assert await workplace.submits(person, {"level:podcasts": mastery}) == {}


def listed(workplace: Workplace, person: Actor) -> list[str]:
    """Handles in the newest message, in their order."""
    lines = person.read(workplace.newest(person)).splitlines()
    return [line.split()[1].strip("@:") for line in lines if line.startswith("• @")]


async def asks(workplace: Workplace, person: Actor, typed: str) -> PostedMessage:
    await workplace.do(person.command(f"/mentor skills {typed}"))
    return workplace.newest(person)


async def test_who_can_teach_what_is_seen_by_topic_and_one_press_shows_who(workplace: Workplace) -> None:
    await workplace.has_program()
    assert "Nobody offers anything yet" in await workplace.says(workplace.henrik, "/mentor skills")
    await joins(workplace, workplace.maya, MENTOR)
    said = await workplace.says(workplace.henrik, "/mentor skills")
    assert "Social media and video: Short video (Reels, Shorts, TikTok) (1)" in said
    assert "AI: Prompting (1)" in said
    assert "Demand against supply" not in said, "is for leads"
    await workplace.do(workplace.henrik.click("Prompting (1)"))
    shown = workplace.henrik.read(workplace.newest(workplace.henrik))
    assert "1 person can teach this." in shown
    assert "• @maya: “I use it often”. Professional, Marketing" in shown
    assert workplace.newest(workplace.henrik).only_for == workplace.henrik.id


@pytest.mark.parametrize("typed", ["tik tok", "Insta reels", "“TikTok”", "SHORT VIDEO", "YouTube Shrots"])
async def test_a_search_understands_what_people_type(workplace: Workplace, typed: str) -> None:
    await workplace.has_program()
    await joins(workplace, workplace.maya, MENTOR)
    assert "@maya (you): “I use it often”" in await workplace.says(workplace.maya, f"/mentor skills {typed}")


async def test_several_that_fit_are_there_to_choose_from_and_none_gets_a_kind_answer(workplace: Workplace) -> None:
    await workplace.has_program()
    await joins(workplace, workplace.maya, MENTOR, offers=["data-viz"])
    said = await workplace.says(workplace.henrik, "/mentor skills data")
    assert "Which one do you mean?" in said
    await workplace.do(workplace.henrik.click("Data visualisation (1)"))
    assert listed(workplace, workplace.henrik) == ["maya"]
    said = await workplace.says(workplace.henrik, "/mentor skills <!channel> zzz")
    assert "I do not know a skill called “<!channel> zzz”." in said
    assert "Add it when you sign up." in said
    assert "I do not know a skill" in await workplace.says(workplace.henrik, "/mentor skills " + "long " * 500)
    assert "Nobody offers this right now." in await workplace.says(workplace.henrik, "/mentor skills agile")
    assert not any(mentions_everyone(message) for message in workplace.henrik.messages())


async def test_a_long_list_is_paged_and_filtered_in_place(workplace: Workplace) -> None:
    await workplace.has_program()
    await crowd(workplace)
    zoe = workplace.zoe
    first = await asks(workplace, zoe, "podcasts")
    assert "23 people can teach this." in zoe.read(first)
    assert listed(workplace, zoe) == [f"p{number:02}" for number in range(0, 20, 2)], "experts stand first"
    messages = len(zoe.messages())
    await workplace.do(zoe.click("Next"))
    await workplace.do(zoe.click("Next"))
    assert listed(workplace, zoe) == ["p17", "p19", "p21"]
    assert "Page 3 of 3" in zoe.read(workplace.newest(zoe))
    with pytest.raises(LookupError):
        await zoe.click("Next")
    await workplace.do(zoe.click("Previous"))
    assert "Page 2 of 3" in zoe.read(workplace.newest(zoe))

    await workplace.do(zoe.click("offers_in_department", option="Sales"))
    assert listed(workplace, zoe) == ["p00", "p06", "p12", "p18", "p03", "p09", "p15", "p21"]
    await workplace.do(zoe.click("offers_by_mastery", option="“Expert” only"))
    assert listed(workplace, zoe) == ["p00", "p06", "p12", "p18"], "both filters count"
    await workplace.do(zoe.click("offers_in_department", option="All departments"))
    assert "12 people can teach this." in zoe.read(workplace.newest(zoe))
    assert len(zoe.messages()) == messages, "all of it in one message"


async def test_a_page_that_is_gone_gives_way_to_the_last_one(workplace: Workplace) -> None:
    await workplace.has_program()
    await crowd(workplace)
    zoe = workplace.zoe
    await asks(workplace, zoe, "podcasts")
    await workplace.do(zoe.click("Next"))
    for number in (17, 19, 21):
        person = next(one for one in workplace.slack.people if one.name == f"p{number}")
        await workplace.do(person.command("/mentor leave"))
        assert await workplace.submits(person, {}) == {}
    await workplace.do(zoe.click("Next"))
    assert "Page 2 of 2" in zoe.read(workplace.newest(zoe))


async def test_who_pauses_or_leaves_vanishes_and_who_comes_back_is_there_again(workplace: Workplace) -> None:
    await workplace.has_program()
    maya, henrik = workplace.maya, workplace.henrik
    await joins(workplace, maya, MENTOR)
    await asks(workplace, henrik, "prompting")
    assert listed(workplace, henrik) == ["maya"]
    await workplace.do(maya.command("/mentor pause"))
    until = (workplace.clock.now() + timedelta(days=10)).date().isoformat()
    assert await workplace.submits(maya, {"until": until}) == {}
    await asks(workplace, henrik, "prompting")
    assert listed(workplace, henrik) == []
    await workplace.do(maya.command("/mentor return"))
    await asks(workplace, henrik, "prompting")
    assert listed(workplace, henrik) == ["maya"]
    await workplace.do(maya.command("/mentor leave"))
    assert await workplace.submits(maya, {}) == {}
    await asks(workplace, henrik, "prompting")
    assert listed(workplace, henrik) == []


async def test_a_lead_sees_what_is_missed_most_and_never_who_misses_it(workplace: Workplace) -> None:
    await workplace.has_program()
    await joins(workplace, workplace.maya, MENTOR, offers=["prompting"])
    await joins(workplace, workplace.henrik, MENTEE, wishes=["short-video", "prompting"])
    await joins(workplace, workplace.wei, MENTEE, wishes=["short-video"])
    said = (await workplace.says(workplace.lena, "/mentor skills")).partition("Demand against supply")[2]
    short, prompting = said.index("Short video"), said.index("Prompting: 1 wishes for it, 1 offers it")
    assert short < prompting
    assert "Short video (Reels, Shorts, TikTok): 2 wish for it, 0 offer it" in said
    assert "@" not in said


async def test_a_lead_merges_what_somebody_added_and_everybody_keeps_it(workplace: Workplace) -> None:
    lena, maya, henrik = workplace.lena, workplace.maya, workplace.henrik
    await workplace.has_program()
    await joins(workplace, maya, MENTOR, more_offers=HOSTILE)
    await joins(workplace, henrik, MENTEE, more_wishes=HOSTILE)
    assert f"{HOSTILE}: 1 wishes for it, 1 offers it" in await workplace.says(lena, "/mentor skills")
    await workplace.do(lena.click("Merge"))
    assert lena.modal is not None
    assert f"{HOSTILE} was added by people here." in lena.read(lena.modal)
    assert await workplace.submits(lena, {"into": "nonsense <!channel>"}) == {
        "into": "I do not know “nonsense <!channel>”."
    }
    errors = await workplace.submits(lena, {"into": HOSTILE})
    assert "itself. Please name the skill" in errors["into"]
    assert await workplace.submits(lena, {"into": "voluntering"}) == {}
    assert f"{HOSTILE} is now another word for Volunteering and local projects." in workplace.seen_by(lena)

    await asks(workplace, henrik, "volunteering")
    assert listed(workplace, henrik) == ["maya"]
    await asks(workplace, henrik, HOSTILE)
    assert listed(workplace, henrik) == ["maya"]
    said = await workplace.says(lena, "/mentor skills")
    assert "Volunteering and local projects: 1 wishes for it, 1 offers it" in said
    assert "Added by people here" not in said
    assert not any(mentions_everyone(message) for person in (lena, henrik) for message in person.messages())


async def test_of_two_leads_who_merge_at_once_the_second_is_told(workplace: Workplace) -> None:
    lena, wei = workplace.lena, workplace.wei
    await workplace.do(lena.command("/mentor program new"))
    assert await workplace.submits(lena, PROGRAM | {"leads": [wei.id]}) == {}
    await joins(workplace, workplace.maya, MENTOR, more_offers="Beekeeping")
    for lead, into in ((lena, "agile"), (wei, "volunteering")):
        await asks(workplace, lead, "beekeeping")
        await workplace.do(lead.click("Merge"))
        await lead.fill("into", into)
    await workplace.do(asyncio.gather(lena.submit(), wei.submit()))
    told = [str(lead.modal.errors) for lead in (lena, wei) if lead.modal]
    assert len(told) == 1
    assert "was merged into “" in told[0]
    assert (workplace.seen_by(lena) + workplace.seen_by(wei)).count("is now another word for") == 1

    before = len(lena.messages())
    await workplace.do(lena.click("begin_merge", where=next(m for m in lena.messages() if "[Merge]" in lena.read(m))))
    assert "was merged into “" in lena.read(lena.messages()[before])


async def test_others_see_no_merge_button_and_who_no_longer_leads_may_not_press_one(workplace: Workplace) -> None:
    lena, maya = workplace.lena, workplace.maya
    await workplace.has_program()
    await joins(workplace, maya, MENTOR, more_offers="Beekeeping")
    assert "[Merge]" not in maya.read(await asks(workplace, maya, "beekeeping"))
    shown = await asks(workplace, lena, "beekeeping")
    await workplace.do(lena.command("/mentor program"))
    await workplace.do(lena.click("close_program"))
    await workplace.do(lena.click("begin_merge", where=shown))
    assert "This is for the people who lead a program" in workplace.seen_by(lena)
    assert lena.modal is None


async def test_an_old_or_forged_button_is_explained(workplace: Workplace) -> None:
    await workplace.has_program()
    await crowd(workplace)
    zoe = workplace.zoe
    shown = await asks(workplace, zoe, "podcasts")
    for block in shown.blocks:
        for element in block.get("elements", ()):
            if element.get("action_id") == "offers_after":
                element["value"] = "2:9:<!channel>:podcasts"
    await workplace.do(zoe.click("offers_after", where=shown))
    assert "I do not know this button any more." in workplace.seen_by(zoe)
