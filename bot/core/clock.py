"""The only place that reads the time."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Real time, in UTC."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class TurnedClock(Clock):
    """Real time plus what it was turned forward by. Given a start, it stands still between turns."""

    def __init__(self, start: datetime | None = None) -> None:
        self._start = start
        self._turned = timedelta()

    def now(self) -> datetime:
        return (self._start or super().now()) + self._turned

    def turn(self, by: timedelta) -> None:
        """Moves forward; raises ValueError for a step back, since due work would then be due twice."""
        if by < timedelta():
            raise ValueError("the clock only turns forward")
        self._turned += by

    def turn_to(self, moment: datetime) -> None:
        """Moves forward to this moment, and stays where it is if that has passed: time goes on while somebody reads
        the clock and then turns it."""
        self.turn(max(moment - self.now(), timedelta()))
