from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Message
from bot.core.composing import Letter
from bot.core.languages import WRITTEN_IN
from bot.core.outbox import Fate, OutboxRow, newest
from bot.programs import views
from bot.programs.announcing import announcement, leads_told_announced, leads_told_unannounced
from bot.programs.kinds import (
    LEAD_ADDED,
    PROGRAM_ANNOUNCED,
    PROGRAM_ANNOUNCED_AT_LAST,
    PROGRAM_CREATED,
    PROGRAM_UNANNOUNCED,
    SEASON_ENDS,
)
from bot.programs.model import Program
from bot.programs.queries import leads_of
from bot.programs.rules.lifecycle import PLANNING, PUBLIC


async def program_created(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    program = await db.get(Program, row.subject_id)
    return views.program_created(program) if program else None


async def program_announced(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    """Not where the program has moved to another channel."""
    program = await db.get(Program, row.subject_id)
    is_so = program is not None and program.state in PUBLIC and program.channel_id == row.recipient
    return views.program_announced(program) if program and is_so else None


async def language_of_program(db: AsyncSession, row: OutboxRow) -> str:
    program = await db.get(Program, row.subject_id)
    return program.language if program else WRITTEN_IN


async def program_unannounced(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    """Not once it is announced after all, or is to be somewhere else."""
    program = await _announced_in(db, row)
    last = await announcement(db, program) if program and program.channel_id and program.state in PUBLIC else None
    if program is None or last is None or last.fate not in (Fate.WAITING, Fate.DEAD):
        return None
    return views.program_unannounced(program, is_given_up=last.fate is Fate.DEAD)


async def program_announced_at_last(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    program = await _announced_in(db, row)
    return views.program_announced_at_last(program) if program and program.channel_id else None


async def _announced_in(db: AsyncSession, row: OutboxRow) -> Program | None:
    """The program of the announcement that a message is about."""
    about = await db.get_one(OutboxRow, row.subject_id)
    return await db.get(Program, about.subject_id)


async def lead_added(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    program = await db.get(Program, row.subject_id)
    return views.lead_added(program) if program else None


async def season_ends(db: AsyncSession, row: OutboxRow, now: datetime) -> Message | None:
    """Not where the last day has become another, of which a newer message tells."""
    program = await db.get(Program, row.subject_id)
    lead = next((one for one in await leads_of(db, row.subject_id) if one.slack_id == row.recipient), None)
    if program is None or lead is None or program.ends_on is None or program.state not in PLANNING:
        return None
    last = await newest(db, row.kind, row.subject_id, row.recipient)
    if last is None or last.id != row.id:
        return None
    return views.season_ends(program, is_past=now.astimezone(lead.hours.zone).date() > program.ends_on)


LETTERS = (
    Letter(PROGRAM_CREATED, program_created),
    Letter(
        PROGRAM_ANNOUNCED,
        program_announced,
        failed=leads_told_unannounced,
        arrived=leads_told_announced,
        language=language_of_program,
    ),
    Letter(PROGRAM_UNANNOUNCED, program_unannounced),
    Letter(PROGRAM_ANNOUNCED_AT_LAST, program_announced_at_last),
    Letter(LEAD_ADDED, lead_added),
    Letter(SEASON_ENDS, season_ends),
)
