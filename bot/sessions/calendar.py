"""When a pair meets: on a working day, at an hour that is kind to both. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.programs.cadence import Cadence, next_date

SATURDAY = 5
DAY_STARTS, DAY_ENDS = 9, 17  # local working hours, where nothing else is known
LIKED = 10  # local hour to meet, where there is a choice
NOTICE = timedelta(days=7)  # from the introduction to the first session: time for an agenda


def first_session(paired_at: datetime, mentor_tz: str, mentee_tz: str, minutes: int) -> datetime:
    day = working_day((paired_at + NOTICE).astimezone(ZoneInfo(mentee_tz)).date())
    return slot(day, mentor_tz, mentee_tz, minutes)


def following_session(
    last: datetime, now: datetime, cadence: Cadence, mentor_tz: str, mentee_tz: str, minutes: int
) -> datetime:
    """The next one by the cadence that is still to come, seen from `now`."""
    day = next_date(cadence, last.astimezone(ZoneInfo(mentee_tz)).date())
    while (start := slot(working_day(day), mentor_tz, mentee_tz, minutes)) <= now:
        day = next_date(cadence, day)
    return start


def working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= SATURDAY else day


def slot(day: date, mentor_tz: str, mentee_tz: str, minutes: int) -> datetime:
    """The whole hour of the mentee's `day` that is least outside working hours for either side.

    Among equally good ones, the nearest to ten o'clock for the mentee, the earlier on a tie. UTC.
    """
    zone = ZoneInfo(mentee_tz)
    hours = [datetime.combine(day, time(hour), zone).astimezone(UTC) for hour in range(24)]
    zones = (ZoneInfo(mentor_tz), zone)
    return min(
        hours,
        key=lambda start: (
            max(_outside(start, minutes, zone) for zone in zones),
            abs(start.astimezone(zone).hour - LIKED),
            start,
        ),
    )


def _outside(start: datetime, minutes: int, zone: ZoneInfo) -> float:
    """Hours by which a session sticks out of the local working day; a weekend is as bad as the night."""
    local = start.astimezone(zone)
    if local.weekday() >= SATURDAY:
        return 24
    begins = local.hour + local.minute / 60
    return max(0.0, DAY_STARTS - begins) + max(0.0, begins + minutes / 60 - DAY_ENDS)
