"""When a pair needs a lead's help. Pure."""

from collections.abc import Sequence
from itertools import takewhile

from bot.pairs.rules.lifecycle import Trouble
from bot.sessions.rules.lifecycle import SessionState

# Leaders cancel twice and a pair dies: the commonest end that practitioners report.
IN_A_ROW = 2


def trouble(past: Sequence[SessionState], *, has_ended: bool, is_running: bool) -> Trouble | None:
    """Of a pair: `past` are the states of its sessions whose time has passed, in their order."""
    if has_ended:
        return None
    if not is_running:
        return Trouble.LEFT
    settled = list(past)
    if settled and settled[-1] is SessionState.OVER:
        settled.pop()  # the answers to the latest one may still come
    not_met = list(takewhile(lambda state: state is not SessionState.HELD, reversed(settled)))
    return Trouble.NOT_MEETING if len(not_met) >= IN_A_ROW else None
