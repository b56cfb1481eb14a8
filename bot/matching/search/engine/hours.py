"""How long two people are at work at the same time. Pure."""

from datetime import date, datetime, time
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.matching.search.engine.model import Candidate

HOUR, DAY = 60, 24 * 60  # minutes


class Schedule(NamedTuple):
    """A working week in UTC as it is on one date: minutes from 0:00 UTC of each of the `days`, which are local."""

    starts: int
    ends: int
    days: str


def schedule_of(person: Candidate, today: date) -> Schedule | None:
    """None where no time zone is known. Raises ZoneInfoNotFoundError for one that does not exist."""
    if not person.timezone:
        return None
    offset = datetime.combine(today, time(12), ZoneInfo(person.timezone)).utcoffset()
    assert offset is not None
    shift = round(offset.total_seconds() / 60)
    ends = person.ends if person.ends > person.starts else person.ends + 24
    return Schedule(person.starts * HOUR - shift, ends * HOUR - shift, person.days)


def overlap(one: Schedule, other: Schedule) -> int:
    """Minutes of the longest stretch in a week in which both are at work: a session needs one stretch, not crumbs.

    One's Monday evening may be the other's Tuesday morning, so neighbouring days count too.
    """
    return _overlap(one.ends - one.starts, one.days, other.starts - one.starts, other.ends - one.starts, other.days)


@lru_cache(maxsize=2**16)
def _overlap(length: int, days: str, starts: int, ends: int, other_days: str) -> int:
    stretches = [
        min(length, ends + later * DAY) - max(0, starts + later * DAY)
        for later in range(-2, 3)
        if any(str((int(day) + later) % 7) in other_days for day in days)
    ]
    return max(0, *stretches) if stretches else 0
