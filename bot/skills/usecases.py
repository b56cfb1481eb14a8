from collections.abc import Collection, Mapping

from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.skills.model import PersonSkill, Side


async def set_skills(
    db: AsyncSession, person_id: int, skills: Mapping[Side, Collection[str]], *, is_first: bool = False
) -> None:
    """Replaces all that was said before; `is_first` says that there is nothing to replace."""
    if not is_first:
        await db.execute(delete(PersonSkill).where(PersonSkill.person_id == person_id))
    said = [
        {"person_id": person_id, "side": side, "skill": skill} for side in Side for skill in sorted(set(skills[side]))
    ]
    if said:
        await db.execute(insert(PersonSkill), said)
