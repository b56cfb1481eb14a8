"""What else is derived from programs."""

from dataclasses import dataclass

from bot.core.changes import Change


@dataclass(frozen=True, slots=True)
class ProgramChanged(Change):
    """Its state, who takes part in it, or how they and their pairs are doing: all that is counted there."""

    program_id: int


@dataclass(frozen=True, slots=True)
class PairingStopped(Change):
    """It makes no pairs any more."""

    program_id: int
