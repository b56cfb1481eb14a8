"""Nobody is forgotten: leads hear that people need a partner, once a day for all that happened until then."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.changes import Noted, follows, note
from bot.core.outbox import NewRow, post
from bot.enrolment.changes import PartnerNeeded
from bot.enrolment.queries import programs_enrolled_in
from bot.offers.kinds import PEOPLE_WAITING
from bot.people.changes import PersonChanged
from bot.programs.changes import ProgramChanged
from bot.programs.model import Program
from bot.programs.queries import leads_of
from bot.programs.rules.lifecycle import PLANNING


@follows(PersonChanged, PartnerNeeded)
async def follow_vacancies(db: AsyncSession, noted: Noted, now: datetime) -> None:
    """In the morning of each lead's next working day. Who waits by then is counted when the message is written."""
    if people := [change.person_id for change in noted.of(PersonChanged)]:
        # After a break, say, how many wait where they are is to be counted anew.
        note(db, *map(ProgramChanged, await programs_enrolled_in(db, people)))
    rows = []
    for program_id in sorted(change.program_id for change in noted.of(PartnerNeeded)):
        program = await db.get_one(Program, program_id)
        if program.state in PLANNING:
            rows += await _for_leads(db, program, now)
    await post(db, rows, now)


async def _for_leads(db: AsyncSession, program: Program, now: datetime) -> list[NewRow]:
    rows = []
    for lead in await leads_of(db, program.id):
        day = lead.hours.working_day_after(now.astimezone(lead.hours.zone).date())
        rows.append(
            PEOPLE_WAITING.to(
                lead, program.id, version=day.toordinal(), due=lead.next_good_hour(lead.hours.morning(day))
            )
        )
    return rows
