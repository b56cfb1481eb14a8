"""The life of a program, and what each step in it will do, said before it is done. Pure."""

import enum
from dataclasses import dataclass

from bot.core.sentences import Sentence, _


class ProgramState(enum.StrEnum):
    DRAFT = "draft"  # only its leads see it
    OPEN = "open"  # for sign-up
    MATCHING = "matching"  # sign-up is paused while its leads look for pairs
    RUNNING = "running"  # pairs meet; whoever signs up now joins later
    CLOSING = "closing"  # nobody joins, no new session is planned
    CLOSED = "closed"


JOINABLE = (ProgramState.OPEN, ProgramState.RUNNING)
PUBLIC = (ProgramState.OPEN, ProgramState.MATCHING, ProgramState.RUNNING, ProgramState.CLOSING)
PLANNING = (ProgramState.OPEN, ProgramState.MATCHING, ProgramState.RUNNING)  # new sessions
UNFINISHED = (ProgramState.DRAFT, *PUBLIC)

STANDS = {
    ProgramState.DRAFT: _("{program} is a draft."),
    ProgramState.OPEN: _("{program} is open for sign-up."),
    ProgramState.MATCHING: _("{program} is matching."),
    ProgramState.RUNNING: _("{program} is running."),
    ProgramState.CLOSING: _("{program} is winding down."),
    ProgramState.CLOSED: _("{program} is closed."),
}

# Once a step of a lead has brought it there.
REACHED = {
    ProgramState.OPEN: _("{program} is now open for sign-up."),
    ProgramState.MATCHING: _("{program} is now matching."),
    ProgramState.RUNNING: _("{program} is now running."),
    ProgramState.CLOSING: _("{program} is now winding down."),
    ProgramState.CLOSED: _("{program} is now closed."),
}

# What holds in each state, as its lead reads it.
MEANINGS = {
    ProgramState.DRAFT: _("Only its leads can see it."),
    ProgramState.OPEN: _("Everybody here can sign up."),
    ProgramState.MATCHING: _("Sign-up is paused while you look for pairs. It opens again when you publish them."),
    ProgramState.RUNNING: _("Pairs meet. Whoever signs up now can be matched too."),
    ProgramState.CLOSING: _("Nobody new can sign up. Sessions that are planned take place, and no more are planned."),
    ProgramState.CLOSED: _("All its pairs have ended."),
}


@dataclass(frozen=True)
class Step:
    """A way from one state to the next: a button's label, and what it will do (300 characters, says Slack)."""

    to: ProgramState
    label: Sentence
    will: Sentence


_CLOSE = Step(
    ProgramState.CLOSED,
    _("Close program"),
    _(
        "All its pairs end, and everybody in it is told and thanked. Whoever still waits for a place or an answer "
        "hears that there is none to come. This can't be undone."
    ),
)

STEPS: dict[ProgramState, tuple[Step, ...]] = {
    ProgramState.DRAFT: (
        Step(
            ProgramState.OPEN,
            _("Open sign-up"),
            _("Everybody in this Slack can sign up, and it is announced in its channel if it has one."),
        ),
    ),
    ProgramState.OPEN: (
        Step(
            ProgramState.MATCHING,
            _("Pause sign-up"),
            _(
                "Nobody new can sign up while you look for pairs. Whoever is in stays in. It opens again when you "
                "publish pairs, or say so."
            ),
        ),
        _CLOSE,
    ),
    ProgramState.MATCHING: (
        Step(ProgramState.OPEN, _("Open sign-up again"), _("Everybody in this Slack can sign up again.")),
        _CLOSE,
    ),
    ProgramState.RUNNING: (
        Step(
            ProgramState.CLOSING,
            _("Wind down"),
            _(
                "Nobody new can sign up, and no new pairs or sessions are planned. Sessions that are planned already "
                "take place. You can keep it going again later."
            ),
        ),
        _CLOSE,
    ),
    ProgramState.CLOSING: (
        Step(
            ProgramState.RUNNING,
            _("Keep it going"),
            _("Sign-up opens again, and every pair gets its next session planned and is told when."),
        ),
        _CLOSE,
    ),
    ProgramState.CLOSED: (),
}


def may_go(here: ProgramState, to: ProgramState) -> bool:
    return any(step.to is to for step in STEPS[here])
