"""When a pair needs a lead's help. Pure."""

from collections.abc import Sequence
from itertools import takewhile

from bot.pairs.model import PairState, Trouble
from bot.pairs.queries import PairUp
from bot.sessions.model import Session, SessionState

# Leaders cancel twice and a pair dies: the commonest end that practitioners report.
IN_A_ROW = 2


def trouble(up: PairUp, past: Sequence[Session]) -> Trouble | None:
    """`past` are the pair's sessions whose time has passed, in their order."""
    if up.pair.state is PairState.ENDED:
        return None
    if not up.is_running:
        return Trouble.LEFT
    settled = list(past)
    if settled and settled[-1].state is SessionState.OVER:
        settled.pop()  # the answers to the latest one may still come
    not_met = list(takewhile(lambda session: session.state is not SessionState.HELD, reversed(settled)))
    return Trouble.NOT_MEETING if len(not_met) >= IN_A_ROW else None
