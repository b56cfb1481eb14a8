"""How long two people have to answer, each by their own working days. Pure."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Protocol

from bot.people.rules.hours import Hours


class Asked(Protocol):
    """Somebody whom an offer is made to."""

    @property
    def hours(self) -> Hours: ...
    def next_good_hour(self, moment: datetime) -> datetime: ...


ANSWER_DAYS, REMIND_BEFORE = 5, 2  # working days


def answer_by(people: Iterable[Asked], now: datetime) -> datetime:
    """One moment for both: the end of the fifth working day after they are asked, of whoever has it later."""
    return max(_last_evening(person, now) for person in people)


def reminder_at(person: Asked, until: datetime) -> datetime:
    """In the morning, two of their working days before the last."""
    return _morning_before(person.hours, until)


def _last_evening(person: Asked, now: datetime) -> datetime:
    return _evening_after(person.hours, person.next_good_hour(now))


# Of thousands who are asked at once, most keep the same hours.


@lru_cache(maxsize=1024)
def _morning_before(hours: Hours, until: datetime) -> datetime:
    day = until.astimezone(hours.zone).date()
    for _ in range(REMIND_BEFORE):
        day = hours.working_day_before(day)
    return hours.morning(day)


@lru_cache(maxsize=1024)
def _evening_after(hours: Hours, asked_at: datetime) -> datetime:
    day = asked_at.astimezone(hours.zone).date()
    for _ in range(ANSWER_DAYS):
        day = hours.working_day_after(day)
    return hours.evening(day)
