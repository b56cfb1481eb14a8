from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Message
from bot.core.outbox import OutboxRow
from bot.programs import views
from bot.programs.model import Program
from bot.programs.queries import leads_of
from bot.programs.usecases import lead_told_unannounced


async def program_created(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message:
    return views.program_created(await db.get_one(Program, row.subject_id))


async def program_announced(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message:
    return views.program_announced(await db.get_one(Program, row.subject_id))


async def program_unannounced(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message:
    return views.program_unannounced(await db.get_one(Program, row.subject_id))


async def announcement_undelivered(db: AsyncSession, row: OutboxRow, now: datetime) -> None:
    program = await db.get_one(Program, row.subject_id)
    await lead_told_unannounced(db, program, await leads_of(db, program.id), now)
