"""Somebody in a program gets none of my messages: its leads hear of it, since they can talk to them."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.outbox import OutboxRow, post
from bot.enrolment.kinds import UNREACHED
from bot.enrolment.queries import standing_of
from bot.people.model import Person
from bot.people.queries import find_person
from bot.programs.queries import leads_of

TOLD_AGAIN_AFTER = timedelta(days=30)


async def leads_told_unreached(db: AsyncSession, row: OutboxRow, now: datetime) -> None:
    """Not which message it was: whom somebody was to hear of may be confidential."""
    for slack_id in row.recipient.split(","):
        person = await find_person(db, row.team_id, slack_id)
        if person is not None and person.is_active:
            await _tell_leads(db, person, now)


async def _tell_leads(db: AsyncSession, person: Person, now: datetime) -> None:
    rows = []
    for enrolment, program in await standing_of(db, person.id):
        if enrolment.unreached_at is not None and now - enrolment.unreached_at < TOLD_AGAIN_AFTER:
            continue
        enrolment.unreached_at = now
        rows += [
            UNREACHED.to(lead, enrolment.id, version=now.toordinal(), due=now)
            for lead in await leads_of(db, program.id)
            if lead.id != person.id
        ]
    await post(db, rows, now)
