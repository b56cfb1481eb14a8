from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.model import Person

# Built once: every call asks this, and building a statement takes longer than SQLite does to answer it.
_FIND = select(Person).where(Person.team_id == bindparam("team"), Person.slack_id == bindparam("user"))


async def find_person(db: AsyncSession, team_id: str, slack_id: str) -> Person | None:
    return (await db.scalars(_FIND, {"team": team_id, "user": slack_id})).one_or_none()


async def profiles_due(db: AsyncSession, now: datetime, most: int) -> Sequence[Person]:
    found = await db.scalars(
        select(Person)
        .where(Person.profile_due_at.is_not(None), Person.profile_due_at <= now)
        .order_by(Person.profile_due_at, Person.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    return found.all()
