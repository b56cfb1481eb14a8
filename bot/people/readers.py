"""Whom a message would reach, and when it may ring there: what the outbox asks about its recipients."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.calls import Call
from bot.core.changes import Noted, follows
from bot.core.held_up import ring_anew
from bot.core.languages import shared_language
from bot.core.outbox import AT_ONCE
from bot.core.pieces import in_pieces
from bot.core.reading import Reader, Readership
from bot.people.changes import PersonChanged
from bot.people.model import Person
from bot.people.queries import find_person

SHARED_WITHIN = timedelta(days=7)  # where two share no hour in a week, whoever is named first decides


async def reader_of(db: AsyncSession, call: Call, now: datetime) -> Reader | None:
    """Of whoever made a call. Nobody comes to be known by it."""
    person = await find_person(db, call.team_id, call.user_id)
    return None if person is None else person.reader(now)


async def readership(db: AsyncSession, team_id: str, recipient: str, now: datetime) -> Readership:
    """Of one person, a group (Slack ids joined by commas, first whoever has to act), or a channel."""
    ids = recipient.split(",")
    found = await db.scalars(select(Person).where(Person.team_id == team_id, Person.slack_id.in_(ids)))
    known = {person.slack_id: person for person in found}
    people = [known[slack_id] for slack_id in ids if slack_id in known]
    if not people:  # a channel, or somebody who has not met the bot
        return Readership(is_there=True, rings_at=now)
    return Readership(
        is_there=any(person.is_active for person in people),
        rings_at=rings_at(people, now),
        reader=people[0].reader(now) if len(ids) == 1 else _reader_of(people, len(ids), now),
    )


def _reader_of(people: Sequence[Person], size: int, now: datetime) -> Reader | None:
    """A group in the language that all of it read; None where they share none, or not everybody is known."""
    language = shared_language(person.language for person in people) if len(people) == size else None
    return Reader(None, now, language) if language else None


@follows(PersonChanged)
async def ring_in_new_hours(db: AsyncSession, noted: Noted, now: datetime) -> None:
    """What waits for the hours of somebody is asked about again once they are others: a zone that was just learned, a
    break that is over early. Whoever reads in a group is left to what was found for the group.
    """
    for some in in_pieces(sorted(change.person_id for change in noted.of(PersonChanged)), AT_ONCE):
        who = select(Person.team_id, Person.slack_id).where(Person.id.in_(some))
        by_team: dict[str, list[str]] = defaultdict(list)
        for team_id, slack_id in await db.execute(who):
            by_team[team_id].append(slack_id)
        for team_id, slack_ids in by_team.items():
            await ring_anew(db, team_id, slack_ids, now)


def rings_at(people: Sequence[Person], now: datetime) -> datetime:
    """The next moment that is in the hours of all of them, else of the first."""
    moment, last = now, now + SHARED_WITHIN
    while moment < last:
        latest = max(person.next_good_hour(moment) for person in people)
        if latest == moment:
            return moment
        moment = latest
    return people[0].next_good_hour(now)
