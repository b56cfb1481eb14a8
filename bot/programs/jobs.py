from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Message
from bot.core.outbox import Fate, OutboxRow
from bot.programs import views
from bot.programs.announcing import announcement
from bot.programs.model import PLANNING, PUBLIC, Program
from bot.programs.queries import leads_of


async def program_created(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    program = await db.get(Program, row.subject_id)
    return views.program_created(program) if program else None


async def program_announced(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    """Not where the program has moved to another channel."""
    program = await db.get(Program, row.subject_id)
    is_so = program is not None and program.state in PUBLIC and program.channel_id == row.recipient
    return views.program_announced(program) if program and is_so else None


async def program_unannounced(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    """Not once it is announced after all, or is to be somewhere else."""
    program = await db.get_one(Program, row.subject_id)
    last = await announcement(db, program) if program.channel_id and program.state in PUBLIC else None
    if last is None or last.fate not in (Fate.WAITING, Fate.DEAD):
        return None
    return views.program_unannounced(program, is_given_up=last.fate is Fate.DEAD)


async def program_announced_at_last(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    program = await db.get_one(Program, row.subject_id)
    return views.program_announced_at_last(program) if program.channel_id else None


async def lead_added(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    program = await db.get(Program, row.subject_id)
    return views.lead_added(program) if program else None


async def season_ends(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    program = await db.get(Program, row.subject_id)
    if row.recipient not in {lead.slack_id for lead in await leads_of(db, row.subject_id)}:
        return None
    is_that_day = program is not None and f":{program.ends_on}:" in row.key
    return views.season_ends(program) if program and is_that_day and program.state in PLANNING else None
