"""Turning the clock while time goes on."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.clock import TurnedClock


def test_a_clock_that_goes_on_can_be_turned_to_the_time_that_was_just_read() -> None:
    clock = TurnedClock()
    for _ in range(100):
        read = clock.now()
        clock.turn_to(read)
        assert clock.now() >= read


def test_turning_to_what_has_passed_stays_where_it_is() -> None:
    monday = datetime(2027, 3, 1, 8, tzinfo=UTC)
    clock = TurnedClock(monday)
    clock.turn_to(monday - timedelta(days=1))
    assert clock.now() == monday
    clock.turn_to(monday + timedelta(hours=2))
    assert clock.now() == monday + timedelta(hours=2)


def test_a_step_back_is_refused() -> None:
    with pytest.raises(ValueError, match="only turns forward"):
        TurnedClock().turn(-timedelta(seconds=1))
