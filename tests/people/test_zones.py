"""What people type and what Slack tells of their time zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.people.rules.zones import BETWEEN_HOURS, CITIES, NAMES, UnknownZone, is_zone, zone_at, zone_called, zone_label

WINTER, SUMMER = datetime(2027, 1, 15, tzinfo=UTC), datetime(2027, 7, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Oslo", "Europe/Oslo"),
        ("  europe/OSLO ", "Europe/Oslo"),
        ("CET", "CET"),
        ("Munich", "Europe/Berlin"),
        ("München", "Europe/Berlin"),
        ("Tromsø", "Europe/Oslo"),
        ("New York", "America/New_York"),
        ("America/New York", "America/New_York"),
        ("São Paulo", "America/Sao_Paulo"),
        ("St. Louis", "America/Chicago"),
        ("Frankfurt, Germany", "Europe/Berlin"),
        ("Bengaluru (Bangalore)", "Asia/Kolkata"),
        ("EST", "America/New_York"),
        ("Pacific", "America/Los_Angeles"),
        ("US/Pacific", "US/Pacific"),
        ("utc", "UTC"),
        ("GMT+2", "Etc/GMT-2"),
        ("UTC+5:30", "Asia/Kolkata"),
        ("utc +10", "Etc/GMT-10"),
        ("-03:30", "America/St_Johns"),
        ("Etc/GMT-10", "Etc/GMT-10"),
    ],
)
def test_a_zone_is_understood_however_people_call_it(typed: str, zone: str) -> None:
    assert zone_called(typed) == zone


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("Osslo", "Did you mean Europe/Oslo?"),
        ("Olso", "Did you mean Europe/Oslo?"),
        ("Zürihc", "Did you mean Europe/Zurich?"),
        ("Muenchen", "Did you mean Europe/Berlin?"),
        ("pizza", "Please type a large city near you, such as Oslo."),
        ("IST", "a city, such as Kolkata, Jerusalem or Dublin."),
        ("UTC+25", "Nowhere on earth keeps “UTC+25”."),
        ("UTC+5:17", "Nowhere on earth keeps “UTC+5:17”."),
    ],
)
def test_what_is_wrong_with_one_is_said(typed: str, hint: str) -> None:
    with pytest.raises(UnknownZone, match="“") as raised:
        zone_called(typed)
    assert hint in str(raised.value)


@given(typed=st.text(max_size=200))
def test_whatever_is_typed_gives_a_zone_or_an_explanation(typed: str) -> None:
    try:
        understood = zone_called(typed)
    except UnknownZone as unknown:
        understood, explained = "UTC", str(unknown)
    else:
        explained = ""
    assert is_zone(understood)
    assert len(explained) < 200


def test_every_zone_that_is_named_here_exists() -> None:
    assert [zone for zone in {*NAMES.values(), *CITIES, *BETWEEN_HOURS.values()} if not is_zone(zone)] == []


@pytest.mark.parametrize("hours", [*range(-12, 15), *BETWEEN_HOURS])
def test_an_offset_gives_a_zone_that_has_it(hours: float) -> None:
    zone = ZoneInfo(zone_at(int(hours * 3600)))
    assert timedelta(hours=hours) in {moment.astimezone(zone).utcoffset() for moment in (WINTER, SUMMER)}


@given(seconds=st.integers(min_value=-(10**9), max_value=10**9))
def test_an_odd_offset_gives_the_nearest_whole_hour(seconds: int) -> None:
    assert is_zone(zone_at(seconds))


@pytest.mark.parametrize(
    ("zone", "label"), [("Etc/GMT-10", "UTC+10"), ("Etc/GMT+3", "UTC-3"), ("America/New_York", "America/New York")]
)
def test_a_zone_is_shown_as_people_write_it_and_can_be_typed_again(zone: str, label: str) -> None:
    assert zone_label(zone) == label
    assert zone_called(label) == zone
