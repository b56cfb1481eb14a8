"""Methods about files. An upload takes three steps: an address, the bytes, the word that it is complete."""

from typing import Any

from bot.playground.slack.conversations import Channel
from bot.playground.slack.errors import ApiError, bad_argument
from bot.playground.slack.files import File
from bot.playground.slack.webapi.calls import TIER_4, ApiRequest, Json, method


@method(
    "files.getUploadURLExternal",
    scopes="files:write",
    required="filename length",
    optional="alt_txt snippet_type",
    per_minute=TIER_4,
    takes_json=False,
)
def files_get_upload_url_external(call: ApiRequest) -> Json:
    workspace = call.workspace
    file_id = workspace.ids.next("F")
    file = File(
        id=file_id,
        name=call.text("filename"),
        user=workspace.bot,
        length=call.number("length", 0),
        created=int(workspace.now()),
        upload_path=f"/upload/v1/{workspace.ids.secret('upload')}",
    )
    workspace.files[file_id] = file
    return {"upload_url": f"{workspace.base_url}{file.upload_path}", "file_id": file_id}


@method(
    "files.completeUploadExternal",
    scopes="files:write",
    required="files",
    optional="blocks channel_id channels icon_emoji icon_url initial_comment thread_ts username",
    per_minute=TIER_4,
)
def files_complete_upload_external(call: ApiRequest) -> Json:
    """Raises `file_not_found` where the bytes never came, `channel_not_found`, `not_in_channel`,
    `posting_to_channel_denied`."""
    workspace = call.workspace
    if not isinstance(call.args["files"], list):
        raise bad_argument("must provide an array", "/files")
    place = _place(call) if call.text("channel_id") else None
    files = [_uploaded(call, item) for item in call.args["files"]]
    for file in files:
        file.shared = True
        file.channels += [place.id] if place else []
    wires = [file.wire(workspace.base_url, workspace.installation.team_id) for file in files]
    if place:
        workspace.write(workspace.from_app(place.id, text=call.text("initial_comment"), files=wires))
    return {"files": wires}


def _place(call: ApiRequest) -> Channel:
    place = call.workspace.conversation(call.text("channel_id"))
    if call.workspace.bot not in place.members:
        raise ApiError("not_in_channel")
    if place.is_archived:
        raise ApiError("posting_to_channel_denied")
    return place


def _uploaded(call: ApiRequest, item: Any) -> File:
    file = call.workspace.files.get(item.get("id", "")) if isinstance(item, dict) else None
    if file is None or file.content is None:
        raise ApiError("file_not_found")
    file.title = item.get("title", "")
    return file


@method(
    "files.info",
    scopes="files:read",
    required="file",
    optional="count cursor limit page",
    per_minute=TIER_4,
    takes_json=False,
)
def files_info(call: ApiRequest) -> Json:
    file = call.workspace.files.get(call.text("file"))
    if file is None or not file.shared:
        raise ApiError("file_not_found")
    wire = file.wire(call.workspace.base_url, call.workspace.installation.team_id)
    return {"file": wire, "comments": [], "response_metadata": {"next_cursor": ""}}
