from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import LastWord, Message
from bot.core.composing import Letter
from bot.core.outbox import OutboxRow
from bot.enrolment.unreached import leads_told_unreached
from bot.pairs.queries import PairUp
from bot.pairs.unreached import each_told
from bot.sessions import views
from bot.sessions.kinds import AGENDA_AGREED, AGENDA_POSTED, SESSION_MOVED, SESSION_PLANNED, TOPIC_PROPOSED
from bot.sessions.model import Session
from bot.sessions.queries import session_with_pair
from bot.sessions.rules.lifecycle import SessionState


async def session_planned(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    session, up = await session_with_pair(db, row.subject_id)
    if session.state is not SessionState.PLANNED or not up.is_running:
        return None
    return views.session_planned(session, up, again=row.version > 0 and session.is_on_again, moved=row.version > 0)


async def planned_alone(db: AsyncSession, row: OutboxRow, now: datetime) -> None:
    session = await db.get_one(Session, row.subject_id)
    await each_told(db, SESSION_PLANNED, row, session.pair_id, now)


async def date_settled(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    """When it is by now, whoever said so last. One that was is left as it is: its buttons act on the next one."""
    session, up = await session_with_pair(db, row.subject_id)
    if up.has_ended:
        return LastWord(views.session_of_an_ended_pair(session).blocks)
    if session.state is SessionState.DROPPED or not up.is_running:
        return views.session_off(session)
    if session.state is not SessionState.PLANNED:
        return None
    if row.kind == SESSION_PLANNED.name:
        return views.session_planned(session, up, moved=True)
    return views.session_is(session, up, up.person(row.recipient))


async def agenda_settled(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    session, up = await session_with_pair(db, row.subject_id)
    if up.has_ended:
        return LastWord(views.session_of_an_ended_pair(session).blocks)
    if session.state is not SessionState.PLANNED or not up.is_running or session.agenda is None:
        return views.session_off(session) if session.state is SessionState.DROPPED else None
    both_own_it = len(up.agenda_owners) > 1
    if session.agreed_version == session.agenda_version:
        return views.agreed(session, _partner(row, up), both_own_it=both_own_it).message
    is_newest = _is_newest(row, session.agenda_version)
    if both_own_it and not is_newest:  # it may be the reader's own
        return views.agenda_changed(session)
    return views.agenda_posted(session, _partner(row, up), both_own_it=both_own_it, newest=not is_newest)


async def session_moved(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    session, up = await session_with_pair(db, row.subject_id)
    if session.state is not SessionState.PLANNED or not up.is_running:
        return None
    return views.session_moved(session, up, up.person(row.recipient))


async def agenda_posted(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    session, up = await session_with_pair(db, row.subject_id)
    if not _is_newest(row, session.agenda_version) or not up.is_running or session.agenda is None:
        return None
    return views.agenda_posted(session, _partner(row, up), both_own_it=len(up.agenda_owners) > 1)


async def agenda_agreed(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    session, up = await session_with_pair(db, row.subject_id)
    return views.agenda_agreed(session, _partner(row, up)) if up.is_running else None


async def topic_proposed(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    session, up = await session_with_pair(db, row.subject_id)
    if not _is_newest(row, session.topic_version) or not up.is_running or session.topic is None:
        return None
    return views.topic_proposed(session, _partner(row, up))


def _partner(row: OutboxRow, up: PairUp) -> str:
    """Slack id of the one whom a message to the other is about."""
    return up.partner_of(up.person(row.recipient).id).slack_id


def _is_newest(row: OutboxRow, version: int) -> bool:
    """Whether the posting that a row is about has not been replaced by a later one, which has a row of its own."""
    return row.version == version


LETTERS = (
    Letter(SESSION_PLANNED, session_planned, failed=planned_alone, settled=date_settled),
    Letter(SESSION_MOVED, session_moved, failed=leads_told_unreached, settled=date_settled),
    Letter(AGENDA_POSTED, agenda_posted, failed=leads_told_unreached, settled=agenda_settled),
    Letter(AGENDA_AGREED, agenda_agreed, failed=leads_told_unreached),
    Letter(TOPIC_PROPOSED, topic_proposed, failed=leads_told_unreached),
)
