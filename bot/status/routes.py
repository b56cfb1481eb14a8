"""Status: where things stand, what can be done, and what was meant."""

from bot.core.routing import Routes, anything_else, command, event, nothing_typed, press
from bot.core.sentences import _
from bot.status import listeners

ROUTES = Routes(
    "status",
    [
        command(
            "status",
            listeners.show_status,
            label=_("Show my status"),
            also="overview report figures me my info session sessions date dates move reschedule verschieben flytt",
        ),
        command(
            "help",
            listeners.show_help,
            label=_("What can I do?"),
            also="hilfe hjelp commands hi hello hallo hei",
        ),
        nothing_typed(listeners.show_help),
        anything_else(listeners.misunderstand),
        press("show_figures", listeners.show_figures),
        press("send_what_waits", listeners.send_what_waits),
        event("app_home_opened", listeners.open_home, is_noted=False),
    ],
)
