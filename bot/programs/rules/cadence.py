"""How often a pair meets. Nowhere "bi-monthly": half of its readers take it for twice a month."""

import enum
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta, weekday

from bot.core.sentences import _

DAYS_IN_WEEK = 7


class Cadence(enum.StrEnum):
    WEEKLY = "weekly"
    EVERY_TWO_WEEKS = "every_two_weeks"
    TWICE_A_MONTH = "twice_a_month"
    MONTHLY = "monthly"
    EVERY_TWO_MONTHS = "every_two_months"

    @property
    def label(self) -> str:
        """In the language that is read in now."""
        return str(HOW_OFTEN[self])

    @property
    def about_days(self) -> int:
        """The usual days between two sessions."""
        return _ABOUT_DAYS[self]


HOW_OFTEN = {
    Cadence.WEEKLY: _("Weekly"),
    Cadence.EVERY_TWO_WEEKS: _("Every two weeks"),
    Cadence.TWICE_A_MONTH: _("Twice a month"),
    Cadence.MONTHLY: _("Monthly"),
    Cadence.EVERY_TWO_MONTHS: _("Every two months"),
}

_ABOUT_DAYS = {
    Cadence.WEEKLY: 7,
    Cadence.EVERY_TWO_WEEKS: 14,
    Cadence.TWICE_A_MONTH: 15,
    Cadence.MONTHLY: 30,
    Cadence.EVERY_TWO_MONTHS: 61,
}


def next_date(cadence: Cadence, last: date) -> date:
    """The date after `last`, always on the same day of the week.

    Monthly and every two months keep the place in the month too (the second Tuesday stays the second Tuesday;
    a fifth becomes a fourth). Twice a month is the first and third such day, or the second and fourth.
    """
    match cadence:
        case Cadence.WEEKLY:
            return last + timedelta(days=7)
        case Cadence.EVERY_TWO_WEEKS:
            return last + timedelta(days=14)
        case Cadence.TWICE_A_MONTH:
            place = _place(last)
            return last + timedelta(days=14) if place <= 2 else _in_month(last, 1, place - 2)
        case Cadence.MONTHLY:
            return _in_month(last, 1, _place(last))
        case Cadence.EVERY_TWO_MONTHS:
            return _in_month(last, 2, _place(last))


def _place(day: date) -> int:
    """1 for the first such weekday of the month, up to 4."""
    return min((day.day - 1) // DAYS_IN_WEEK + 1, 4)


def _in_month(day: date, months: int, place: int) -> date:
    return day + relativedelta(months=months, day=1, weekday=weekday(day.weekday(), place))
