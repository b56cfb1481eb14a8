from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.model import Person


async def find_person(db: AsyncSession, team_id: str, slack_id: str) -> Person | None:
    found = await db.scalars(select(Person).where(Person.team_id == team_id, Person.slack_id == slack_id))
    return found.one_or_none()


async def slack_ids(db: AsyncSession, person_ids: Collection[int]) -> dict[int, str]:
    found = await db.execute(select(Person.id, Person.slack_id).where(Person.id.in_(person_ids)))
    return dict(found.tuples())


async def profiles_due(db: AsyncSession, now: datetime, most: int) -> Sequence[Person]:
    found = await db.scalars(
        select(Person)
        .where(Person.profile_due_at.is_not(None), Person.profile_due_at <= now)
        .order_by(Person.profile_due_at, Person.id)
        .limit(most)
    )
    return found.all()
