"""Where something was begun, so that its answer goes there: a message, the Home tab, or nowhere in particular."""

import json
from collections.abc import Mapping
from typing import Any

from bot.core.calls import Call

PLACE = "reply_to"  # in the metadata of a form: the reply address of the message that it was opened from
HOME = "home"  # in its place for a form that was opened on the Home tab


def opened_at(place: str | None, view: dict[str, Any]) -> dict[str, Any]:
    """A form that was opened from a message remembers where to answer: Slack gives a submission no reply address.

    It is good for half an hour; after that, as for forms opened elsewhere, the answer is a direct message.
    """
    if place is None:
        return view
    about = json.loads(view.get("private_metadata") or "{}") | {PLACE: place}
    return {**view, "private_metadata": json.dumps(about, separators=(",", ":"), ensure_ascii=False)}


def place_of(view: Mapping[str, Any]) -> str | None:
    try:
        about = json.loads(view.get("private_metadata") or "{}")
    except (TypeError, ValueError):
        return None
    place = about.get(PLACE) if isinstance(about, dict) else None
    return place if isinstance(place, str) else None


def reply_address(view: Mapping[str, Any]) -> str | None:
    return None if (place := place_of(view)) == HOME else place


def is_on_home(call: Call) -> bool:
    view = call.payload.get("view")
    return call.what != "event" and isinstance(view, Mapping) and HOME in (view.get("type"), place_of(view))
