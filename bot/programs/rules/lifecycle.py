"""The life of a program, and what each step in it will do, said before it is done. Pure."""

import enum
from dataclasses import dataclass


class ProgramState(enum.StrEnum):
    DRAFT = "draft"  # only its leads see it
    OPEN = "open"  # for sign-up
    MATCHING = "matching"  # sign-up rests while its leads look for pairs
    RUNNING = "running"  # pairs meet; whoever signs up now joins later
    CLOSING = "closing"  # nobody joins, no new session is planned
    CLOSED = "closed"


JOINABLE = (ProgramState.OPEN, ProgramState.RUNNING)
PUBLIC = (ProgramState.OPEN, ProgramState.MATCHING, ProgramState.RUNNING, ProgramState.CLOSING)
PLANNING = (ProgramState.OPEN, ProgramState.MATCHING, ProgramState.RUNNING)  # new sessions
UNFINISHED = (ProgramState.DRAFT, *PUBLIC)

LABELS = {
    ProgramState.DRAFT: "a draft",
    ProgramState.OPEN: "open for sign-up",
    ProgramState.MATCHING: "matching",
    ProgramState.RUNNING: "running",
    ProgramState.CLOSING: "winding down",
    ProgramState.CLOSED: "closed",
}

# What holds in each state, as its lead reads it.
MEANINGS = {
    ProgramState.DRAFT: "Only its leads can see it.",
    ProgramState.OPEN: "Everybody here can sign up.",
    ProgramState.MATCHING: "Sign-up rests while you look for pairs. It opens again when you publish them.",
    ProgramState.RUNNING: "Pairs meet. Whoever signs up now can be matched too.",
    ProgramState.CLOSING: "Nobody new can sign up. Sessions that are planned take place, and no more are planned.",
    ProgramState.CLOSED: "All its pairs have ended.",
}


@dataclass(frozen=True)
class Step:
    """A way from one state to the next: a button's label, and what it will do (300 characters, says Slack)."""

    to: ProgramState
    label: str
    will: str


_CLOSE = Step(
    ProgramState.CLOSED,
    "Close program",
    "All its pairs end, and everybody in it is told and thanked. Whoever still waits for a place or an answer hears "
    "that there is none to come. This cannot be undone.",
)

STEPS: dict[ProgramState, tuple[Step, ...]] = {
    ProgramState.DRAFT: (
        Step(
            ProgramState.OPEN,
            "Open sign-up",
            "Everybody in this Slack can sign up, and it is announced in its channel if it has one.",
        ),
    ),
    ProgramState.OPEN: (
        Step(
            ProgramState.MATCHING,
            "Rest sign-up",
            "Nobody new can sign up while you look for pairs. Whoever is in stays in. It opens again when you publish "
            "pairs, or say so.",
        ),
        _CLOSE,
    ),
    ProgramState.MATCHING: (
        Step(ProgramState.OPEN, "Open sign-up again", "Everybody in this Slack can sign up again."),
        _CLOSE,
    ),
    ProgramState.RUNNING: (
        Step(
            ProgramState.CLOSING,
            "Wind down",
            "Nobody new can sign up, and no new pairs or sessions are planned. Sessions that are planned already take "
            "place. You can keep it going again later.",
        ),
        _CLOSE,
    ),
    ProgramState.CLOSING: (
        Step(
            ProgramState.RUNNING,
            "Keep it going",
            "Sign-up opens again, and every pair gets its next session planned and is told when.",
        ),
        _CLOSE,
    ),
    ProgramState.CLOSED: (),
}


def may_go(here: ProgramState, to: ProgramState) -> bool:
    return any(step.to is to for step in STEPS[here])
