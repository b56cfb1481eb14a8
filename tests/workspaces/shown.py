"""What people see of who may create programs, for the golden files."""

from collections.abc import Callable
from typing import Any

from bot.core.answers import Message, Tell
from bot.workspaces import views
from bot.workspaces.forms import CreatorsForm

VIEWS: dict[str, Callable[[], Message | Tell | dict[str, Any]]] = {
    "creators_form": lambda: CreatorsForm.modal(["U1", "U2"]),
    "creators_saved": lambda: views.creators_saved(["U2", "U1"]),
    "creators_are_everyone": lambda: views.creators_saved([]),
}
