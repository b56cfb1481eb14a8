"""Skills: what somebody could learn, found out in a few statements."""

from bot.core.routing import Routes, command, submit
from bot.core.sentences import _
from bot.skills import listeners
from bot.skills.views import DiscoveryForm, WishesForm

ROUTES = Routes(
    "skills",
    [
        command("discover", listeners.begin_discovery, label=_("What could I learn?"), also="discovery check"),
        submit(DiscoveryForm, listeners.submit_discovery),
        submit(WishesForm, listeners.submit_wishes),
    ],
)
