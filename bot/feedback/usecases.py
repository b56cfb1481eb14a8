from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.cards import settle_cards
from bot.core.changes import note
from bot.core.refusals import Refusal
from bot.core.sentences import _
from bot.feedback.model import CheckIn
from bot.feedback.queries import answers_to
from bot.feedback.rules.verdict import TookPlace, verdict
from bot.pairs.changes import PairChanged
from bot.pairs.queries import PairUp
from bot.pairs.usecases import own_running_pair
from bot.people.model import Person
from bot.sessions.model import Session
from bot.sessions.rules.lifecycle import SessionState
from bot.sessions.usecases import SessionGone


class NotYet(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This session is still to come. I'll ask you again when it's over."))


async def answer_check_in(
    db: AsyncSession, person: Person, session_id: int, answer: TookPlace, now: datetime
) -> PairUp:
    """Notes what one side says about a session; a later answer replaces an earlier one."""
    session = await db.get(Session, session_id)
    if session is None:
        raise SessionGone
    up = await own_running_pair(db, person, session.pair_id)
    await db.refresh(session)
    if session.state is SessionState.PLANNED:
        raise NotYet
    given = await db.scalar(select(CheckIn).where(CheckIn.session_id == session.id, CheckIn.person_id == person.id))
    if given is None:
        given = CheckIn(session_id=session.id, person_id=person.id)
        db.add(given)
    given.answer, given.answered_at = answer, now
    settle_cards(db, ["check_in"], [session.id], reader=person.slack_id)
    await db.flush()
    session.go(verdict(await answers_to(db, session.id)))
    note(db, PairChanged(up.pair.id))
    return up
