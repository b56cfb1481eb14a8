"""How long two people have to answer, each by their own working days. Pure."""

from collections.abc import Iterable
from datetime import datetime

from bot.people.model import Person

ANSWER_DAYS, REMIND_BEFORE = 5, 2  # working days


def answer_by(people: Iterable[Person], now: datetime) -> datetime:
    """One moment for both: the end of the fifth working day after they are asked, of whoever has it later."""
    return max(_last_evening(person, now) for person in people)


def reminder_at(person: Person, until: datetime) -> datetime:
    """In the morning, two of their working days before the last."""
    day = until.astimezone(person.hours.zone).date()
    for _ in range(REMIND_BEFORE):
        day = person.hours.working_day_before(day)
    return person.hours.morning(day)


def _last_evening(person: Person, now: datetime) -> datetime:
    day = person.kind(now).astimezone(person.hours.zone).date()
    for _ in range(ANSWER_DAYS):
        day = person.hours.working_day_after(day)
    return person.hours.evening(day)
