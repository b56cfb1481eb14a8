"""Offers: what both sides of a pair that may come about answer."""

from bot.core.routing import Routes, press
from bot.core.timed_work import TimedWork
from bot.offers import jobs, listeners
from bot.offers.queries import next_answer_due

ROUTES = Routes(
    "offers",
    [
        press("accept_offer", listeners.accept_offer, cards=["offer", "offer_reminder"]),
        press("decline_offer", listeners.decline_offer, cards=["offer", "offer_reminder"]),
        press("take_back_request", listeners.take_back_request),
    ],
    work=[TimedWork("finish offers", jobs.finish_offers, next_answer_due)],
)
