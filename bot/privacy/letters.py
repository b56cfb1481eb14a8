import asyncio
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Document, Message
from bot.core.composing import Letter
from bot.core.database import OpenTransaction
from bot.core.outbox import Fate, OutboxRow
from bot.people.model import Person
from bot.privacy import views
from bot.privacy.facts import everything_about
from bot.privacy.kinds import EXPORT, EXPORT_FAILED
from bot.privacy.usecases import tell_export_failed


async def export(db: AsyncSession, row: OutboxRow, now: datetime) -> Document | None:
    person = await db.get_one(Person, row.subject_id)
    if person.erased_at is not None:
        return None

    async def write(opened: OpenTransaction) -> bytes | None:
        facts = await everything_about(opened, person.id)
        return None if facts is None else await asyncio.to_thread(views.export_file, facts, now)

    return views.export(write, now)


async def export_failed(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    """Not once it came after all, or they were erased."""
    undelivered = await db.get(OutboxRow, row.subject_id)
    is_so = undelivered is not None and undelivered.fate is not Fate.SENT
    return views.export_failed(row.recipient) if is_so else None


LETTERS = (Letter(EXPORT, export, failed=tell_export_failed), Letter(EXPORT_FAILED, export_failed))
