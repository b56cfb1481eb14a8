from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.programs.rules.cadence import Cadence, next_date

DATES = st.dates(date(2020, 1, 1), date(2035, 12, 31))
# The fewest and the most days that can lie between two sessions.
GAPS = {
    Cadence.WEEKLY: (7, 7),
    Cadence.EVERY_TWO_WEEKS: (14, 14),
    Cadence.TWICE_A_MONTH: (7, 21),
    Cadence.MONTHLY: (21, 35),
    Cadence.EVERY_TWO_MONTHS: (49, 70),
}


@given(last=DATES, cadence=st.sampled_from(Cadence))
def test_the_day_of_the_week_stays_and_the_gap_is_what_the_cadence_says(last: date, cadence: Cadence) -> None:
    following = next_date(cadence, last)
    assert following.weekday() == last.weekday()
    least, most = GAPS[cadence]
    assert least <= (following - last).days <= most


@given(last=DATES)
def test_monthly_is_once_in_every_month_and_twice_a_month_twice(last: date) -> None:
    for cadence, count in ((Cadence.MONTHLY, 1), (Cadence.TWICE_A_MONTH, 2)):
        day, months = last, []
        for _ in range(24):
            day = next_date(cadence, day)
            months.append((day.year, day.month))
        whole = [month for month in months if month not in (months[0], months[-1])]
        assert all(whole.count(month) == count for month in whole)


def test_the_second_tuesday_stays_the_second_tuesday() -> None:
    assert next_date(Cadence.MONTHLY, date(2027, 3, 9)) == date(2027, 4, 13)
    assert next_date(Cadence.EVERY_TWO_MONTHS, date(2027, 3, 9)) == date(2027, 5, 11)
    assert next_date(Cadence.TWICE_A_MONTH, date(2027, 3, 9)) == date(2027, 3, 23)
    assert next_date(Cadence.TWICE_A_MONTH, date(2027, 3, 23)) == date(2027, 4, 13)


@pytest.mark.parametrize("cadence", list(Cadence))
def test_no_cadence_is_called_bimonthly(cadence: Cadence) -> None:
    assert "bi" not in cadence.label.lower()


@given(last=DATES, cadence=st.sampled_from(Cadence))
def test_the_usual_days_between_two_sessions_hold_over_a_year(last: date, cadence: Cadence) -> None:
    day, sessions = last, 0
    while day < last + timedelta(days=730):
        day = next_date(cadence, day)
        sessions += 1
    assert abs((day - last).days / sessions - cadence.about_days) < 1.5
