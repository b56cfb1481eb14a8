from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.offers.rules.deadlines import answer_by, reminder_at
from bot.people.model import Person
from tests.people_and_pairs import person

MONDAY = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)  # 9:00 in Oslo

ZONES = st.sampled_from(["Europe/Oslo", "America/Los_Angeles", "Asia/Singapore", "Pacific/Chatham"])
DAYS = st.sets(st.sampled_from("0123456"), min_size=1).map(lambda days: "".join(sorted(days)))
HOURS = st.tuples(st.integers(0, 23), st.integers(1, 24)).filter(lambda hours: hours[0] < hours[1])
MOMENTS = st.integers(0, 24 * 400).map(lambda hours: MONDAY + timedelta(hours=hours))


@st.composite
def anybody(draw: st.DrawFn) -> Person:
    made = person(1, draw(ZONES))
    made.work_days, (made.work_starts, made.work_ends) = draw(DAYS), draw(HOURS)
    return made


def test_five_working_days_end_when_the_fifth_does() -> None:
    assert answer_by([person(1)], MONDAY) == datetime(2027, 3, 8, 16, 0, tzinfo=UTC)
    assert reminder_at(person(1), answer_by([person(1)], MONDAY)) == datetime(2027, 3, 4, 8, 0, tzinfo=UTC)


def test_whoever_works_fewer_days_gives_both_more_time() -> None:
    seldom = person(2)
    seldom.work_days = "02"
    assert answer_by([person(1), seldom], MONDAY) == answer_by([seldom], MONDAY)
    assert answer_by([seldom], MONDAY) == datetime(2027, 3, 17, 16, 0, tzinfo=UTC)


@given(anybody(), anybody(), MOMENTS)
def test_nobody_has_less_than_five_working_days_and_both_have_the_same(
    one: Person, other: Person, now: datetime
) -> None:
    until = answer_by([one, other], now)
    assert until == answer_by([other, one], now)
    for reader in (one, other):
        day, last = reader.next_good_hour(now).astimezone(reader.hours.zone).date(), until.astimezone(reader.hours.zone)
        worked = 0
        while (day := day + timedelta(days=1)) <= last.date():
            worked += reader.hours.works_on(day)
        assert worked >= 5 or (worked == 4 and last.hour == 0)  # whose day ends at midnight


@given(anybody(), MOMENTS)
def test_the_reminder_comes_in_their_morning_after_the_offer_and_before_the_end(reader: Person, now: datetime) -> None:
    until = answer_by([reader], now)
    reminder = reminder_at(reader, until)
    assert reader.next_good_hour(now) < reminder < until
    assert reader.next_good_hour(reminder) == reminder
