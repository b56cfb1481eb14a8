"""Interactive elements: where they stand in a view or a message, and what `state.values` says of them."""

from collections.abc import Iterator, Mapping
from typing import Any

Block = dict[str, Any]
Element = dict[str, Any]
Values = dict[str, dict[str, dict[str, Any]]]

# Element type -> the key of its state that holds the value, and the keys of the element that set it at first.
HELD_IN = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "file_input": ("files", ""),
}
HOLDS_A_LIST = frozenset(kind for kind, (key, _) in HELD_IN.items() if key.endswith("s"))


def interactive(blocks: list[Block]) -> Iterator[tuple[Block, Element]]:
    """Every element that a person can use, each with the block that it stands in."""
    for block in blocks:
        for nested in ("child_blocks", "elements") if block["type"] in {"container", "carousel"} else ():
            yield from interactive(block.get(nested, []))
        match block["type"]:
            case "input":
                yield block, block["element"]
            case "section" if block.get("accessory", {}).get("type", "image") != "image":
                yield block, block["accessory"]
            case "actions" | "context_actions":
                yield from ((block, element) for element in block["elements"])
            case "card":
                yield from ((block, element) for element in block.get("actions", []))


def initial(element: Element) -> dict[str, Any] | None:
    """The state of an untouched element, or None for one that holds nothing, such as a button."""
    kind = element["type"]
    if kind not in HELD_IN:
        return None
    key, source = HELD_IN[kind]
    return empty(element) | ({key: element[source]} if source in element else {})


def untouched(element: Element, state: Mapping[str, Any]) -> bool:
    """Whether this is still the value that the app filled in."""
    key, source = HELD_IN[element["type"]]
    return source in element and state.get(key) == element[source]


def empty(element: Element) -> dict[str, Any]:
    """The state of an element in which nothing stands."""
    kind = element["type"]
    return {"type": kind, HELD_IN[kind][0]: [] if kind in HOLDS_A_LIST else None}


def value_of(state: Mapping[str, Any]) -> Any:
    """The bare value in one entry of `state.values`."""
    return state.get(HELD_IN[state["type"]][0])


def values(blocks: list[Block], before: Values | None = None) -> Values:
    """`state.values` of these blocks.

    Slack keeps what a person typed through an update of a view as long as the block id, the action id and the
    type of the element stay the same.
    """
    found: Values = {}
    for block, element in interactive(blocks):
        state = initial(element)
        if state is None:
            continue
        place = block["block_id"], element["action_id"]
        kept = (before or {}).get(place[0], {}).get(place[1])
        found.setdefault(place[0], {})[place[1]] = kept if kept and kept["type"] == element["type"] else state
    return found
