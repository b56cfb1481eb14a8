from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.skills.model import USUAL_MASTERY, AddedSkill, PersonSkill, Side
from bot.skills.queries import names_of, own_skills
from bot.skills.rules.resolution import checked_name, normalised

Said = tuple[Side, str]  # a skill on one of the two sides


async def set_skills(db: AsyncSession, person_id: int, skills: Mapping[Side, Sequence[str]]) -> Sequence[PersonSkill]:
    """Replaces which skills were said, wishes in the order of their priority; what was said of one stays with it.

    Returns all of them, as `own_skills` does.
    """
    before = {(one.side, one.skill): one for one in await own_skills(db, person_id)}
    said: dict[Said, int] = {}
    for side in Side:
        for place, skill in enumerate(dict.fromkeys(skills[side]), 1):
            said[side, skill] = place
    for key, one in before.items():
        if key not in said:
            await db.delete(one)
        elif one.side is Side.WISHES:
            one.priority = said[key]
    new = [
        PersonSkill(
            person_id=person_id,
            side=side,
            skill=skill,
            level=USUAL_MASTERY if side is Side.OFFERS else None,
            priority=place if side is Side.WISHES else None,
        )
        for (side, skill), place in said.items()
        if (side, skill) not in before
    ]
    db.add_all(new)
    now = [*(one for key, one in before.items() if key in said), *new]
    return sorted(now, key=lambda one: (one.priority or 0, one.skill))


async def describe_skills(
    db: AsyncSession, person_id: int, levels: Mapping[str, int], questions: Mapping[str, str], first: str | None
) -> tuple[Sequence[PersonSkill], list[str]]:
    """How well somebody knows what they offer, what they would ask about their wishes, and which wish comes first.

    All by slug; what is not theirs (any more) is passed by. Returns all that is stored now, as `own_skills` does, and
    about which wishes there is no question any more.
    """
    own = await own_skills(db, person_id)
    taken_back = [one.skill for one in own if one.question and not questions.get(one.skill, one.question)]
    for one in own:
        if one.side is Side.OFFERS:
            one.level = levels.get(one.skill, one.level)
        elif one.skill in questions:
            one.question = questions[one.skill] or None
    wishes = [one for one in own if one.side is Side.WISHES]
    wishes.sort(key=lambda one: (one.skill != first, one.priority or 0))
    for place, one in enumerate(wishes, 1):
        one.priority = place
    return [*(one for one in own if one.side is Side.OFFERS), *wishes], taken_back


async def skills_named(db: AsyncSession, team_id: str, names: Sequence[str], now: datetime) -> list[str]:
    """The slugs behind what was typed; what is unknown is added. Raises OddSkillName, adding nothing."""
    known = await names_of(db, team_id, hold=True)
    resolved = [(name, known.resolve(name)) for name in names]
    checked = {name: checked_name(name) for name, slug in resolved if slug is None}
    slugs = []
    for name, slug in resolved:
        slugs.append(slug or (await _add(db, team_id, checked[name], now)).slug)
    return list(dict.fromkeys(slugs))


async def _add(db: AsyncSession, team_id: str, name: str, now: datetime) -> AddedSkill:
    added = AddedSkill(team_id=team_id, key=normalised(name), name=name, added_at=now)
    db.add(added)
    await db.flush()
    return added


async def merge_skill(db: AsyncSession, added: AddedSkill, into: str) -> None:
    """Everybody who named the one now has the other, and whoever types its name later gets that too."""
    has_both = select(PersonSkill.person_id, PersonSkill.side).where(PersonSkill.skill == into).subquery()
    theirs = PersonSkill.skill == added.slug
    await db.execute(
        delete(PersonSkill).where(
            theirs,
            select(has_both.c.person_id)
            .where(has_both.c.person_id == PersonSkill.person_id, has_both.c.side == PersonSkill.side)
            .exists(),
        )
    )
    await db.execute(update(PersonSkill).where(theirs).values(skill=into))
    # What was merged into this one earlier goes with it.
    await db.execute(
        update(AddedSkill)
        .where(AddedSkill.team_id == added.team_id, AddedSkill.merged_into == added.slug)
        .values(merged_into=into)
    )
    added.merged_into = into
