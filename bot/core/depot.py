"""What the couriers of all workspaces share."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.core.composing import Letter, Readers
from bot.core.edge import Edge
from bot.core.pace import Pace
from bot.core.slacks import Slacks

# 20 s, 40 s, … up to an hour between tries: the default of twelve outlasts an outage of over four hours.
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=20), timedelta(hours=1)

REFUSED_REST = timedelta(minutes=5)  # between two tries while Slack refuses the whole installation


@dataclass(frozen=True)
class Depot:
    """`attempts` are the tries after which a row is given up. A `lease` outlasts the longest delivery of one row."""

    edge: Edge
    slacks: Slacks
    letters: Mapping[str, Letter]
    readers: Readers
    pace: Pace
    lease: timedelta
    attempts: int
    owner: str = field(default_factory=lambda: secrets.token_hex(8))  # by which this process knows its rows again

    def letter(self, kind: str) -> Letter | None:
        """None for a kind of another version of the bot."""
        return self.letters.get(kind)

    @staticmethod
    def wait_after(attempts: int) -> timedelta:
        """How long a row waits that failed once more after so many tries."""
        return min(FIRST_WAIT * (1 << min(attempts, 10)), LONGEST_WAIT)
