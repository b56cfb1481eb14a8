from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import LastWord, Message
from bot.core.composing import Letter
from bot.core.outbox import OutboxRow
from bot.enrolment.model import Enrolment, EnrolmentState, RoundAnswer
from bot.enrolment.unreached import leads_told_unreached
from bot.matching.kinds import MATCH_DAY, STILL_IN
from bot.matching.rounds import views
from bot.matching.rounds.queries import counts_of, is_asked
from bot.people.queries import find_person
from bot.programs.model import Program
from bot.programs.rules.lifecycle import PLANNING


async def still_in(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    enrolment = await db.get(Enrolment, row.subject_id)
    if enrolment is None or enrolment.state is not EnrolmentState.ENROLLED:
        return None
    if enrolment.round_answer is not RoundAnswer.ASKED:  # answered, or over
        return None
    return views.still_in(await db.get_one(Program, enrolment.program_id), enrolment)


async def still_in_settled(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    enrolment = await db.get_one(Enrolment, row.subject_id)
    program = await db.get_one(Program, enrolment.program_id)
    if not is_asked(enrolment):
        return LastWord(views.round_over(program).blocks)
    return None if enrolment.round_answer is RoundAnswer.ASKED else views.answered(program, enrolment).message


async def match_day(db: AsyncSession, row: OutboxRow, now: datetime) -> Message | None:
    """Not where the day was moved, or the pairs are published already."""
    program = await db.get_one(Program, row.subject_id)
    lead = await find_person(db, row.team_id, row.recipient)
    if lead is None or program.state not in PLANNING or program.matches_on != now.astimezone(lead.hours.zone).date():
        return None
    return views.match_day(program, await counts_of(db, program.id))


LETTERS = (
    Letter(STILL_IN, still_in, failed=leads_told_unreached, settled=still_in_settled),
    Letter(MATCH_DAY, match_day),
)
