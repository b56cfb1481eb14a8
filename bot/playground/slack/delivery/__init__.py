"""How payloads reach the app: over Socket Mode, or by signed HTTP requests; and what becomes of them."""

from bot.playground.slack.delivery.courier import Courier, Receipt
from bot.playground.slack.delivery.envelopes import Answer, Envelope

__all__ = ["Answer", "Courier", "Envelope", "Receipt"]
