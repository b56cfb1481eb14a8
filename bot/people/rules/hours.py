"""When somebody works, in their own time zone. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

# Where nothing else is known.
DAY_STARTS, DAY_ENDS = 9, 17  # local hours
WORK_DAYS = "01234"  # Monday to Friday

AFTER_WORK = 1  # hours past the working day in which a message is still kind


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo:
    """ZoneInfo itself keeps eight, and reads the others from disk each time."""
    return ZoneInfo(name)


@dataclass(frozen=True)
class Hours:
    """`days` are digits, 0 for Monday; `starts` and `ends` whole local hours."""

    tz: str = "UTC"
    starts: int = DAY_STARTS
    ends: int = DAY_ENDS
    days: str = WORK_DAYS

    @property
    def zone(self) -> ZoneInfo:
        return _zone(self.tz)

    def works_on(self, day: date) -> bool:
        return str(day.weekday()) in self.days

    def morning(self, day: date) -> datetime:
        """When they start on that day. UTC."""
        return datetime.combine(day, time(self.starts), self.zone).astimezone(UTC)

    def evening(self, day: date) -> datetime:
        """When they stop on that day, which may be at its midnight. UTC."""
        return (datetime.combine(day, time(0), self.zone) + timedelta(hours=self.ends)).astimezone(UTC)

    def next_good_hour(self, moment: datetime) -> datetime:
        """The moment itself if it lies in their working day or shortly after, else the next morning they work. UTC."""
        local = moment.astimezone(self.zone)
        day = local.date()
        if self.works_on(day):
            if self.starts <= local.hour < self.ends + AFTER_WORK:
                return moment
            if local.hour < self.starts:
                return self.morning(day)
        return self.morning(self.working_day_after(day))

    def working_day_after(self, day: date) -> date:
        return self._nearest_working_day(day, 1)

    def working_day_before(self, day: date) -> date:
        return self._nearest_working_day(day, -1)

    def _nearest_working_day(self, day: date, step: int) -> date:
        day += timedelta(days=step)
        while not self.works_on(day):
            day += timedelta(days=step)
        return day


def is_same_day(one: datetime, other: datetime, hours: Hours) -> bool:
    """Whether two moments fall on one day of theirs."""
    return one.astimezone(hours.zone).date() == other.astimezone(hours.zone).date()
