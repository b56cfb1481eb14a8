"""What else is derived from people."""

from dataclasses import dataclass

from bot.core.changes import Change


@dataclass(frozen=True, slots=True)
class PersonChanged(Change):
    """Their zone, hours, break, account or profile, a place of theirs, or whom they can be paired with."""

    person_id: int


@dataclass(frozen=True, slots=True)
class AccountChanged(Change):
    """Their Slack account was deactivated, or is back. The person has changed, too."""

    person_id: int
