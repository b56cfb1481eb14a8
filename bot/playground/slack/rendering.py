"""What a person reads on screen, as plain lines: for transcripts and tests that assert what people see."""

from collections.abc import Iterator
from typing import Any

from bot.playground.slack.conversations import PostedMessage
from bot.playground.slack.inputs import HELD_IN
from bot.playground.slack.mrkdwn import Onlooker, plain_words, shown_date
from bot.playground.slack.views import View

Json = dict[str, Any]
PAGES_PEOPLE = ("<!channel", "<!here", "<!everyone", "<!subteam")

__all__ = ["Onlooker", "mentions_everyone", "visible_text"]


def visible_text(shown: PostedMessage | View | list[Json], reader: Onlooker) -> str:
    """The text of a message, of a view with its title, its errors and its buttons, or of bare blocks.

    The same whatever the machine's locale is; styles are dropped, `[…]` is a button, `<…>` a menu or field.
    """
    if isinstance(shown, PostedMessage):
        lines = list(_blocks(shown.blocks, reader)) or [plain_words(shown.text, reader)]
        lines += [f"[file: {file['title']}]" for file in shown.files]
        return "\n".join(lines)
    if isinstance(shown, View):
        return "\n".join(_view(shown, reader))
    return "\n".join(_blocks(shown, reader))


def mentions_everyone(payload: Any) -> bool:
    """Whether a message or any part of one would page a channel, everybody or a user group."""
    if isinstance(payload, str):
        return any(mark in payload for mark in PAGES_PEOPLE)
    if isinstance(payload, list):
        return any(mentions_everyone(item) for item in payload)
    if not isinstance(payload, dict):
        return False
    if payload.get("type") in {"broadcast", "usergroup"}:
        return True
    # Slack interprets nothing in plain text and in the text of rich text, whatever it looks like.
    inert = payload.get("type") in {"plain_text", "text", "raw_text"}
    return any(mentions_everyone(value) for key, value in payload.items() if not (inert and key == "text"))


def _view(view: View, reader: Onlooker) -> Iterator[str]:
    if view.title:
        yield f"== {view.title} =="
    for block in view.blocks:
        yield from _block(block, reader, view)
        if block["block_id"] in view.errors:
            yield f"  ! {view.errors[block['block_id']]}"
    if view.banner:
        yield f"! {view.banner}"
    buttons = [view.payload[name]["text"] for name in ("close", "submit") if view.payload.get(name)]
    if buttons:
        yield " ".join(f"[{button}]" for button in buttons)


def _blocks(blocks: list[Json], reader: Onlooker) -> Iterator[str]:
    for block in blocks:
        yield from _block(block, reader)


def _block(block: Json, reader: Onlooker, view: View | None = None) -> Iterator[str]:
    match block["type"]:
        case "input":
            yield _input(block, reader, view)
        case "section":
            yield from _section(block, reader)
        case "rich_text":
            yield from _rich_text(block["elements"], reader)
        case "context" | "actions" | "context_actions":
            yield " ".join(_element(element, reader) for element in block["elements"])
        case "table" | "data_table":
            yield from ([block["caption"]] if block.get("caption") else [])
            yield from (" | ".join(_cell(cell, reader) for cell in row) for row in block["rows"])
        case "data_visualization":
            yield from _chart(block)
        case "divider":
            yield "---"
        case _:
            yield from _other(block, reader)


def _section(block: Json, reader: Onlooker) -> Iterator[str]:
    if block.get("text"):
        yield _words(block["text"], reader)
    yield from (_words(field, reader) for field in block.get("fields", []))
    if block.get("accessory"):
        yield _element(block["accessory"], reader)


def _other(block: Json, reader: Onlooker) -> Iterator[str]:
    """Blocks whose texts stand under the same few names: header, alert, card, image, video, task."""
    for name in ("title", "rich_text_title", "text", "subtitle", "body", "alt_text", "caption"):
        value = block.get(name)
        if isinstance(value, str):
            yield f"[image: {value}]" if name == "alt_text" else value
        elif isinstance(value, dict):
            yield from (_rich_text(value["elements"], reader) if "elements" in value else [_words(value, reader)])
    for name in ("elements", "child_blocks", "tasks"):
        yield from _blocks(block.get(name, []), reader)
    if block.get("actions"):
        yield " ".join(_element(element, reader) for element in block["actions"])


def _words(text: Json, reader: Onlooker) -> str:
    return plain_words(text["text"], reader) if text["type"] == "mrkdwn" else str(text["text"])


def _element(element: Json, reader: Onlooker) -> str:
    """A text of a context block, an image, or something to press."""
    match element["type"]:
        case "mrkdwn" | "plain_text":
            return _words(element, reader)
        case "image":
            return f"[image: {element['alt_text']}]"
        case "overflow":
            return "[…]"
        case "feedback_buttons":
            buttons = element["positive_button"], element["negative_button"]
            return " ".join(f"[{button['text']['text']}]" for button in buttons)
        case kind if kind in HELD_IN:
            return f"<{_held(element, None, reader) or _placeholder(element)}>"
        case _:
            return f"[{element['text']['text']}]"


def _input(block: Json, reader: Onlooker, view: View | None) -> str:
    state = view.state[block["block_id"]][block["element"]["action_id"]] if view else None
    optional = " (optional)" if block.get("optional") else ""
    held = _held(block["element"], state, reader) or _placeholder(block["element"])
    hint = f" ({block['hint']['text']})" if block.get("hint") else ""
    return f"{block['label']['text']}{optional}: <{held}>{hint}"


def _placeholder(element: Json) -> str:
    if element["type"] in {"checkboxes", "radio_buttons"}:
        return " / ".join(option["text"]["text"] for option in element["options"])
    return str(element.get("placeholder", {}).get("text", ""))


def _held(element: Json, state: Json | None, reader: Onlooker) -> str:
    """What stands in a field or a menu, as words."""
    key, source = HELD_IN[element["type"]]
    value = state[key] if state else element.get(source)
    items = value if isinstance(value, list) else [] if value is None else [value]
    return ", ".join(_value(item, reader) for item in items)


def _value(item: Any, reader: Onlooker) -> str:
    if not isinstance(item, dict):
        return reader.names.get(str(item), str(item))
    if item.get("type") == "rich_text":
        return " ".join(_rich_text(item["elements"], reader))
    return str(item["text"]["text"] if "text" in item else item.get("title", ""))


def _cell(cell: Json, reader: Onlooker) -> str:
    return " ".join(_rich_text(cell["elements"], reader)) if cell["type"] == "rich_text" else str(cell["text"])


def _chart(block: Json) -> Iterator[str]:
    chart = block["chart"]
    yield f"[chart: {block['title']}]"
    for series in chart.get("series", [{"name": "", "data": chart.get("segments", [])}]):
        points = ", ".join(f"{point['label']} {point['value']}" for point in series["data"])
        yield f"{series['name']}: {points}" if series["name"] else points


def _rich_text(elements: list[Json], reader: Onlooker) -> Iterator[str]:
    for element in elements:
        match element["type"]:
            case "rich_text_list":
                for number, item in enumerate(element["elements"], start=1 + element.get("offset", 0)):
                    mark = f"{number}." if element["style"] == "ordered" else "•"
                    yield f"{'  ' * element.get('indent', 0)}{mark} {_inline(item['elements'], reader)}"
            case "rich_text_quote":
                yield from (f"> {line}" for line in _inline(element["elements"], reader).splitlines())
            case _:
                yield _inline(element["elements"], reader)


def _inline(elements: list[Json], reader: Onlooker) -> str:
    return "".join(_inline_one(element, reader) for element in elements)


def _inline_one(element: Json, reader: Onlooker) -> str:
    match element:
        case {"type": "user", "user_id": who}:
            words = f"@{reader.names.get(who, who)}"
        case {"type": "channel", "channel_id": where}:
            words = f"#{reader.names.get(where, where)}"
        case {"type": "date", "timestamp": timestamp, "format": pattern}:
            words = shown_date(timestamp, pattern, reader)
        case {"type": "emoji", "name": name, "skin_tone": tone}:
            words = f":{name}::skin-tone-{tone}:"
        case {"type": "emoji", "name": name}:
            words = f":{name}:"
        case {"type": "broadcast", "range": name} | {"usergroup_id": name} | {"team_id": name}:
            words = f"@{name}"
        case {"text": str(words)} | {"url": words} | {"value": words}:
            pass
        case _:
            words = ""
    return str(words)
