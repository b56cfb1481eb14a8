from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import LastWord, Message
from bot.core.composing import Letter
from bot.core.outbox import OutboxRow
from bot.enrolment.model import EnrolmentState
from bot.enrolment.queries import program_with_enrolment
from bot.enrolment.unreached import leads_told_unreached
from bot.offers import lead_views, settled_views, views
from bot.offers.kinds import OFFER, OFFER_OVER, OFFER_REMINDER, OFFERS_UNHEARD, PEOPLE_WAITING, REQUEST_OVER
from bot.offers.model import OfferState, Reply
from bot.offers.queries import OfferUp, count_waiting, has_just_heard, offer_with_id
from bot.people.model import Person
from bot.people.queries import find_person
from bot.programs.model import Program
from bot.programs.queries import is_lead
from bot.programs.rules.lifecycle import PLANNING
from bot.skills.queries import labels_of


async def offer(db: AsyncSession, row: OutboxRow, now: datetime) -> Message | None:
    return await _asked(db, row, now, again=False)


async def offer_reminder(db: AsyncSession, row: OutboxRow, now: datetime) -> Message | None:
    """Not to somebody who has only just been asked, because nothing could be sent before."""
    up = await offer_with_id(db, row.subject_id)
    reader = _reader(up, row)
    if up is None or reader is None or await has_just_heard(db, up.offer.id, reader, now):
        return None
    return await _asked(db, row, now, again=True)


async def offer_settled(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    """By what the reader has said, and whether it is over: never by what the other has said, before it is."""
    up = await offer_with_id(db, row.subject_id)
    reader = _reader(up, row)
    if up is None or reader is None:
        return None
    answer, is_open = up.offer.answer_of(reader.id), up.offer.state is OfferState.OPEN
    if answer is Reply.NO:
        return LastWord(views.declined(up).message.blocks)
    if is_open and answer is Reply.YES:
        return views.accepted(up, reader).message
    if is_open and answer is None:
        return None
    if up.offer.state is OfferState.ACCEPTED and up.partner_of(reader.id).is_active:
        made = views.accepted(up, reader).message if answer else settled_views.taken_as_yes(up, reader)
        return LastWord(made.blocks)
    return LastWord(settled_views.over(up).blocks)


async def _asked(db: AsyncSession, row: OutboxRow, now: datetime, *, again: bool) -> Message | None:
    up = await offer_with_id(db, row.subject_id)
    reader = _reader(up, row)
    if up is None or reader is None or up.offer.state is not OfferState.OPEN or up.offer.answer_of(reader.id):
        return None
    if up.offer.answer_by <= now:
        return None
    words = views.requested if up.offer.is_request else views.offered
    return words(up, reader, await labels_of(db, up.program.team_id), again=again)


def _reader(up: OfferUp | None, row: OutboxRow) -> Person | None:
    if up is None:
        return None
    return next((one for one in up.people if one.slack_id == row.recipient and one.is_active), None)


async def offer_over(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    return await _over(db, row, settled_views.offer_over)


async def request_over(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    return await _over(db, row, settled_views.request_over)


async def _over(db: AsyncSession, row: OutboxRow, words: Callable[[Program], Message]) -> Message | None:
    reader = await find_person(db, row.team_id, row.recipient)
    if reader is None or not reader.is_active:
        return None
    program, enrolment = await program_with_enrolment(db, row.subject_id, reader.id)
    if program is None or enrolment is None or enrolment.state is not EnrolmentState.ENROLLED:
        return None
    return words(program)


async def offers_unheard(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    program = await db.get_one(Program, row.subject_id)
    return lead_views.offers_unheard(program) if program.state in PLANNING else None


async def people_waiting(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    reader = await find_person(db, row.team_id, row.recipient)
    program = await db.get_one(Program, row.subject_id)
    if reader is None or not await is_lead(db, program.id, reader.id) or program.state not in PLANNING:
        return None
    waiting = await count_waiting(db, program.id)
    return lead_views.people_waiting(program, waiting) if waiting.may_pair else None


LETTERS = (
    Letter(OFFER, offer, failed=leads_told_unreached, settled=offer_settled),
    Letter(OFFER_REMINDER, offer_reminder, failed=leads_told_unreached, settled=offer_settled),
    Letter(OFFER_OVER, offer_over, failed=leads_told_unreached),
    Letter(REQUEST_OVER, request_over, failed=leads_told_unreached),
    Letter(OFFERS_UNHEARD, offers_unheard),
    Letter(PEOPLE_WAITING, people_waiting),
)
