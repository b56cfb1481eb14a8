"""The `actions` entry of a block_actions payload: what was pressed or picked, and how it looked."""

from typing import Any

from bot.playground.slack.blocks.elements import offered
from bot.playground.slack.person.fields import chosen

Block = dict[str, Any]
Element = dict[str, Any]
SHOWN = (
    "text",
    "style",
    "url",
    "placeholder",
    "confirm",
    "initial_option",
    "initial_options",
    "initial_date",
)


def place_of(block: Block, element: Element) -> dict[str, Any]:
    return {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"]}


def pressed(block: Block, element: Element, option: Any) -> dict[str, Any]:
    """A press on something that holds no state. Raises `LookupError` for an option that is not there."""
    action = place_of(block, element) | {key: element[key] for key in SHOWN if key in element}
    match element["type"]:
        case "overflow":
            action["selected_option"] = chosen(offered(element), option)
        case "feedback_buttons":
            buttons = [element["positive_button"], element["negative_button"]]
            action["value"] = chosen(buttons, option)["value"]
        case _ if "value" in element:
            action["value"] = element["value"]
    return action


def picked(block: Block, element: Element, state: dict[str, Any]) -> dict[str, Any]:
    """A change in a menu, a picker or an input, with its new state."""
    return place_of(block, element) | state | {key: element[key] for key in SHOWN if key in element}


def dispatches(block: Block) -> bool:
    """Whether a change of this input is told to the app at once.

    Filling a text field in stands for typing it and pressing Enter, so either trigger counts once.
    """
    return bool(block.get("dispatch_action"))
