from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Document, Message
from bot.core.outbox import OutboxRow
from bot.people.model import Person
from bot.privacy import views
from bot.privacy.queries import everything_about


async def export(db: AsyncSession, row: OutboxRow, now: datetime) -> Document | None:
    person = await db.get_one(Person, row.subject_id)
    return None if person.erased_at is not None else views.export(await everything_about(db, person), now)


async def export_failed(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    person = await db.get_one(Person, row.subject_id)
    return None if person.erased_at is not None else views.export_failed(row.recipient)
