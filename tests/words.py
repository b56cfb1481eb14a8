"""A view as the words that people see, for the golden files: a line for each thing in it.

`# …` is a header, `~ …` small print, `---` a line across, `**…**` bold, `{…}` a moment that Slack writes in each
reader's zone, `[…]` a button with its style behind it, and what it asks first below. `Label [kind: what is in it]` is a
field or a menu, its options below. What nobody can see (ids, values, how long a text may get) is held by the checks of
Slack's rules and by tests/test_buttons.py. What no view of ours has had yet is refused, not left out: whoever uses it
first says here how it reads.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from itertools import count, takewhile
from textwrap import wrap
from typing import Any

from bot.core.blocks import fallback
from bot.playground.slack import Onlooker, visible_text
from bot.playground.slack.mrkdwn import plain_words, shown_date

Json = dict[str, Any]

REPEATED = re.compile(r"(\w)\1{9,}")
A_LINE, SHORT = 100, 30  # characters: of options side by side; a longer one has a line of its own
LONGEST_CYCLE = 6  # blocks
STYLES = {"bold": "**", "italic": "_", "code": "`"}
KINDS = {
    "checkboxes": "any of these",
    "conversations_select": "a channel",
    "datepicker": "a date",
    "file_input": "a file",
    "multi_static_select": "several of a menu",
    "multi_users_select": "several people",
    "number_input": "a number",
    "plain_text_input": "a line",
    "radio_buttons": "one of these",
    "static_select": "one of a menu",
    "timepicker": "a time",
    "users_select": "somebody",
}
FIGURES = {"data_table", "data_visualization", "image", "table"}  # nothing in them can be pressed
UNSEEN = {"type", "block_id", "action_id", "value", "max_length", "is_decimal_allowed"}


def words(sent: Json) -> str:
    """All that people see of a message, a modal or a Home tab. Raises ValueError or KeyError for what is new to it."""
    lines = [f"== {_text(sent['title'])} =="] if "title" in sent else []
    if "text" in sent and sent["text"] != fallback(sent["blocks"]):
        lines.append(f"notification: {sent['text']}")
    lines += _folded([list(_block(block)) for block in sent["blocks"]])
    if ends := [f"[{_text(sent[name])}]" for name in ("close", "submit") if name in sent]:
        lines.append(f"== {' '.join(ends)} ==")
    return shortened("\n".join(lines) + "\n")


def shortened(text: str) -> str:
    return REPEATED.sub(lambda run: f"{run[1] * 3}…×{len(run[0])}", text)


def _folded(blocks: Sequence[list[str]]) -> Iterator[str]:
    """The lines of all blocks; of some that come again and again, one after another, the first and how often."""
    at = 0
    while at < len(blocks):
        size = max(range(1, LONGEST_CYCLE + 1), key=lambda size: _times(blocks, at, size))
        times = _times(blocks, at, size)
        if times < 3:
            size = times = 1
        for block in blocks[at : at + size]:
            yield from block
        if times > 1:
            yield f"(blocks like the last {size} stand here {times} times)"
        at += size * times


def _times(blocks: Sequence[list[str]], at: int, size: int) -> int:
    cycle = blocks[at : at + size]
    same = takewhile(lambda start: blocks[start : start + size] == cycle, count(at, size))
    return sum(1 for start in same if start < len(blocks)) if len(cycle) == size else 0


def _block(block: Json) -> Iterator[str]:
    match block["type"]:
        case "header":
            yield f"# {_text(block['text'])}"
        case "divider":
            yield "---"
        case "context":
            yield f"~ {' '.join(map(_text, block['elements']))}"
        case "rich_text":
            for element in block["elements"]:
                yield from _rich(element)
        case "section":
            yield from map(_text, [block["text"]] if "text" in block else [])
            yield from map(_text, block.get("fields", []))
            yield from _pressable([block["accessory"]] if "accessory" in block else [])
        case "actions":
            yield from _pressable(block["elements"])
        case "input":
            yield from _field(_text(block["label"]), block["element"], is_optional=block.get("optional", False))
            yield from (f"  hint: {_text(hint)}" for hint in [block.get("hint")] if hint)
        case kind if kind in FIGURES:
            yield from visible_text([block], Onlooker()).split("\n")
        case _:
            raise ValueError(f"no words for {block}")


def _refuse(unknown: Set[str], element: Json) -> None:
    if unknown:
        raise ValueError(f"no words for {', '.join(sorted(unknown))} of {element}")


def _text(text: Json) -> str:
    if text["type"] == "image":
        return f"[image: {text['alt_text']}]"
    return plain_words(text["text"], Onlooker()) if text["type"] == "mrkdwn" else str(text["text"])


def _rich(element: Json) -> Iterator[str]:
    match element["type"]:
        case "rich_text_section":
            yield _inline(element)
        case "rich_text_list" if element["style"] == "bullet":
            yield from (f"• {_inline(item)}" for item in element["elements"])
        case "rich_text_quote":
            yield from (f"> {line}" for line in _inline(element).split("\n"))
        case _:
            raise ValueError(f"no words for {element}")


def _inline(element: Json) -> str:
    return "".join(_part(part) for part in element["elements"])


def _part(part: Json) -> str:
    marks = "".join(STYLES[name] for name in part.get("style", {}))
    match part:
        case {"type": "text", "text": said}:
            pass
        case {"type": "link", "url": said} if "text" not in part:
            pass
        case {"type": "user", "user_id": who}:
            said = f"@{who}"
        case {"type": "channel", "channel_id": where}:
            said = f"#{where}"
        case {"type": "date", "timestamp": moment, "format": pattern}:
            said = f"{{{shown_date(moment, pattern, Onlooker())}}}"
        case _:
            raise ValueError(f"no words for {part}")
    return f"{marks}{said}{marks[::-1]}"


def _pressable(elements: Sequence[Json]) -> Iterator[str]:
    buttons = [element for element in elements if element["type"] == "button"]
    if buttons:
        yield " ".join(map(_button, buttons))
    for button in buttons:
        if asked := button.get("confirm"):
            yield f"  [{_text(button['text'])}] asks first: {_text(asked['title'])}"
            yield from (f"    {line}" for line in _text(asked["text"]).split("\n"))
            yield f"    {_button({**asked, 'text': asked['confirm']})} [{_text(asked['deny'])}]"
    for element in elements:
        if element["type"] != "button":
            yield from _field("", element, is_optional=False)


def _button(button: Json) -> str:
    _refuse(button.keys() - UNSEEN - {"text", "confirm", "style", "accessibility_label", "title", "deny"}, button)
    notes = [button["style"]] if "style" in button else []
    notes += [f"read out as “{button['accessibility_label']}”"] if "accessibility_label" in button else []
    return f"[{_text(button['text'])}]" + (f"({', '.join(notes)})" if notes else "")


def _field(label: str, element: Json, *, is_optional: bool) -> Iterator[str]:
    kind = "lines" if element.get("multiline") else KINDS[element["type"]]
    _refuse(element.keys() - UNSEEN - DETAILS.keys() - {"multiline", "options", "option_groups"}, element)
    details = [DETAILS[name](value) for name, value in element.items() if name in DETAILS]
    said = ", ".join(details + ["optional"] * is_optional)
    yield f"{label} [{kind}{': ' if said else ''}{said}]".lstrip()
    yield from (f"  {option}" for option in _options(element))


def _options(element: Json) -> Iterator[str]:
    for group in element.get("option_groups", []):
        yield f"{_text(group['label'])}: {' / '.join(map(_option, group['options']))}"
    options = [_option(one) for one in element.get("options", [])]
    are_sentences = any(len(option) > SHORT for option in options) and sum(map(len, options)) > A_LINE
    yield from options if are_sentences else wrap(" / ".join(options), A_LINE, break_on_hyphens=False)


def _option(option: Json) -> str:
    return _text(option["text"]) + (f" ({_text(option['description'])})" if "description" in option else "")


def _quoted(said: Iterable[str]) -> str:
    return f"holds {' '.join(f'“{one}”' for one in said)}"


# What stands in a field at first, and what it takes.
DETAILS: dict[str, Callable[[Any], str]] = {
    **dict.fromkeys(("initial_value", "initial_date", "initial_time"), lambda said: _quoted([said])),
    "initial_user": lambda who: _quoted([f"@{who}"]),
    "initial_users": lambda people: _quoted(f"@{who}" for who in people),
    "initial_option": lambda option: _quoted([_option(option)]),
    "initial_options": lambda options: _quoted(map(_option, options)),
    "placeholder": lambda text: f"shows “{_text(text)}”",
    "min_value": lambda least: f"at least {least}",
    **dict.fromkeys(("max_value", "max_selected_items", "max_files"), lambda most: f"at most {most}"),
    "filetypes": lambda endings: f"ends in {' '.join(endings)}",
    "filter": lambda taken: " or ".join(taken["include"]),
}
