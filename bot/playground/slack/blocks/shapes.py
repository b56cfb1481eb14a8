"""A small language for shapes: what a JSON value must look like, and Slack's words where it does not.

A check takes a value and the JSON pointer to it, and yields a fault for each thing wrong.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Check = Callable[[Any, str], Iterator[str]]


def fault(message: str, pointer: str) -> str:
    """One line as Slack puts it into `response_metadata`, without its `[ERROR]`."""
    return f"{message} [json-pointer:{pointer}]"


def string(least: int = 0, most: int | None = None, pattern: str = "", meaning: str = "") -> Check:
    """A string of so many characters; `meaning` is what Slack says of one that does not fit the pattern."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield fault("must provide a string", pointer)
            return
        if len(value) < least:
            yield fault(f"must be more than {least - 1} characters", pointer)
        if most is not None and len(value) > most:
            yield fault(f"must be less than {most + 1} characters", pointer)
        if pattern and not re.fullmatch(pattern, value):
            yield fault(meaning, pointer)

    return check


def boolean(value: Any, pointer: str) -> Iterator[str]:
    if not isinstance(value, bool):
        yield fault("must provide a boolean", pointer)


def number(least: float | None = None, most: float | None = None, *, whole: bool = False) -> Check:
    def check(value: Any, pointer: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
            yield fault(f"must provide {'an integer' if whole else 'a number'}", pointer)
        elif least is not None and value < least:
            yield fault(f"must be greater than or equal to {least}", pointer)
        elif most is not None and value > most:
            yield fault(f"must be less than or equal to {most}", pointer)

    return check


def choice(*allowed: Any) -> Check:
    def check(value: Any, pointer: str) -> Iterator[str]:
        # A boolean is no number, though Python takes True for 1.
        if not any(value == one and type(value) is type(one) for one in allowed):
            yield fault("must be a valid enum value", pointer)

    return check


def items(check_item: Check, least: int = 0, most: int | None = None) -> Check:
    """An array of so many items, each of one shape."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield fault("must provide an array", pointer)
            return
        if len(value) < least:
            yield fault(f"must provide at least {least} items", pointer)
        if most is not None and len(value) > most:
            yield fault(f"no more than {most} items allowed", pointer)
        for index, item in enumerate(value):
            yield from check_item(item, f"{pointer}/{index}")

    return check


def record(
    required: Mapping[str, Check] | None = None, optional: Mapping[str, Check] | None = None, *also: Check
) -> Check:
    """An object with these fields and no others. `also` are the rules that tie fields together; they are asked
    only when each field by itself is right."""
    needed = required or {}
    known = {**needed, **(optional or {})}

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield fault("must provide an object", pointer)
            return
        faults = [fault(f"missing required field: {name}", pointer) for name in needed if name not in value]
        for name, field in value.items():
            if name in known:
                faults += known[name](field, f"{pointer}/{name}")
            else:
                faults.append(fault(f"invalid additional property: {name}", pointer))
        yield from faults
        if not faults:
            for rule in also:
                yield from rule(value, pointer)

    return check


def variant(shapes: Mapping[str, Check]) -> Check:
    """An object whose `type` says which shape the rest of it has."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield fault("must provide an object", pointer)
        elif "type" not in value:
            yield fault("missing required field: type", pointer)
        elif not isinstance(value["type"], str) or value["type"] not in shapes:
            yield fault(f"unsupported type: {value['type']}", f"{pointer}/type")
        else:
            rest = {name: field for name, field in value.items() if name != "type"}
            yield from shapes[value["type"]](rest, pointer)

    return check


def one_of(*names: str) -> Check:
    """A rule for `record`: exactly one of these fields is there."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        given = [name for name in names if value.get(name) is not None]
        if not given:
            yield fault(f"missing required field: {names[0]}", pointer)
        if len(given) > 1:
            yield fault(f"cannot define both {given[0]} and {given[1]}", pointer)

    return check
