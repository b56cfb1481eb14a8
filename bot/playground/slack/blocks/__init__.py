"""Block Kit's rules: what Slack accepts in a message, a modal or a Home tab, and what it makes of it."""

from bot.playground.slack.blocks.completion import completed, switched
from bot.playground.slack.blocks.surfaces import (
    MOST_WORDS,
    faults_of_spread_choices,
    message_faults,
    view_faults,
)
from bot.playground.slack.blocks.texts import words_in

__all__ = [
    "MOST_WORDS",
    "completed",
    "faults_of_spread_choices",
    "message_faults",
    "switched",
    "view_faults",
    "words_in",
]
