"""Skills: what somebody could learn, found out in a few statements."""

from bot.core.routing import Routes, command, submit
from bot.skills import listeners
from bot.skills.views import DiscoveryForm, WishesForm

ROUTES = Routes(
    "skills",
    [
        command("discover", listeners.begin_discovery, label="What could I learn?", also="discovery check"),
        submit(DiscoveryForm, listeners.submit_discovery),
        submit(WishesForm, listeners.submit_wishes),
    ],
)
