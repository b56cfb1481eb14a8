"""What Slack adds to accepted blocks before it hands them back in payloads and answers."""

from collections.abc import Callable
from typing import Any

from bot.playground.slack.inputs import interactive


def completed(blocks: list[dict[str, Any]], new_id: Callable[[], str]) -> list[dict[str, Any]]:
    """A copy in which every block and every interactive element has an id, and every text its switches.

    An app that compares what comes back with what it sent, option objects above all, finds them different on
    Slack because of those switches; so it does here.
    """
    copies: list[dict[str, Any]] = [switched(block) for block in blocks]
    _identify(copies, new_id)
    for _, element in interactive(copies):
        element.setdefault("action_id", new_id())
    return copies


def _identify(blocks: list[dict[str, Any]], new_id: Callable[[], str]) -> None:
    for block in blocks:
        block.setdefault("block_id", new_id())
        if block["type"] in {"container", "carousel"}:
            _identify(block.get("child_blocks", block.get("elements", [])), new_id)


def switched(value: Any) -> Any:
    """A deep copy in which each text object says whether it draws emoji and whether it is verbatim."""
    if isinstance(value, list):
        return [switched(item) for item in value]
    if not isinstance(value, dict):
        return value
    copy = {key: switched(item) for key, item in value.items()}
    if copy.get("type") == "plain_text":
        copy.setdefault("emoji", True)
    elif copy.get("type") == "mrkdwn":
        copy.setdefault("verbatim", False)
    return copy
