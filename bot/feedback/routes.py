"""Feedback: whether a session took place."""

from bot.core.routing import Routes, press
from bot.feedback import listeners

ROUTES = Routes(
    "feedback",
    [
        press("check_in_yes", listeners.say_it_took_place, cards=["check_in"]),
        press("check_in_no", listeners.say_it_did_not, cards=["check_in"]),
    ],
)
