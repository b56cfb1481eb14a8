from collections.abc import Callable
from typing import Any

from bot.core.answers import Message, Tell
from bot.privacy import views

VIEWS: dict[str, Callable[[], Message | Tell | dict[str, Any]]] = {
    "who_sees_what": views.who_sees_what,
    "export_failed": lambda: views.export_failed("U0MAYA"),
    "export_comes": views.export_comes,
    "erased": lambda: views.erased(1),
    "erased_without_pair": lambda: views.erased(0),
}
