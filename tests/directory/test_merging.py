"""What leads see of the skills that people added, and what becomes of one that is merged."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.calls import OddButton
from bot.core.refusals import Refusal
from bot.directory.search import Search
from bot.directory.usecases import (
    AdditionDeleted,
    MergedAlready,
    SameSkill,
    SkillUnknown,
    delete_addition,
    look_around,
    merge_addition,
)
from bot.people.model import Person
from bot.programs.model import ProgramLead
from bot.programs.usecases import NotALead
from bot.skills.model import AddedSkill, PersonSkill, Side
from bot.skills.queries import additions
from bot.skills.rules.catalogue import LABELS
from bot.skills.usecases import set_skills, skills_named
from tests.directory.finding import finds, found, names_found
from tests.office import Office

LONG = "Filming with a drone, and what the law says about it"  # a name no catalogue has


async def says(office: Office, handle: str, offers: list[str], wishes: list[str]) -> None:
    """Of skills as they are typed; what is unknown is added."""

    async def say(db: AsyncSession, person: Person) -> None:
        now = office.clock.now()
        named = {
            Side.OFFERS: await skills_named(db, "T1", offers, now),
            Side.WISHES: await skills_named(db, "T1", wishes, now),
        }
        await set_skills(db, person.id, named)

    await office.does(handle, say)


async def addition(office: Office, name: str) -> AddedSkill:
    async with office.edge.transaction() as db:
        return next(one for one in await additions(db, "T1") if one.name == name)


async def merges(office: Office, handle: str, name: str, into: str) -> str:
    """What came of it: the label, or the name of the refusal."""
    added = await addition(office, name)
    try:
        _, label = await office.does(handle, lambda db, lead: merge_addition(db, lead, added.id, into))
    except Refusal as refusal:
        return type(refusal).__name__
    return label


async def skills_said(office: Office, handle: str) -> set[tuple[Side, str]]:
    async with office.edge.transaction() as db:
        rows = await db.execute(
            select(PersonSkill.side, PersonSkill.skill).where(PersonSkill.person_id == office.ids[handle])
        )
        return {(side, skill) for side, skill in rows}


async def leads_too(office: Office, handle: str) -> None:
    async with office.edge.transaction() as db:
        db.add(ProgramLead(program_id=office.program_id, person_id=office.ids[handle]))


async def test_only_leads_see_what_is_wished_for_and_what_was_added(office: Office) -> None:
    await says(office, "wei", [], ["Beekeeping", "ai-ethics"])
    for_lena = await office.does("lena", look_around)
    added = await addition(office, "Beekeeping")
    assert for_lena.wished == {"ai-ethics": 4, added.slug: 1}
    assert [(one.skill.name, one.offers, one.wishes) for one in for_lena.additions] == [("Beekeeping", 0, 1)]
    for_maya = await office.does("maya", look_around)
    assert (for_maya.is_lead, for_maya.wished, for_maya.additions) == (False, {}, ())
    assert (await found(office, Search(added.slug), "lena")).to_merge is not None
    assert (await found(office, Search(added.slug), "maya")).to_merge is None


async def test_whoever_had_a_merged_skill_has_the_other_and_finds_it_under_both_names(office: Office) -> None:
    await says(office, "zoe", ["Bee keeping"], ["agile"])
    await says(office, "wei", ["volunteering", "Bee keeping"], ["Bee keeping"])
    added = await addition(office, "Bee keeping")
    assert await merges(office, "lena", "Bee keeping", "volunteering") == LABELS["volunteering"]
    assert await skills_said(office, "zoe") == {(Side.OFFERS, "volunteering"), (Side.WISHES, "agile")}
    assert await skills_said(office, "wei") == {(Side.OFFERS, "volunteering"), (Side.WISHES, "volunteering")}
    assert await names_found(office, Search(added.slug)) == ["zoe", "wei"], "as an old button asks"
    assert (await finds(office, "beekeeping")).skill == "volunteering"


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("beekeeping", SameSkill),
        ("Bee-Keepng", SameSkill),
        ("hakatoon", SkillUnknown),
        ("volunt", SkillUnknown),
        ("<!channel>", SkillUnknown),
        ("", SkillUnknown),
        ("x" * 3000, SkillUnknown),
    ],
)
async def test_a_skill_is_merged_only_into_another_one_that_is_known(
    office: Office, typed: str, refusal: type[Refusal]
) -> None:
    await says(office, "zoe", ["Bee keeping"], [])
    assert await merges(office, "lena", "Bee keeping", typed) == refusal.__name__
    assert (await addition(office, "Bee keeping")).merged_into is None


async def test_merging_into_one_that_was_merged_leads_on_to_what_that_became(office: Office) -> None:
    await says(office, "zoe", ["Bee keeping", LONG], [])
    assert await merges(office, "lena", LONG, "video editing") == LABELS["phone-video"]
    assert await merges(office, "lena", "Bee keeping", LONG) == LABELS["phone-video"]
    assert await skills_said(office, "zoe") == {(Side.OFFERS, "phone-video")}


async def test_what_is_merged_once_is_not_merged_again(office: Office) -> None:
    await says(office, "zoe", ["Bee keeping"], [])
    await merges(office, "lena", "Bee keeping", "agile")
    assert await merges(office, "lena", "Bee keeping", "volunteering") == MergedAlready.__name__
    assert await skills_said(office, "zoe") == {(Side.OFFERS, "agile")}


async def test_who_leads_no_program_merges_nothing(office: Office) -> None:
    await says(office, "zoe", ["Bee keeping"], [])
    assert await merges(office, "zoe", "Bee keeping", "agile") == NotALead.__name__


async def test_of_two_leads_who_merge_the_same_at_once_the_second_is_told(office: Office) -> None:
    await leads_too(office, "oscar")
    await says(office, "zoe", ["Bee keeping"], [])
    came = await asyncio.gather(
        merges(office, "lena", "Bee keeping", "agile"), merges(office, "oscar", "Bee keeping", "volunteering")
    )
    assert MergedAlready.__name__ in came
    assert len(set(came) & {LABELS["agile"], LABELS["volunteering"]}) == 1
    ((_, slug),) = await skills_said(office, "zoe")
    assert LABELS[slug] in came


async def test_two_leads_cannot_merge_two_skills_into_each_other_at_once(office: Office) -> None:
    await leads_too(office, "oscar")
    await says(office, "zoe", ["Bee keeping"], [])
    await says(office, "wei", [LONG], [])
    came = await asyncio.gather(
        merges(office, "lena", "Bee keeping", LONG), merges(office, "oscar", LONG, "Bee keeping")
    )
    assert SameSkill.__name__ in came
    async with office.edge.transaction() as db:
        merged = [one for one in await additions(db, "T1") if one.merged_into]
        kept = await db.scalar(select(func.count()).where(PersonSkill.skill == merged[0].merged_into))
    assert len(merged) == 1
    assert kept == 2


async def deletes(office: Office, handle: str, name: str) -> str:
    """The name of what was deleted, or of the refusal."""
    added = await addition(office, name)
    try:
        return await office.does(handle, lambda db, lead: delete_addition(db, lead, added.id))
    except Refusal as refusal:
        return type(refusal).__name__


async def test_what_nobody_has_any_more_is_deleted_by_a_lead_with_its_other_names(office: Office) -> None:
    await says(office, "zoe", ["Bee keeping", "Beehives"], ["agile"])
    assert await merges(office, "lena", "Beehives", "Bee keeping") == "Bee keeping"
    assert await deletes(office, "lena", "Bee keeping") == "SkillInUse"
    await says(office, "zoe", ["agile"], [])
    assert await deletes(office, "zoe", "Bee keeping") == "NotALead"
    (seen,) = (await office.does("lena", look_around)).additions
    assert seen.is_unused
    assert await deletes(office, "lena", "Bee keeping") == "Bee keeping"
    assert (await office.does("lena", look_around)).additions == []
    assert (await finds(office, "beehives")).skill is None


async def test_what_somebody_on_a_break_has_is_kept(office: Office) -> None:
    await says(office, "zoe", ["Bee keeping"], [])
    async with office.edge.transaction() as db:
        (await db.get_one(Person, office.ids["zoe"])).paused_until = office.clock.now() + timedelta(days=3)
    (seen,) = (await office.does("lena", look_around)).additions
    assert (seen.offers, seen.is_unused) == (0, False)
    assert await deletes(office, "lena", "Bee keeping") == "SkillInUse"


async def test_the_buttons_of_a_deleted_skill_say_so_and_leave_the_next_one_alone(office: Office) -> None:
    await says(office, "zoe", ["Bee keeping"], [])
    await says(office, "zoe", [], [])
    gone = await addition(office, "Bee keeping")
    assert await deletes(office, "lena", "Bee keeping") == "Bee keeping"
    await says(office, "wei", [LONG], [])
    with pytest.raises(AdditionDeleted):
        await office.does("lena", lambda db, lena: merge_addition(db, lena, gone.id, "agile"))
    with pytest.raises(AdditionDeleted):
        await office.does("lena", lambda db, lena: delete_addition(db, lena, gone.id))
    kept = await addition(office, LONG)
    assert kept.merged_into is None
    assert await skills_said(office, "wei") == {(Side.OFFERS, kept.slug)}
    with pytest.raises(OddButton):  # in an open menu
        await found(office, Search(gone.slug))
