from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.people.rules.hours import Hours
from bot.programs.rules.cadence import Cadence
from bot.sessions.rules.calendar import first_session, following_session, slot

ZONES = st.sampled_from(
    ["Europe/Oslo", "Europe/Vienna", "America/Los_Angeles", "Asia/Singapore", "Asia/Kolkata", "Pacific/Auckland", "UTC"]
)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def local(moment: datetime, tz: str) -> datetime:
    return moment.astimezone(ZoneInfo(tz))


@given(paired=MOMENTS, mentor=ZONES, mentee=ZONES)
def test_the_first_session_is_on_a_working_day_of_the_mentee_about_a_week_after(
    paired: datetime, mentor: str, mentee: str
) -> None:
    start = first_session(paired, Hours(mentor), Hours(mentee), 60)
    assert start.tzinfo is UTC
    assert local(start, mentee).weekday() < 5
    assert timedelta(days=5, hours=23) <= start - paired <= timedelta(days=10)


@given(last=MOMENTS, now=MOMENTS, cadence=st.sampled_from(Cadence), mentor=ZONES, mentee=ZONES)
def test_the_following_session_is_still_to_come_and_on_a_working_day(
    last: datetime, now: datetime, cadence: Cadence, mentor: str, mentee: str
) -> None:
    start = following_session(last, now, cadence, Hours(mentor), Hours(mentee), 60)
    assert start > now
    assert start > last
    assert local(start, mentee).weekday() < 5


def test_two_in_one_place_meet_at_ten() -> None:
    day = datetime(2027, 3, 9, tzinfo=UTC).date()
    assert local(slot(day, Hours("Europe/Oslo"), Hours("Europe/Oslo"), 60), "Europe/Oslo").hour == 10


def test_where_working_hours_overlap_both_are_within_them() -> None:
    day = datetime(2027, 3, 9, tzinfo=UTC).date()
    start = slot(day, Hours("America/New_York"), Hours("Europe/Oslo"), 60)
    assert 9 <= local(start, "America/New_York").hour < 17
    assert 9 <= local(start, "Europe/Oslo").hour < 17


def test_where_they_do_not_overlap_the_burden_is_shared() -> None:
    day = datetime(2027, 3, 9, tzinfo=UTC).date()
    start = slot(day, Hours("America/Los_Angeles"), Hours("Asia/Singapore"), 60)
    for zone in ("America/Los_Angeles", "Asia/Singapore"):
        assert 6 <= local(start, zone).hour <= 20


def test_a_session_across_a_change_of_clocks_stays_at_its_local_hour() -> None:
    last = datetime(2027, 3, 22, 9, tzinfo=UTC)  # ten in Oslo; summer time begins on the 28th
    start = following_session(last, last, Cadence.WEEKLY, Hours("Europe/Oslo"), Hours("Europe/Oslo"), 60)
    assert local(start, "Europe/Oslo") == datetime(2027, 3, 29, 10, tzinfo=ZoneInfo("Europe/Oslo"))
    assert start.hour == 8
