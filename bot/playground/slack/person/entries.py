"""From what somebody types or picks to what Slack keeps of it in `state.values`."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from bot.playground.slack.blocks.elements import offered
from bot.playground.slack.conversations import ChannelKind
from bot.playground.slack.files import File
from bot.playground.slack.inputs import HELD_IN, HOLDS_A_LIST
from bot.playground.slack.person.fields import chosen
from bot.playground.slack.workspace import WorkspaceState

Element = dict[str, Any]
Upload = Path | tuple[str, bytes]


def entry(workspace: WorkspaceState, user: str, element: Element, value: Any) -> dict[str, Any]:
    """The state of an element after this person gave it a value; None or an empty one clears it.

    Menus take an option's text or value, people and channels their ids, pickers dates, times or Slack's
    strings, file inputs paths or (name, bytes). Raises `LookupError` for something that is not on offer.
    """
    kind = element["type"]
    key = HELD_IN[kind][0]
    if kind in HOLDS_A_LIST:
        given = value if isinstance(value, list | tuple) and not _is_upload(value) else [value]
        return {
            "type": kind,
            key: [_one(workspace, user, element, item) for item in given if item is not None],
        }
    empty = value is None or value == ""
    return {"type": kind, key: None if empty else _one(workspace, user, element, value)}


def _one(workspace: WorkspaceState, user: str, element: Element, value: Any) -> Any:
    kind = element["type"].removeprefix("multi_")
    if kind in {"static_select", "external_select", "radio_buttons", "checkboxes"}:
        return chosen(offered(element), value)
    if kind in {"conversations_select", "channels_select"}:
        return _channel(workspace, user, element, value)
    if kind == "users_select":
        return workspace.member(value).id
    if kind == "file_input":
        return _uploaded(workspace, user, value)
    return PLAIN.get(kind, str)(value)


def _moment(value: datetime | int) -> int:
    return int(value.timestamp() if isinstance(value, datetime) else value)


def _date(value: date | str) -> str:
    """A picker gives nothing but sound values. Raises `ValueError` for one that it could not give."""
    return (value if isinstance(value, date) else date.fromisoformat(value)).isoformat()


def _time(value: time | str) -> str:
    return f"{value if isinstance(value, time) else time.fromisoformat(value):%H:%M}"


def _rich_text(value: dict[str, Any] | str) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": value}]}
    return {"type": "rich_text", "elements": [section]}


PLAIN: dict[str, Callable[[Any], Any]] = {
    "datetimepicker": _moment,
    "datepicker": _date,
    "timepicker": _time,
    "rich_text_input": _rich_text,
}


def _channel(workspace: WorkspaceState, user: str, element: Element, value: str) -> str:
    """A place that the menu would list for this person, by id or by #name."""
    public_only = element["type"].endswith("channels_select")
    include: Iterable[str] = element.get("filter", {}).get("include") or ("im", "mpim", "private", "public")
    for conversation in workspace.conversations.values():
        everywhere = conversation.kind is ChannelKind.PUBLIC and not workspace.members[user].is_guest
        visible = everywhere or user in conversation.members
        listed = conversation.kind.removesuffix("_channel") in (("public",) if public_only else include)
        if value in {conversation.id, f"#{conversation.name}"} and visible and listed:
            return conversation.id
    raise LookupError(f"no conversation {value!r} in this menu")


def _is_upload(value: Any) -> bool:
    return isinstance(value, tuple) and len(value) == 2 and isinstance(value[1], bytes)


def _uploaded(workspace: WorkspaceState, user: str, upload: Upload) -> dict[str, Any]:
    name, content = (upload.name, upload.read_bytes()) if isinstance(upload, Path) else upload
    file = File(
        id=workspace.ids.next("F"),
        name=name,
        user=user,
        length=len(content),
        created=int(workspace.now()),
        upload_path="",
        content=content,
        shared=True,
    )
    workspace.files[file.id] = file
    return file.wire(workspace.base_url, workspace.installation.team_id)
