from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.people.hours import Hours, hours_worked

ZONES = st.sampled_from(["Europe/Oslo", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Auckland", "UTC"])
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
DAYS = st.sets(st.sampled_from("0123456"), min_size=1).map(lambda days: "".join(sorted(days)))


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    starts = draw(st.integers(0, 22))
    return Hours(draw(ZONES), starts, draw(st.integers(starts + 1, 24)), draw(DAYS))


@given(hours=hours(), moment=MOMENTS)
def test_a_kind_moment_is_on_a_day_they_work_never_earlier_and_within_a_week(hours: Hours, moment: datetime) -> None:
    kind = hours.kind(moment)
    local = kind.astimezone(hours.zone)
    assert hours.works_on(local.date())
    assert kind >= moment
    assert kind - moment <= timedelta(days=8)
    assert hours.kind(kind) == kind


@given(hours=hours(), moment=MOMENTS)
def test_the_hours_worked_in_a_week_are_as_many_as_they_say(hours: Hours, moment: datetime) -> None:
    worked = hours_worked(hours, moment)
    assert all(0 <= hour < 168 for hour in worked)
    assert abs(len(worked) - len(hours.days) * (hours.ends - hours.starts)) <= 1  # a change of clocks


def test_two_in_one_zone_share_their_whole_week_and_oslo_shares_one_hour_a_day_with_singapore_in_winter() -> None:
    january = datetime(2027, 1, 13, 12, tzinfo=UTC)
    oslo, singapore = (hours_worked(Hours(zone), january) for zone in ("Europe/Oslo", "Asia/Singapore"))
    assert len(oslo & oslo) == 40
    assert len(oslo & singapore) == 5


def test_somebody_who_works_at_the_weekend_is_written_to_at_the_weekend() -> None:
    hours = Hours("UTC", 8, 12, "56")
    assert hours.kind(datetime(2027, 3, 1, 9, tzinfo=UTC)) == datetime(2027, 3, 6, 8, tzinfo=UTC)
    assert hours.working_day_before(date(2027, 3, 6)) == date(2027, 2, 28)
