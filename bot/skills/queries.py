from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.outbox import AT_ONCE
from bot.skills.model import PersonSkill, Side


async def skills_of(db: AsyncSession, person_ids: Collection[int]) -> dict[tuple[int, Side], list[str]]:
    """Slugs by person and side, in the order of their names."""
    found: dict[tuple[int, Side], list[str]] = defaultdict(list)
    ids = list(person_ids)
    for start in range(0, len(ids), AT_ONCE):
        rows = await db.execute(
            select(PersonSkill.person_id, PersonSkill.side, PersonSkill.skill)
            .where(PersonSkill.person_id.in_(ids[start : start + AT_ONCE]))
            .order_by(PersonSkill.skill)
        )
        for person_id, side, skill in rows:
            found[person_id, side].append(skill)
    return found
