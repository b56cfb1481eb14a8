from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.core.blocks import when
from bot.core.reading import Reader, read_by

NOW = datetime(2026, 11, 27, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "moment", "said"),
    [
        ("Europe/Oslo", datetime(2026, 12, 4, 16, tzinfo=UTC), "Fri, Dec 4 at 5 PM"),
        ("Asia/Kolkata", datetime(2026, 12, 4, 16, tzinfo=UTC), "Fri, Dec 4 at 9:30 PM"),
        ("Pacific/Auckland", datetime(2026, 12, 4, 16, tzinfo=UTC), "Sat, Dec 5 at 5 AM"),
        ("Europe/Oslo", datetime(2027, 1, 4, 9, tzinfo=UTC), "Mon, Jan 4, 2027 at 10 AM"),
        ("America/New_York", datetime(2027, 1, 1, 4, tzinfo=UTC), "Thu, Dec 31 at 11 PM"),
        ("UTC", datetime(2026, 11, 27, 12, tzinfo=UTC), "Fri, Nov 27 at 12 PM"),
        ("UTC", datetime(2026, 11, 28, 0, 5, tzinfo=UTC), "Sat, Nov 28 at 12:05 AM"),
    ],
)
def test_one_reader_gets_the_day_and_time_of_where_they_are(zone: str, moment: datetime, said: str) -> None:
    with read_by(Reader(ZoneInfo(zone), NOW)):
        assert when(moment) == {"type": "text", "text": said}


def test_nothing_is_written_out_for_several_readers_and_never_as_today() -> None:
    with read_by(Reader(ZoneInfo("Europe/Oslo"), NOW)), read_by(None):
        shown = when(NOW)
    assert shown["format"] == "{date_long} at {time}"
