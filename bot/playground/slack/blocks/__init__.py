"""Block Kit's rules: what Slack accepts in a message, a modal or a Home tab, and what it makes of it."""

from bot.playground.slack.blocks.completion import completed, switched
from bot.playground.slack.blocks.surfaces import message_faults, view_faults

__all__ = ["completed", "message_faults", "switched", "view_faults"]
