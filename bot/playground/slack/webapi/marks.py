"""Methods that mark what is there: bookmarks, pins, reactions."""

from bot.playground.slack.conversations import Channel, PostedMessage
from bot.playground.slack.errors import ApiError
from bot.playground.slack.webapi.calls import TIER_2, TIER_3, ApiRequest, Json, method


def _joined(call: ApiRequest, argument: str) -> Channel:
    conversation = call.workspace.conversation(call.text(argument))
    if call.workspace.bot not in conversation.members:
        raise ApiError("not_in_channel")
    return conversation


def _message(conversation: Channel, ts: str) -> PostedMessage:
    message = conversation.messages.get(ts)
    if message is None or message.deleted or message.ephemeral:
        raise ApiError("message_not_found")
    return message


@method(
    "bookmarks.add",
    scopes="bookmarks:write",
    required="channel_id title type",
    optional="access_level emoji entity_id link parent_id",
    per_minute=TIER_2,
)
def bookmarks_add(call: ApiRequest) -> Json:
    if call.text("type") != "link":
        raise ApiError("invalid_bookmark_type")
    if not call.text("link").startswith(("http://", "https://")):
        raise ApiError("invalid_link")
    conversation = _joined(call, "channel_id")
    bookmark: Json = {
        "id": call.workspace.ids.next("Bk"),
        "channel_id": conversation.id,
        "title": call.text("title"),
        "link": call.text("link"),
        "emoji": call.text("emoji"),
        "type": "link",
        "date_created": int(call.workspace.now()),
        "last_updated_by_user_id": call.workspace.bot,
        "app_id": call.workspace.installation.app_id,
    }
    conversation.bookmarks.append(bookmark)
    call.workspace.conversation_changed(conversation)
    return {"bookmark": bookmark}


@method("pins.add", scopes="pins:write", required="channel", optional="timestamp", per_minute=TIER_2)
def pins_add(call: ApiRequest) -> Json:
    conversation = _joined(call, "channel")
    if not call.text("timestamp"):
        raise ApiError("no_item_specified")
    message = _message(conversation, call.text("timestamp"))
    if message.ts in conversation.pins:
        raise ApiError("already_pinned")
    conversation.pins.append(message.ts)
    call.workspace.conversation_changed(conversation)
    return {}


@method("reactions.add", scopes="reactions:write", required="channel name timestamp", per_minute=TIER_3)
def reactions_add(call: ApiRequest) -> Json:
    workspace = call.workspace
    message = _message(_joined(call, "channel"), call.text("timestamp"))
    users = message.reactions.setdefault(call.text("name").strip(":"), [])
    if workspace.bot in users:
        raise ApiError("already_reacted")
    users.append(workspace.bot)
    workspace.changed(message)
    return {}
