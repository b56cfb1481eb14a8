from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Message
from bot.core.outbox import OutboxRow
from bot.feedback import views as feedback_views
from bot.nudges import views
from bot.nudges.usecases import still_called_for
from bot.sessions.model import Session


async def agenda_missing(db: AsyncSession, row: OutboxRow, now: datetime) -> Message | None:
    up = await still_called_for(db, row, now)
    if up is None:
        return None
    owner = up.person(row.recipient)
    return views.agenda_missing(await db.get_one(Session, row.subject_id), up, owner)


async def check_in(db: AsyncSession, row: OutboxRow, now: datetime) -> Message | None:
    up = await still_called_for(db, row, now)
    if up is None:
        return None
    reader = up.person(row.recipient)
    session = await db.get_one(Session, row.subject_id)
    return feedback_views.check_in(session, up.partner_of(reader.id).slack_id)
