"""Where the program allows it, people ask each other."""

import asyncio
from datetime import timedelta

from bot.playground.slack import Actor, mentions_everyone
from tests.workplace import MENTEE, MENTOR, MONDAY, Workplace

HOSTILE = "Shall we look at <!channel> *podcasts* <https://x.example|this>?"
NO_PAIR = "and it didn't work out"


async def people_may_ask(workplace: Workplace) -> None:
    """Maya teaches, Henrik learns, and Lena lets them ask each other."""
    lena = workplace.lena
    await workplace.has_program()
    await workplace.do(lena.command("/mentor program"))
    await workplace.do(lena.click("Matching rules"))
    assert await workplace.submits(lena, {"self_chosen": "yes"}) == {}
    assert "Whether people may ask each other: yes" in workplace.seen_by(lena)
    await workplace.signs_up(workplace.maya, MENTOR)
    await workplace.signs_up(workplace.henrik, MENTEE)


async def asks(workplace: Workplace, asker: Actor, asked: Actor, message: str = HOSTILE) -> dict[str, str]:
    await workplace.do(asker.command(f"/mentor ask <@{asked.id}|{asked.name}>"))
    return await workplace.submits(asker, {"message": message})


async def test_from_the_directory_to_the_introduction(workplace: Workplace) -> None:
    maya, henrik = workplace.maya, workplace.henrik
    await people_may_ask(workplace)
    assert "[Ask]" in await workplace.says(henrik, "/mentor skills short video")
    await workplace.do(henrik.click("Ask"))
    assert henrik.modal is not None
    assert "Ask someone to be your mentor in Digital natives." in henrik.read(henrik.modal)
    assert await workplace.submits(henrik, {"message": HOSTILE}) == {}
    assert "Done: I'm quietly asking @maya to be your partner in Digital natives." in workplace.seen_by(henrik)

    said = workplace.seen_by(maya)
    assert "@henrik asks if you'd be their mentor in Digital natives." in said
    assert HOSTILE in said
    assert "Would like to learn from you: Short video (Reels, Shorts, TikTok)" in said
    assert not any(mentions_everyone(message) for message in maya.messages())
    assert "Offers open: 1 (1 accepted by one side)" in await workplace.says(workplace.lena, "/mentor status")
    assert "You asked @maya to be your partner" in await workplace.says(henrik, "/mentor status")
    said = await workplace.says(maya, "/mentor status")
    assert "@henrik asks if you'd be their mentor" in said
    assert "[Accept] [Decline quietly]" in said

    offer = workplace.newest(maya)
    await workplace.do(asyncio.gather(maya.click("Accept", where=offer), maya.click("Accept", where=offer)))
    assert workplace.seen_by(maya).count("You're a pair in Digital natives") == 1
    assert workplace.seen_by(henrik).count("You're a pair in Digital natives") == 1
    errors = await asks(workplace, henrik, maya)
    assert errors == {"whom": "The two of you are already a pair in Digital natives."}


async def test_a_mentor_asks_too_and_a_quiet_no_looks_like_silence(workplace: Workplace) -> None:
    maya, henrik = workplace.maya, workplace.henrik
    await people_may_ask(workplace)
    await workplace.do(maya.command("/mentor request"))
    assert await workplace.submits(maya, {"whom": henrik.id}) == {}
    await workplace.do(henrik.click("Decline quietly"))
    assert "Nothing changes for you in Digital natives." in workplace.seen_by(henrik)
    assert "You asked @henrik" in await workplace.says(maya, "/mentor status")
    await workplace.turn_to(MONDAY + timedelta(days=7, hours=7, minutes=59))
    assert NO_PAIR not in workplace.seen_by(maya)
    await workplace.turn(timedelta(days=1))
    assert NO_PAIR in workplace.seen_by(maya)
    assert NO_PAIR not in workplace.seen_by(henrik)
    assert "free again" not in workplace.seen_by(workplace.lena)


async def test_who_says_nothing_is_reminded_once(workplace: Workplace) -> None:
    maya, henrik = workplace.maya, workplace.henrik
    await people_may_ask(workplace)
    assert await asks(workplace, maya, henrik) == {}
    await workplace.turn_to(MONDAY + timedelta(days=7, hours=7, minutes=59))
    assert workplace.seen_by(henrik).count("There's still time to reply. @maya asks if") == 1
    assert "There's still time" not in workplace.seen_by(maya)
    await workplace.turn(timedelta(days=3))
    assert "[Accept]" not in workplace.seen_by(henrik)


async def test_what_is_taken_back_can_be_accepted_no_more(workplace: Workplace) -> None:
    maya, henrik = workplace.maya, workplace.henrik
    await people_may_ask(workplace)
    assert await asks(workplace, maya, henrik) == {}
    await workplace.says(maya, "/mentor status")
    await workplace.do(maya.click("Take back"))
    assert "Taken back: I'm no longer asking @henrik" in workplace.seen_by(maya)
    assert "[Accept]" not in workplace.seen_by(henrik)
    assert "You're a pair" not in workplace.seen_by(maya)


async def test_a_refusal_keeps_all_that_was_typed(workplace: Workplace) -> None:
    maya, zoe = workplace.maya, workplace.zoe
    await people_may_ask(workplace)
    assert await asks(workplace, maya, zoe) == {
        "whom": "They can't be asked in Digital natives at the moment. Is there someone else?"
    }
    assert maya.modal is not None
    assert await workplace.submits(maya, {"whom": workplace.henrik.id}) == {}
    assert HOSTILE in workplace.seen_by(workplace.henrik)


async def test_of_a_block_whoever_asks_learns_nothing(workplace: Workplace) -> None:
    maya, henrik = workplace.maya, workplace.henrik
    await people_may_ask(workplace)
    await workplace.do(henrik.command("/mentor profile"))
    assert await workplace.submits(henrik, {"blocked": [maya.id]}) == {}
    before = len(henrik.messages())
    assert await asks(workplace, maya, henrik) == {}
    assert "I'm quietly asking @henrik" in workplace.seen_by(maya)
    await workplace.turn(timedelta(days=10))
    assert NO_PAIR in workplace.seen_by(maya)
    assert len(henrik.messages()) == before


async def test_where_leads_alone_propose_pairs_there_is_no_button_and_a_kind_answer(workplace: Workplace) -> None:
    await workplace.has_program()
    await workplace.signs_up(workplace.maya, MENTOR)
    await workplace.signs_up(workplace.henrik, MENTEE)
    assert "[Ask]" not in await workplace.says(workplace.henrik, "/mentor skills short video")
    said = await workplace.says(workplace.henrik, "/mentor ask")
    assert "Right now you're in no program where people ask each other." in said
    assert "/mentor ask" not in await workplace.says(workplace.henrik, "/mentor help")


async def test_only_the_other_side_can_be_asked_from_the_directory(workplace: Workplace) -> None:
    await people_may_ask(workplace)
    await workplace.signs_up(workplace.zoe, MENTOR | {"level": "1"})
    for person, asks_any in ((workplace.henrik, 2), (workplace.zoe, 0), (workplace.lena, 0)):
        said = await workplace.says(person, "/mentor skills short video")
        assert said.count("[Ask]") == asks_any, person
    assert "/mentor ask" in await workplace.says(workplace.henrik, "/mentor help")
