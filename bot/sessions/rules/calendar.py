"""When a pair meets: on a day that both work, at an hour that is kind to both. Pure."""

from datetime import UTC, date, datetime, time, timedelta

from bot.people.rules.hours import Hours
from bot.programs.rules.cadence import Cadence, next_date

LIKED = 10  # local hour to meet, where there is a choice
NOTICE = timedelta(days=7)  # from the introduction to the first session: time for an agenda
DAYS_AHEAD = 7  # within which a day that both work is looked for


def first_session(paired_at: datetime, mentor: Hours, mentee: Hours, minutes: int) -> datetime:
    day = (paired_at + NOTICE).astimezone(mentee.zone).date()
    return slot(shared_day(day, mentor, mentee), mentor, mentee, minutes)


def following_session(
    last: datetime, now: datetime, cadence: Cadence, mentor: Hours, mentee: Hours, minutes: int
) -> datetime:
    """The next one by the cadence that is still to come, seen from `now`."""
    day = next_date(cadence, last.astimezone(mentee.zone).date())
    while (start := slot(shared_day(day, mentor, mentee), mentor, mentee, minutes)) <= now:
        day = next_date(cadence, day)
    return start


def shared_day(day: date, mentor: Hours, mentee: Hours) -> date:
    """The first day from `day` on that both work; where there is none, that the mentee works."""
    days = [day + timedelta(days=ahead) for ahead in range(DAYS_AHEAD)]
    shared = (day for day in days if mentor.works_on(day) and mentee.works_on(day))
    return next(shared, None) or next(day for day in days if mentee.works_on(day))


def slot(day: date, mentor: Hours, mentee: Hours, minutes: int) -> datetime:
    """The whole hour of the mentee's `day` that is least outside working hours for either side.

    Among equally good ones, the nearest to ten o'clock for the mentee, the earlier on a tie. UTC.
    """
    starts = [datetime.combine(day, time(hour), mentee.zone).astimezone(UTC) for hour in range(24)]
    return min(
        starts,
        key=lambda start: (
            max(_outside(start, minutes, hours) for hours in (mentor, mentee)),
            abs(start.astimezone(mentee.zone).hour - LIKED),
            start,
        ),
    )


def sticks_out(start: datetime, minutes: int, hours: Hours) -> bool:
    """Whether any of a session lies outside their working hours."""
    return _outside(start, minutes, hours) > 0


def _outside(start: datetime, minutes: int, hours: Hours) -> float:
    """Hours by which a session sticks out of the local working day; a day off is as bad as the night."""
    local = start.astimezone(hours.zone)
    if not hours.works_on(local.date()):
        return 24
    begins = local.hour + local.minute / 60
    return max(0.0, hours.starts - begins) + max(0.0, begins + minutes / 60 - hours.ends)
