"""The life of a session: its states, and what moves it from one to another. Pure."""

import enum


class SessionState(enum.StrEnum):
    PLANNED = "planned"
    OVER = "over"  # its time has passed; nobody has said yet whether it took place
    HELD = "held"
    MISSED = "missed"
    DROPPED = "dropped"  # the pair ended before it came


PAST = frozenset({SessionState.OVER, SessionState.HELD, SessionState.MISSED})

# From each state, where it may go, and what takes it there.
STEPS: dict[SessionState, dict[SessionState, str]] = {
    SessionState.PLANNED: {
        SessionState.OVER: "its time has passed",
        SessionState.DROPPED: "the pair has ended, or no date is left",
    },
    SessionState.DROPPED: {SessionState.PLANNED: "what stood in its way is gone"},
    SessionState.OVER: {
        SessionState.HELD: "one of the two says that it took place",
        SessionState.MISSED: "both say that it did not",
    },
    SessionState.HELD: {
        SessionState.OVER: "whoever had said yes says no, and the other has said nothing",
        SessionState.MISSED: "both say by now that it did not take place",
    },
    SessionState.MISSED: {SessionState.HELD: "one of the two says now that it took place"},
}


def may_go(here: SessionState, to: SessionState) -> bool:
    return here is to or to in STEPS[here]
