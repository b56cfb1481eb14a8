"""What the page needs from whoever runs the playground."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol


class Controls(Protocol):
    """The clock and the program of the playground. The page shows no button for a method that is not there.

    Times are aware.
    """

    title: str

    @property
    def is_open(self) -> bool:
        """Whether the app is connected: what somebody types while it is not would be lost."""

    def now(self) -> datetime: ...

    async def turn(self, by: timedelta) -> None:
        """Move the clock forward. Returns when all that falls due is done."""

    async def turn_to_next(self) -> datetime | None:
        """Move the clock to when the app next says something by itself, and return that; None if there is nothing."""

    async def seed(self, tell: Callable[[str], None]) -> tuple[str, str] | None:
        """Fill the workspace with a program in mid-flight, and say meanwhile how far it is.

        Returns the ids of a person and of a channel to look at then. Raises `ValueError`, with words for whoever
        asked, where it cannot be filled.
        """

    async def start_over(self) -> None:
        """Empty the workspace."""

    @property
    def doors(self) -> Sequence[str]:
        """The ways, by name, in which the app can be reached."""

    @property
    def door(self) -> str:
        """The one that is in use."""

    async def use_door(self, door: str) -> None:
        """Begin anew with the app behind another door. Raises `ValueError` for one that there is not."""


OPTIONAL = ("turn", "turn_to_next", "seed", "start_over", "use_door")


def offered(controls: Controls) -> list[str]:
    """The names of the optional methods that are there."""
    return [name for name in OPTIONAL if callable(getattr(controls, name, None))]
