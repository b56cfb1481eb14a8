"""How much of a message Slack counts: it refuses one above some 12,000 characters of text over all blocks."""

from typing import Any

ROOM = 9_000
MENTION, DATE = 16, 80  # characters of `<@U0123456789>`, and of a date with its fallback


def characters(node: Any) -> int:
    """Of all that is written in blocks, labels of buttons and options too."""
    if isinstance(node, list):
        return sum(characters(one) for one in node)
    if not isinstance(node, dict):
        return 0
    own = len(node["text"]) if isinstance(node.get("text"), str) else 0
    own += {"user": MENTION, "channel": MENTION, "date": DATE}.get(str(node.get("type")), 0)
    return own + sum(characters(value) for value in node.values())
