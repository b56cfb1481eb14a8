"""What else is derived from pairs."""

from dataclasses import dataclass

from bot.core.changes import Change


@dataclass(frozen=True, slots=True)
class PairChanged(Change):
    """The pair, somebody in it, one of its sessions, or what they answered about one."""

    pair_id: int
