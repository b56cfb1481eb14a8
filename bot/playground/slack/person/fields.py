"""Finding the fields of a form and the controls of a message, by the names that people and tests use."""

from collections.abc import Iterator
from typing import Any

from bot.playground.slack.inputs import interactive

Block = dict[str, Any]
Element = dict[str, Any]


def field(blocks: list[Block], name: str) -> tuple[Block, Element]:
    """The input of a form by its label, its block id or its action id.

    Raises `LookupError`, which lists the fields there are.
    """
    inputs = [(block, element) for block, element in interactive(blocks) if block["type"] == "input"]
    for block, element in inputs:
        if name in {block["label"]["text"], block["block_id"], element["action_id"]}:
            return block, element
    there = ", ".join(repr(block["label"]["text"]) for block, _ in inputs)
    raise LookupError(f"no field {name!r}; there are: {there or 'none'}")


def controls(
    blocks: list[Block],
    name: str,
    value: str | None = None,
    *,
    block_id: str | None = None,
    in_forms: bool = False,
) -> Iterator[tuple[Block, Element]]:
    """The buttons and menus with this action id or this text; `value` and `block_id` tell those apart that share it.

    The fields of a form count only with `in_forms`, and then by their label too.
    """
    for block, element in interactive(blocks):
        is_field = block["type"] == "input"
        names = {element["action_id"], block["label"]["text"] if is_field else caption(element)}
        named = name in names and (in_forms or not is_field)
        if named and value in {None, element.get("value")} and block_id in {None, block["block_id"]}:
            yield block, element


def caption(element: Element) -> str:
    """What is written on a button, or in an untouched menu."""
    return str((element.get("text") or element.get("placeholder") or {}).get("text", ""))


def chosen(offered: list[dict[str, Any]], wanted: Any) -> dict[str, Any]:
    """The option with this text or this value; an option itself will do too.

    Raises `LookupError`, which lists the options there are.
    """
    for option in offered:
        if wanted in (option, option["text"]["text"], option.get("value")):
            return option
    there = ", ".join(repr(option["text"]["text"]) for option in offered)
    raise LookupError(f"no option {wanted!r}; there are: {there or 'none'}")
