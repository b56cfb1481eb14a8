"""Dates and times, as whoever reads them writes them."""

from datetime import date, datetime

from babel import Locale
from babel.dates import format_skeleton

from bot.core.languages import locale_of
from bot.core.reading import language_now, reader_now
from bot.core.sentences import _, say

DATE_AND_TIME = _("{date} at {time}")
NARROW = "\u202f"  # before PM, by CLDR; some clients have no such blank


def written_out(moment: datetime) -> str | None:
    """`Fri, Dec 4 at 5:30 PM` in the zone of the one person who reads it, with the year where it is not this one.

    None where several people read it, or nobody knows where they are.
    """
    reader = reader_now()
    if reader is None or reader.zone is None:
        return None
    local, today = moment.astimezone(reader.zone), reader.now.astimezone(reader.zone)
    return say(DATE_AND_TIME, date=day(local.date(), with_year=local.year != today.year), time=time_of_day(local))


def day(date_: date, *, with_year: bool = False) -> str:
    """`Fri, Dec 4`."""
    return format_skeleton("yMMMEd" if with_year else "MMMEd", date_, locale=locale_of(language_now()))


def time_of_day(local: datetime) -> str:
    """`5:30 PM`, `5 PM`, or `17:00` where people count to 24."""
    locale = locale_of(language_now())
    if not _counts_to_twelve(locale):
        return format_skeleton("Hm", local, locale=locale)
    return format_skeleton("hm" if local.minute else "h", local, locale=locale).replace(NARROW, " ")


def _counts_to_twelve(locale: Locale) -> bool:
    return "a" in locale.time_formats["short"].pattern
