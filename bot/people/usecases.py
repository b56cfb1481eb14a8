from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.changes import changes
from bot.people.model import Person
from bot.people.queries import find_person

ASK_AGAIN = timedelta(minutes=5)


async def meet(db: AsyncSession, team_id: str, slack_id: str, now: datetime) -> Person:
    """The person behind a Slack id. On the first meeting Slack is asked for their time zone, in the background."""
    person = await find_person(db, team_id, slack_id)
    if person is not None:
        return person
    person = Person(team_id=team_id, slack_id=slack_id, met_at=now, profile_due_at=now)
    db.add(person)
    await db.flush()
    changes(db).work_is_due = True
    return person


async def meet_all(db: AsyncSession, team_id: str, slack_ids: Iterable[str], now: datetime) -> list[Person]:
    return [await meet(db, team_id, slack_id, now) for slack_id in dict.fromkeys(slack_ids)]


def learn_profile(db: AsyncSession, person: Person, user: Mapping[str, Any]) -> None:
    """Takes over what Slack says of somebody; their pairs follow where the zone or the account changed."""
    if person.erased_at is not None:
        return
    before = (person.tz, person.is_active)
    if is_time_zone(zone := user.get("tz")):
        person.tz = str(zone)
    person.locale = user.get("locale") or person.locale
    person.is_active = not user.get("deleted", False)
    person.is_admin = bool(user.get("is_admin", False))
    person.profile_due_at = None
    if before[1] != person.is_active:
        changes(db).accounts.add(person.id)
    if before != (person.tz, person.is_active):
        changes(db).people.add(person.id)


def is_time_zone(name: object) -> bool:
    if not isinstance(name, str) or not name:
        return False
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # unknown, or not a name at all
        return False
    return True
