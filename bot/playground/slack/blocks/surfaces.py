"""The rules across the blocks of one surface: a message, a modal, a Home tab."""

from collections.abc import Iterator
from typing import Any

from bot.playground.slack.blocks.catalogue import BLOCKS
from bot.playground.slack.blocks.shapes import Check, boolean, fault, items, record, string
from bot.playground.slack.blocks.texts import plain
from bot.playground.slack.inputs import interactive

# Blocks that stand in one kind of surface only; every other block goes everywhere.
ONLY_IN = {
    "alert": "modal",
    "data_visualization": "message",
    "table": "message",
    "file": "message",
    "markdown": "message",
    "context_actions": "message",
    "plan": "message",
    "task_card": "message",
}
# How many of a block one message holds.
AT_MOST = {"data_visualization": 2, "table": 1}
MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
MOST_MARKDOWN = 12_000  # characters in all markdown blocks of a message together


def _elsewhere(_value: Any, _pointer: str) -> Iterator[str]:
    """The blocks of a view have rules of their own, below."""
    yield from ()


SHARED: dict[str, Check] = {
    "private_metadata": string(0, 3000),
    "callback_id": string(1, 255),
    "external_id": string(0, 255),
}
VIEWS: dict[str, Check] = {
    "modal": record(
        {"title": plain(24), "blocks": _elsewhere},
        {
            **SHARED,
            "submit": plain(24),
            "close": plain(24),
            "clear_on_close": boolean,
            "notify_on_close": boolean,
        },
    ),
    "home": record({"blocks": _elsewhere}, SHARED),
}


def message_faults(blocks: Any) -> list[str]:
    """What Slack has against the blocks of a message; nothing when the list is empty."""
    return list(_blocks(blocks, "message", "/blocks"))


def view_faults(view: dict[str, Any]) -> list[str]:
    """What Slack has against a modal or a Home tab."""
    if "type" not in view:
        missing = [name for name in ("type", "blocks", "title") if name not in view]
        return [fault(f"missing required field: {name}", "/view") for name in missing]
    if not isinstance(view["type"], str) or view["type"] not in VIEWS:
        return [fault(f"unsupported type: {view['type']}", "/view/type")]
    faults = list(VIEWS[view["type"]](view, "/view"))
    if "blocks" in view:
        faults += _blocks(view["blocks"], view["type"], "/view/blocks")
    if view["type"] == "modal" and not view.get("submit") and isinstance(view.get("blocks"), list):
        faults += _inputs_without_submit(view["blocks"])
    return faults


def _blocks(blocks: Any, surface: str, pointer: str) -> Iterator[str]:
    faults = list(items(BLOCKS, 0, MOST_BLOCKS[surface])(blocks, pointer))
    yield from faults
    if faults:
        return  # the rules below read the blocks as sound ones
    yield from _places(blocks, surface, pointer)
    yield from _repeated_ids(blocks, pointer)
    for kind, most in AT_MOST.items():
        if sum(block["type"] == kind for block in blocks) > most:
            yield fault(f"no more than {most} {kind} blocks allowed", pointer)
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > MOST_MARKDOWN:
        yield fault(f"must be less than {MOST_MARKDOWN + 1} characters", pointer)
    if sum(bool(element.get("focus_on_load")) for _, element in interactive(blocks)) > 1:
        yield fault("only one element may have focus_on_load", pointer)


def _places(blocks: list[dict[str, Any]], surface: str, pointer: str) -> Iterator[str]:
    for index, block in enumerate(blocks):
        if ONLY_IN.get(block["type"], surface) != surface:
            yield fault(f"unsupported type: {block['type']}", f"{pointer}/{index}/type")
        # Slack takes files in modals only.
        if surface != "modal" and block["type"] == "input" and block["element"]["type"] == "file_input":
            yield fault("unsupported type: file_input", f"{pointer}/{index}/element/type")


def _repeated_ids(blocks: list[dict[str, Any]], pointer: str) -> Iterator[str]:
    """A block id must be the only one on its surface, an action id the only one in its block."""
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        block_id = block.get("block_id")
        if block_id is not None and block_id in seen:
            yield fault(f'`block_id` "{block_id}" already exists', f"{pointer}/{index}/block_id")
        seen.add(block_id or "")
        actions: set[str] = set()
        for _, element in interactive([block]):
            action_id = element.get("action_id")
            if action_id is not None and action_id in actions:
                yield fault(f'`action_id` "{action_id}" already exists', f"{pointer}/{index}")
            actions.add(action_id or "")


def _inputs_without_submit(blocks: list[Any]) -> Iterator[str]:
    for index, block in enumerate(blocks):
        if isinstance(block, dict) and block.get("type") == "input":
            pointer = f"/view/blocks/{index}/input"
            yield fault("must define `submit` to use an `input` block in modals", pointer)
