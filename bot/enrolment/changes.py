"""What else is derived from places in programs."""

from dataclasses import dataclass

from bot.core.changes import Change


@dataclass(frozen=True, slots=True)
class PartnerNeeded(Change):
    """Somebody new in the program needs a partner, or somebody does again."""

    program_id: int


@dataclass(frozen=True, slots=True)
class SideChanged(Change):
    """A mentor there is now a mentee, or the other way round. The person has changed, too."""

    program_id: int
    person_id: int
