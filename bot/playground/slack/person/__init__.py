"""Somebody at a Slack client: what they can see and do, over the same protocols that Slack uses."""

from bot.playground.slack.person.person import Person

__all__ = ["Person"]
