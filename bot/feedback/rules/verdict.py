"""Whether a session took place, from what each side privately said. Pure."""

import enum
from collections.abc import Collection

from bot.sessions.rules.lifecycle import SessionState


class TookPlace(enum.StrEnum):
    YES = "yes"
    NO = "no"


def verdict(answers: Collection[TookPlace]) -> SessionState:
    """Held once anybody says so: a yes is remembered, a no is often a slip. Missed only when both say no.

    With a single no it stays open, so that a lead who reads "missed" cannot tell that one side alone said it.
    """
    if TookPlace.YES in answers:
        return SessionState.HELD
    return SessionState.MISSED if len(answers) == 2 else SessionState.OVER
