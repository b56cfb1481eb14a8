"""What people see of check-ins, for the golden files."""

from collections.abc import Callable
from typing import Any

from bot.core.answers import Message, Tell
from bot.feedback import views
from bot.feedback.rules.verdict import TookPlace
from tests.sessions.shown import PLANNED

VIEWS: dict[str, Callable[[], Message | Tell | dict[str, Any]]] = {
    "check_in": lambda: views.check_in(PLANNED, "U2"),
    "thanks_yes": lambda: views.thanks(TookPlace.YES, "U2", PLANNED, may_move=True),
    "thanks_no": lambda: views.thanks(TookPlace.NO, "U2", PLANNED, may_move=True),
    "thanks_no_without_a_next_session": lambda: views.thanks(TookPlace.NO, "U2", None, may_move=True),
}
