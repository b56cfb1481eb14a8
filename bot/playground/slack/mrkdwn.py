"""Slack's markup as plain words: mentions by name, dates in the reader's zone, entities decoded."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

TAG = re.compile(r"<([^<>]+)>")
TOKEN = re.compile(r"\{(\w+)\}")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Onlooker:
    """Who reads: names of people and channels by id, the reader's time zone, and the time now for `today`."""

    names: Mapping[str, str] = field(default_factory=dict)
    tz: str = "UTC"
    now: float | None = None


def plain_words(text: str, reader: Onlooker) -> str:
    """Markup characters such as `*` stay: only what Slack marks with angle brackets and entities is read."""
    shown = TAG.sub(lambda tag: _tag(tag.group(1), reader), text)
    # The ampersand last, or `&amp;lt;` would be decoded twice.
    return shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _tag(inside: str, reader: Onlooker) -> str:
    target, _, label = inside.partition("|")
    match target[0]:
        case "@":
            return f"@{reader.names.get(target[1:], label or target[1:])}"
        case "#":
            return f"#{reader.names.get(target[1:], label or target[1:])}"
        case "!":
            return _special(target[1:], label, reader)
        case _:
            return label or target.removeprefix("mailto:")


def _special(target: str, label: str, reader: Onlooker) -> str:
    name, *parts = target.split("^")
    if name == "date" and len(parts) >= 2:
        return shown_date(int(parts[0]), parts[1], reader)
    return label if name == "subteam" and label else f"@{name}"


def shown_date(timestamp: int, pattern: str, reader: Onlooker) -> str:
    """A date by Slack's tokens, in the reader's zone, in English, with a clock of 24 hours."""
    zone = ZoneInfo(reader.tz)
    then = datetime.fromtimestamp(timestamp, zone)
    today = datetime.fromtimestamp(reader.now, zone) if reader.now is not None else None
    return TOKEN.sub(lambda token: _token(token.group(1), then, today), pattern)


def _token(name: str, then: datetime, today: datetime | None) -> str:
    month, weekday = MONTHS[then.month - 1], DAYS[then.weekday()]
    words = {
        "date_num": f"{then:%Y-%m-%d}",
        "date_slash": f"{then:%d/%m/%Y}",
        "date": f"{month} {then.day}, {then.year}",
        "date_short": f"{month[:3]} {then.day}, {then.year}",
        "date_long": f"{weekday}, {month} {then.day}, {then.year}",
        "day_divider": f"{weekday}, {month} {then.day}",
        "time": f"{then:%H:%M}",
        "time_secs": f"{then:%H:%M:%S}",
    }
    if name == "ago":
        return _ago(then, today)
    if name.endswith("_pretty"):
        return _relative(then, today) or words.get(name.removesuffix("_pretty"), f"{{{name}}}")
    return words.get(name, f"{{{name}}}")


def _relative(then: datetime, today: datetime | None) -> str:
    if today is None:
        return ""
    days = {timedelta(days=-1): "yesterday", timedelta(0): "today", timedelta(days=1): "tomorrow"}
    return days.get(then.date() - today.date(), "")


def _ago(then: datetime, today: datetime | None) -> str:
    if today is None:
        return f"{then:%Y-%m-%d}"
    seconds = (today - then).total_seconds()
    size, unit = next(((s, u) for s, u in ((86_400, "day"), (3_600, "hour")) if abs(seconds) >= s), (60, "minute"))
    count = int(abs(seconds) // size)
    words = f"{count} {unit}{'' if count == 1 else 's'}"
    return f"{words} ago" if seconds >= 0 else f"in {words}"
