from collections.abc import Collection

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.skills.model import PersonSkill, Side


async def set_skills(db: AsyncSession, person_id: int, side: Side, skills: Collection[str]) -> None:
    """Replaces what was said before on this side."""
    await db.execute(delete(PersonSkill).where(PersonSkill.person_id == person_id, PersonSkill.side == side))
    db.add_all(PersonSkill(person_id=person_id, side=side, skill=skill) for skill in sorted(set(skills)))
