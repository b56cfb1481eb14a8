"""What people see of nudges, for the golden files."""

from collections.abc import Callable
from typing import Any

from bot.core.answers import Message, Tell
from bot.nudges import views
from tests.sessions.shown import UP, WITH_AGENDA, WITH_TOPIC

VIEWS: dict[str, Callable[[], Message | Tell | dict[str, Any]]] = {
    "agenda_there": lambda: views.agenda_there(WITH_AGENDA),
    "agenda_missing": lambda: views.agenda_missing(WITH_TOPIC, UP, UP.mentor),
}
