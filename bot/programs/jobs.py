from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Message
from bot.core.outbox import OutboxRow
from bot.programs import views
from bot.programs.model import PLANNING, PUBLIC, Program
from bot.programs.queries import leads_of
from bot.programs.usecases import lead_told_unannounced


async def program_created(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    program = await db.get(Program, row.subject_id)
    return views.program_created(program) if program else None


async def program_announced(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    program = await db.get(Program, row.subject_id)
    return views.program_announced(program) if program and program.state in PUBLIC else None


async def program_unannounced(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message:
    return views.program_unannounced(await db.get_one(Program, row.subject_id))


async def lead_added(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    program = await db.get(Program, row.subject_id)
    return views.lead_added(program) if program else None


async def season_ends(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    program = await db.get(Program, row.subject_id)
    if row.recipient not in {lead.slack_id for lead in await leads_of(db, row.subject_id)}:
        return None
    is_that_day = program is not None and f":{program.ends_on}:" in row.key
    return views.season_ends(program) if program and is_that_day and program.state in PLANNING else None


async def announcement_undelivered(db: AsyncSession, row: OutboxRow, now: datetime) -> None:
    program = await db.get_one(Program, row.subject_id)
    await lead_told_unannounced(db, program, await leads_of(db, program.id), now)
