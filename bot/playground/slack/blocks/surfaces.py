"""The rules across the blocks of one surface: a message, a modal, a Home tab."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from bot.playground.slack.blocks.catalogue import BLOCKS
from bot.playground.slack.blocks.elements import NOT_OFFERED
from bot.playground.slack.blocks.shapes import Check, boolean, fault, items, record, string, variant
from bot.playground.slack.blocks.texts import plain
from bot.playground.slack.inputs import Block, Element, interactive

MESSAGE = frozenset({"message"})
# Blocks that do not go everywhere, and where they go. Slack's reference has tables on Home too; they were seen
# not to render there.
ONLY_IN = {
    "alert": frozenset({"modal"}),
    "carousel": frozenset({"message", "home"}),
    "container": frozenset({"message", "home"}),
    "context_actions": MESSAGE,
    "data_table": MESSAGE,
    "data_visualization": MESSAGE,
    "file": MESSAGE,
    "markdown": MESSAGE,
    "plan": MESSAGE,
    "table": MESSAGE,
    "task_card": MESSAGE,
}
# How many of a block one message holds.
AT_MOST = {"data_table": 1, "data_visualization": 2, "table": 1}
# At least and at most so many blocks.
SIZES = {"message": (0, 50), "modal": (1, 100), "home": (1, 100)}
MOST_WORDS = 12_000  # characters of text in all blocks of a message together: bolt-js 2509 and 2867
MOST_MARKDOWN = 12_000  # characters in all markdown blocks of a message together


def _elsewhere(_value: Any, _pointer: str) -> Iterator[str]:
    """The blocks of a view have rules of their own, below."""
    yield from ()


SHARED: dict[str, Check] = {
    "private_metadata": string(0, 3000),
    "callback_id": string(1, 255),
    "external_id": string(0, 255),
}
VIEW = variant(
    {
        "modal": record(
            {"title": plain(24), "blocks": _elsewhere},
            {
                **SHARED,
                "submit": plain(24),
                "submit_disabled": boolean,
                "close": plain(24),
                "clear_on_close": boolean,
                "notify_on_close": boolean,
            },
        ),
        "home": record({"blocks": _elsewhere}, SHARED),
    }
)


def message_faults(blocks: Any) -> list[str]:
    """What Slack has against the blocks of a message; nothing when the list is empty."""
    return list(_blocks(blocks, "message", "/blocks"))


def view_faults(view: dict[str, Any]) -> list[str]:
    """What Slack has against a modal or a Home tab."""
    if "type" not in view:
        missing = [name for name in ("type", "blocks", "title") if name not in view]
        return [fault(f"missing required field: {name}", "/view") for name in missing]
    faults = list(VIEW(view, "/view"))
    if view["type"] not in ("modal", "home"):
        return faults
    if "blocks" in view:
        faults += _blocks(view["blocks"], view["type"], "/view/blocks")
    if view["type"] == "modal" and not view.get("submit") and isinstance(view.get("blocks"), list):
        faults += _inputs_without_submit(view["blocks"])
    return faults


def faults_of_spread_choices(view: dict[str, Any]) -> list[str]:
    """The menus of a sound view whose initial options come out of several groups.

    Slack has refused those, though each of them is on offer: bolt-python 242, python-slack-sdk 974 and 1920.
    """
    found = []
    for block, here in _placed(view["blocks"], "/view/blocks"):
        named: list[tuple[str, Element]] = [(name, block[name]) for name in ("element", "accessory") if name in block]
        if block["type"] == "actions":
            named += [(f"elements/{index}", element) for index, element in enumerate(block["elements"])]
        found += [
            fault(NOT_OFFERED, f"{here}/{name}/initial_options") for name, element in named if _is_spread(element)
        ]
    return found


def _is_spread(element: Element) -> bool:
    chosen = element.get("initial_options") or []
    groups = element.get("option_groups") or []
    return bool(chosen and groups) and not any(all(option in group["options"] for option in chosen) for group in groups)


def _blocks(blocks: Any, surface: str, pointer: str) -> Iterator[str]:
    faults = list(items(BLOCKS, *SIZES[surface])(blocks, pointer))
    yield from faults
    if faults:
        return  # the rules below read the blocks as sound ones
    yield from _places(blocks, surface, pointer)
    yield from _repeated_ids(blocks, pointer)
    kinds = Counter(block["type"] for block, _ in _placed(blocks, pointer))
    for kind, most in AT_MOST.items():
        if kinds[kind] > most:
            yield fault(f"no more than {most} {kind} blocks allowed", pointer)
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > MOST_MARKDOWN:
        yield fault(f"must be less than {MOST_MARKDOWN + 1} characters", pointer)
    if sum(bool(element.get("focus_on_load")) for _, element in interactive(blocks)) > 1:
        yield fault("only one element may have focus_on_load", pointer)


def _placed(blocks: list[Block], pointer: str) -> Iterator[tuple[Block, str]]:
    """Each block with the pointer to it, also those inside containers and carousels."""
    for index, block in enumerate(blocks):
        here = f"{pointer}/{index}"
        yield block, here
        for nested in ("child_blocks", "elements") if block["type"] in {"container", "carousel"} else ():
            yield from _placed(block.get(nested, []), f"{here}/{nested}")


def _places(blocks: list[Block], surface: str, pointer: str) -> Iterator[str]:
    for block, here in _placed(blocks, pointer):
        if surface not in ONLY_IN.get(block["type"], {surface}):
            yield fault(f"unsupported type: {block['type']}", f"{here}/type")
        # Slack takes files in modals only.
        if surface != "modal" and block["type"] == "input" and block["element"]["type"] == "file_input":
            yield fault("unsupported type: file_input", f"{here}/element/type")


def _repeated_ids(blocks: list[Block], pointer: str) -> Iterator[str]:
    """A block id must be the only one on its surface, an action id the only one in its block."""
    seen: set[str] = set()
    for block, here in _placed(blocks, pointer):
        block_id = block.get("block_id")
        if block_id is not None and block_id in seen:
            yield fault(f'`block_id` "{block_id}" already exists', f"{here}/block_id")
        seen.add(block_id or "")
    for index, block in enumerate(blocks):
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
