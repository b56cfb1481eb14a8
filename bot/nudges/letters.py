from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import LastWord, Message
from bot.core.composing import Letter
from bot.core.outbox import OutboxRow
from bot.enrolment.unreached import leads_told_unreached
from bot.feedback import views as feedback_views
from bot.feedback.queries import answer_of
from bot.nudges import views
from bot.nudges.kinds import NUDGES
from bot.nudges.rules.nudges import AGENDA_MISSING, CHECK_IN
from bot.nudges.usecases import still_called_for
from bot.sessions import views as session_views
from bot.sessions.model import Session
from bot.sessions.queries import coming_sessions, session_with_pair
from bot.sessions.rules.lifecycle import SessionState


async def agenda_missing(db: AsyncSession, row: OutboxRow, now: datetime) -> Message | None:
    up = await still_called_for(db, row, now)
    if up is None:
        return None
    owner = up.person(row.recipient)
    return views.agenda_missing(await db.get_one(Session, row.subject_id), up, owner)


async def agenda_settled(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    session, up = await session_with_pair(db, row.subject_id)
    if up.has_ended:
        return LastWord(session_views.session_of_an_ended_pair(session).blocks)
    if session.state is SessionState.DROPPED:
        return session_views.session_off(session)
    if session.state is not SessionState.PLANNED or not up.is_running:
        return None
    return (
        views.agenda_there(session) if session.agenda else views.agenda_missing(session, up, up.person(row.recipient))
    )


async def check_in_settled(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    """Answered, or nobody asks any more: a pair that has ended answers nothing."""
    session, up = await session_with_pair(db, row.subject_id)
    reader = up.person(row.recipient)
    answer = await answer_of(db, session.id, reader.id)
    if up.has_ended:
        return None if answer else LastWord(session_views.session_of_an_ended_pair(session).blocks)
    if answer is None:
        return None
    coming = (await coming_sessions(db, [up.pair.id])).get(up.pair.id)
    partner, may_move = up.partner_of(reader.id).slack_id, reader in up.schedulers
    return feedback_views.thanks(answer, partner, coming, may_move=may_move).message


async def check_in(db: AsyncSession, row: OutboxRow, now: datetime) -> Message | None:
    up = await still_called_for(db, row, now)
    if up is None:
        return None
    reader = up.person(row.recipient)
    session = await db.get_one(Session, row.subject_id)
    return feedback_views.check_in(session, up.partner_of(reader.id).slack_id)


LETTERS = (
    Letter(NUDGES[AGENDA_MISSING], agenda_missing, failed=leads_told_unreached, settled=agenda_settled),
    Letter(NUDGES[CHECK_IN], check_in, failed=leads_told_unreached, settled=check_in_settled),
)
