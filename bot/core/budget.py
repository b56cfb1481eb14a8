"""How much one message may hold. Views page what is long; whatever slips through is cut here, and says so."""

from collections.abc import Sequence
from typing import Any

from bot.core.sentences import _

Block = dict[str, Any]

MOST_BLOCKS = 50  # in a message (Slack's reference, 2026)
# Slack answers msg_blocks_too_long above some 12,000 characters over all blocks of a message, which its reference does
# not say (bolt-js 2509 and 2867); 11,341 was refused once.
MOST_TEXT = 9_000

TEXTS = ("text", "url", "fallback", "alt_text")
REST = _("This is more than one message holds; the rest is left out.")


def weight(node: Any) -> int:
    """Characters of text in a block, or in several."""
    if isinstance(node, dict):
        own = sum(len(node[name]) for name in TEXTS if isinstance(node.get(name), str))
        return own + sum(weight(value) for value in node.values() if not isinstance(value, str))
    if isinstance(node, list | tuple):
        return sum(weight(one) for one in node)
    return 0


def fitted(blocks: Sequence[Block]) -> list[Block]:
    """All of them, or as many from the top as a message holds, with a line that the rest is missing."""
    if len(blocks) <= MOST_BLOCKS and weight(blocks) <= MOST_TEXT:
        return list(blocks)
    kept: list[Block] = []
    rest: Block = {"type": "context", "elements": [{"type": "plain_text", "text": str(REST)}]}
    left = MOST_TEXT - weight(rest)
    for block in blocks[: MOST_BLOCKS - 1]:
        if (taken := weight(block)) > left:
            if cut := _cut(block, left):
                kept.append(cut)
            break
        kept.append(block)
        left -= taken
    return [*kept, rest]


def _cut(block: Block, most: int) -> Block | None:
    """A rich text with as many of its lines and words as fit; other blocks are whole or not at all."""
    if block["type"] == "text":
        return {**block, "text": block["text"][: most - 1] + "…"} if most > 1 else None
    if not isinstance(block.get("elements"), list) or not block["type"].startswith("rich_text"):
        return None
    kept: list[Block] = []
    for element in block["elements"]:
        if (taken := weight(element)) > most:
            if cut := _cut(element, most):
                kept.append(cut)
            break
        kept.append(element)
        most -= taken
    return {**block, "elements": kept} if kept else None
