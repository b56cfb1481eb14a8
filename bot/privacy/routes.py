"""Privacy: who sees what, all that is stored about somebody, and its end."""

from bot.core.routing import Routes, command, press
from bot.core.sentences import _
from bot.privacy import listeners

ROUTES = Routes(
    "privacy",
    [
        command(
            "privacy",
            listeners.show_privacy,
            label=_("Who sees what"),
            also="data gdpr dsgvo erase delete forget remove export download löschen slett datenschutz personvern",
        ),
        press("send_everything", listeners.send_everything),
        press("erase_me", listeners.erase_me),
    ],
)
