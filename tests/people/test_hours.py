from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.people.rules.hours import Hours

ZONES = st.sampled_from(["Europe/Oslo", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Auckland", "UTC"])
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
DAYS = st.sets(st.sampled_from("0123456"), min_size=1).map(lambda days: "".join(sorted(days)))


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    starts = draw(st.integers(0, 22))
    return Hours(draw(ZONES), starts, draw(st.integers(starts + 1, 24)), draw(DAYS))


@given(hours=hours(), moment=MOMENTS)
def test_a_kind_moment_is_on_a_day_they_work_never_earlier_and_within_a_week(hours: Hours, moment: datetime) -> None:
    kind = hours.next_good_hour(moment)
    local = kind.astimezone(hours.zone)
    assert hours.works_on(local.date())
    assert kind >= moment
    assert kind - moment <= timedelta(days=8)
    assert hours.next_good_hour(kind) == kind


def test_somebody_who_works_at_the_weekend_is_written_to_at_the_weekend() -> None:
    hours = Hours("UTC", 8, 12, "56")
    assert hours.next_good_hour(datetime(2027, 3, 1, 9, tzinfo=UTC)) == datetime(2027, 3, 6, 8, tzinfo=UTC)
    assert hours.working_day_before(date(2027, 3, 6)) == date(2027, 2, 28)
