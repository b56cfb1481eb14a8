"""Somebody at a Slack client: what they can see and do, over the same protocols that Slack uses."""

from bot.playground.slack.person.person import Actor

__all__ = ["Actor"]
