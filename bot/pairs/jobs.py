from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Message
from bot.core.outbox import OutboxRow
from bot.pairs import views
from bot.pairs.queries import pair_with_id
from bot.skills.model import Side
from bot.skills.queries import skills_of


async def introduction(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    up = await pair_with_id(db, row.subject_id)
    if not up.is_running:
        return None
    skills = await skills_of(db, [up.mentor.id, up.mentee.id])
    offered = set(skills.get((up.mentor.id, Side.OFFERS), ()))
    wished = skills.get((up.mentee.id, Side.WISHES), [])
    return views.introduction(up, [skill for skill in wished if skill in offered])


async def pair_ended(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    up = await pair_with_id(db, row.subject_id)
    reader = next((person for person in up.people if person.slack_id == row.recipient), None)
    return views.pair_ended(up, reader) if reader and reader.is_active else None
