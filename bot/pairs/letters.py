from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Message
from bot.core.composing import Letter
from bot.core.outbox import OutboxRow
from bot.enrolment.unreached import leads_told_unreached
from bot.pairs import views
from bot.pairs.kinds import (
    BREAK_OVER,
    INTRODUCTION,
    PAIR_ENDED,
    PAIR_UNREACHED,
    PARTNER_BACK,
    PARTNER_GONE,
    PARTNER_LEFT,
    PARTNER_ON_BREAK,
    PROGRAM_SETTLED,
)
from bot.pairs.queries import PairUp, active_pairs_of, pair_with_id
from bot.pairs.unreached import each_told
from bot.people.model import Person
from bot.programs.model import Program
from bot.skills.model import Side
from bot.skills.queries import labels_of, own_skills


async def introduction(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    up = await pair_with_id(db, row.subject_id)
    if not up.is_running:
        return None
    labels = await labels_of(db, up.program.team_id)
    offered = {one.skill for one in await own_skills(db, up.mentor.id) if one.side is Side.OFFERS}
    wishes = [one for one in await own_skills(db, up.mentee.id) if one.side is Side.WISHES and one.skill in offered]
    common = [labels.get(one.skill, one.skill) for one in wishes]
    questions = {labels.get(one.skill, one.skill): one.question for one in wishes if one.question}
    return views.introduction(up, common, questions, alone=up.person(row.recipient) if is_alone(row) else None)


async def language_of_program(db: AsyncSession, row: OutboxRow) -> str:
    return (await pair_with_id(db, row.subject_id)).program.language


def is_alone(row: OutboxRow) -> bool:
    """To one of the two, since Slack opens no conversation for both."""
    return "," not in row.recipient


async def introduced_alone(db: AsyncSession, row: OutboxRow, now: datetime) -> None:
    await each_told(db, INTRODUCTION, row, row.subject_id, now)


async def pair_unreached(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    up = await pair_with_id(db, row.subject_id)
    return views.pair_unreached(up) if up.is_running else None


async def pair_ended(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    up, reader = await _reader(db, row)
    return views.pair_ended(up, reader) if reader else None


async def program_settled(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    program = await db.get(Program, row.subject_id)
    return views.program_settled(program) if program else None


async def partner_left(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    up, reader = await _reader(db, row)
    return views.partner_left(up, reader) if reader else None


async def partner_gone(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    up, reader = await _reader(db, row)
    is_so = reader is not None and not up.has_ended and not up.partner_of(reader.id).is_active
    return views.partner_gone(up, reader) if reader and is_so else None


async def partner_on_break(db: AsyncSession, row: OutboxRow, now: datetime) -> Message | None:
    up, reader = await _reader(db, row)
    if reader is None or up.has_ended:
        return None
    until = up.partner_of(reader.id).paused_until
    return views.partner_on_break(up, reader) if until is not None and until > now else None


async def partner_back(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    up, reader = await _reader(db, row)
    if reader is None or not up.is_running or up.partner_of(reader.id).paused_until is not None:
        return None
    return views.partner_back(up, reader)


async def break_over(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    person = await db.get_one(Person, row.subject_id)
    return views.break_over(len(await active_pairs_of(db, person.id))) if person.is_active else None


async def _reader(db: AsyncSession, row: OutboxRow) -> tuple[PairUp, Person | None]:
    """The pair, and the one of the two whom the message is for, if they are still here to read it."""
    up = await pair_with_id(db, row.subject_id)
    reader = next((person for person in up.people if person.slack_id == row.recipient), None)
    return up, reader if reader and reader.is_active else None


LETTERS = (
    Letter(INTRODUCTION, introduction, failed=introduced_alone, language=language_of_program),
    Letter(PAIR_UNREACHED, pair_unreached),
    Letter(PAIR_ENDED, pair_ended),
    Letter(PROGRAM_SETTLED, program_settled),
    Letter(PARTNER_LEFT, partner_left, failed=leads_told_unreached),
    Letter(PARTNER_GONE, partner_gone, failed=leads_told_unreached),
    Letter(PARTNER_BACK, partner_back, failed=leads_told_unreached),
    Letter(PARTNER_ON_BREAK, partner_on_break, failed=leads_told_unreached),
    Letter(BREAK_OVER, break_over, failed=leads_told_unreached),
)
