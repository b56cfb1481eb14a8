"""What Slack's client checks before it sends a form: nothing goes to the app while a field is wrong."""

import re
from collections.abc import Iterator
from typing import Any

from bot.playground.slack.blocks.elements import LARGEST_FILE, LONGEST_INPUT
from bot.playground.slack.inputs import value_of
from bot.playground.slack.views import View

Element = dict[str, Any]
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LINK = re.compile(r"https?://[^\s/]+\S*")


def problems(view: View) -> dict[str, str]:
    """The line under each field that is not right, by block id."""
    found = {}
    for block in view.blocks:
        if block["type"] != "input":
            continue
        value = value_of(view.state[block["block_id"]][block["element"]["action_id"]])
        complaint = next(_complaints(block, value), None)
        if complaint:
            found[block["block_id"]] = complaint
    return found


def _complaints(block: dict[str, Any], value: Any) -> Iterator[str]:
    element = block["element"]
    empty = value is None or value in ([], "") or (isinstance(value, str) and not value.strip())
    if empty:
        if not block.get("optional"):
            yield "Please complete this required field."
        return
    match element["type"]:
        case "plain_text_input":
            yield from _length(element, value)
        case "number_input":
            yield from _number(element, value)
        case "email_text_input" if not ADDRESS.fullmatch(value):
            yield "Please enter a valid email address."
        case "url_text_input" if not LINK.fullmatch(value):
            yield "Please enter a valid URL."
        case "file_input":
            yield from _files(element, value)
    most = element.get("max_selected_items")
    if most and len(value) > most:
        yield f"Please select no more than {most}."


def _length(element: Element, value: str) -> Iterator[str]:
    least, most = element.get("min_length", 0), element.get("max_length", LONGEST_INPUT)
    if len(value) < least:
        yield f"Please enter at least {least} characters."
    if len(value) > most:
        yield f"Please enter no more than {most} characters."


def _number(element: Element, value: str) -> Iterator[str]:
    whole = not element["is_decimal_allowed"]
    if not re.fullmatch(r"-?\d+" if whole else r"-?\d+(\.\d+)?", value):
        yield "Please enter a whole number." if whole else "Please enter a number."
        return
    if "min_value" in element and float(value) < float(element["min_value"]):
        yield f"Please enter a number of at least {element['min_value']}."
    if "max_value" in element and float(value) > float(element["max_value"]):
        yield f"Please enter a number of at most {element['max_value']}."


def _files(element: Element, value: list[dict[str, Any]]) -> Iterator[str]:
    most, kinds = element.get("max_files", 10), element.get("filetypes")
    if len(value) > most:
        yield f"Please upload no more than {most} files."
    if any(file["size"] > LARGEST_FILE for file in value):
        yield "Please upload files of 10 MB or less."
    if kinds and any(file["filetype"] not in kinds for file in value):
        yield f"Please upload only these types of files: {', '.join(kinds)}."
