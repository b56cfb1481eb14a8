"""What people see of discovery, for the golden files."""

from collections.abc import Callable
from typing import Any

from bot.core.answers import Message, Tell
from bot.skills import views
from bot.skills.rules.discovery import proposed_wishes

VIEWS: dict[str, Callable[[], Message | Tell | dict[str, Any]]] = {
    "discovery_form": views.DiscoveryForm.modal,
    "discovery_proposals": lambda: views.WishesForm.modal(proposed_wishes(["ai"], []), 5),
    "discovery_proposals_with_little_room": lambda: views.WishesForm.modal(proposed_wishes([], []), 1),
    "discovery_without_room": lambda: views.no_room(proposed_wishes([], [])),
    "discovery_nothing_to_learn": views.nothing_to_learn,
    "discovery_wished_already": views.wished_already,
    "discovery_added": lambda: views.wishes_added(["trends", "agile"]),
}
