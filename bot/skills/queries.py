from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.outbox import AT_ONCE
from bot.core.pieces import in_pieces
from bot.skills.model import USUAL_MASTERY, AddedSkill, PersonSkill, Side
from bot.skills.rules.catalogue import LABELS
from bot.skills.rules.resolution import Names


async def skills_of(db: AsyncSession, person_ids: Collection[int]) -> dict[tuple[int, Side], list[str]]:
    """Slugs by person and side: offers in the order of their names, wishes with the first wish first."""
    found: dict[tuple[int, Side], list[str]] = defaultdict(list)
    for some in in_pieces(list(person_ids), AT_ONCE):
        rows = await db.execute(
            select(PersonSkill.person_id, PersonSkill.side, PersonSkill.skill)
            .where(PersonSkill.person_id.in_(some))
            .order_by(PersonSkill.priority, PersonSkill.skill)
        )
        for person_id, side, skill in rows:
            found[person_id, side].append(skill)
    return found


async def offers_and_wishes(
    db: AsyncSession, person_ids: Collection[int]
) -> dict[int, tuple[dict[str, int], dict[str, int]]]:
    """By person: what they offer with its level, and what they wish for with its priority. At most AT_ONCE people."""
    said: dict[int, tuple[dict[str, int], dict[str, int]]] = {person: ({}, {}) for person in person_ids}
    found = await db.execute(
        select(
            PersonSkill.person_id,
            PersonSkill.side == Side.OFFERS,  # a word of an enum would be looked up for each
            PersonSkill.skill,
            PersonSkill.level,
            PersonSkill.priority,
        ).where(PersonSkill.person_id.in_(person_ids))
    )
    for person, is_offer, skill, level, priority in found.all():
        if is_offer:
            said[person][0][skill] = level or USUAL_MASTERY
        else:
            said[person][1][skill] = priority or 1
    return said


async def own_skills(db: AsyncSession, person_id: int) -> Sequence[PersonSkill]:
    """Everything that one person said, in the order of `skills_of`."""
    found = await db.scalars(select(PersonSkill).where(PersonSkill.person_id == person_id))
    return sorted(found, key=lambda one: (one.priority or 0, one.skill))


async def additions(db: AsyncSession, team_id: str, *, hold: bool = False) -> Sequence[AddedSkill]:
    """What a workspace added to the catalogue, merged names too, in the order of their names.

    With `hold` none of them is merged or deleted before this transaction is over.
    """
    found = select(AddedSkill).where(AddedSkill.team_id == team_id).order_by(AddedSkill.name)
    return (await db.scalars(found.with_for_update(read=True) if hold else found)).all()


async def labels_of(db: AsyncSession, team_id: str, slugs: Iterable[str] | None = None) -> Mapping[str, str]:
    """What people read, by slug: of the catalogue, and of what this workspace added.

    Told which slugs matter, it asks the database only where the catalogue lacks one.
    """
    if slugs is not None and all(slug in LABELS for slug in slugs):
        return LABELS
    return LABELS | {added.slug: added.name for added in await additions(db, team_id)}


async def current_slugs(db: AsyncSession, team_id: str, slugs: Sequence[str]) -> list[str]:
    """Without those that do not exist; one that was merged stands for what it was merged into."""
    if all(slug in LABELS for slug in slugs):
        return list(slugs)
    added = {one.slug: one.merged_into or one.slug for one in await additions(db, team_id, hold=True)}
    return list(dict.fromkeys(added.get(slug, slug) for slug in slugs if slug in LABELS or slug in added))


async def names_of(db: AsyncSession, team_id: str, *, hold: bool = False) -> Names:
    """All that skills are called in a workspace; `hold` as in `additions`."""
    added = await additions(db, team_id, hold=hold)
    return Names.of({one.name: one.merged_into or one.slug for one in added})
