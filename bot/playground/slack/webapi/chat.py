"""Methods that write messages."""

from typing import Any

from bot.playground.slack.blocks import MOST_WORDS, message_faults, words_in
from bot.playground.slack.conversations import Channel, ChannelKind, PostedMessage
from bot.playground.slack.errors import ApiError
from bot.playground.slack.webapi.calls import TIER_3, TIER_4, ApiRequest, Json, method
from bot.playground.slack.workspace import WorkspaceState

LONGEST = 40_000  # characters of text; Slack cuts or refuses above it
LONGEST_UPDATE = 4_000  # Slack's reference on chat.update
MOST_ATTACHMENTS = 100
CONTENT = "text blocks attachments metadata markdown_text link_names parse"
LOOKS = "username icon_emoji icon_url thread_ts"


def content(workspace: WorkspaceState, method_name: str, args: Json) -> dict[str, Any]:
    """The parts of a message that these arguments give, held against Slack's rules.

    Raises `invalid_blocks_format`, `invalid_blocks`, `invalid_attachments`, `too_many_attachments`,
    `invalid_metadata_format`, `markdown_text_conflict`, `msg_too_long`, `msg_blocks_too_long`, `no_text`.
    """
    given = {name: args[name] for name in ("text", "blocks", "attachments", "metadata") if args.get(name) is not None}
    blocks, text = given.get("blocks", []), str(given.get("text", ""))
    if args.get("markdown_text"):
        if text or blocks:
            raise ApiError("markdown_text_conflict")
        text = str(args["markdown_text"])
    if not isinstance(blocks, list):
        raise ApiError("invalid_blocks_format")
    faults = message_faults(blocks)
    if faults:
        raise ApiError("invalid_blocks", faults)
    _check_attachments(given.get("attachments"))
    _check_metadata(given.get("metadata"))
    if len(text) > (LONGEST_UPDATE if method_name == "chat.update" else LONGEST):
        raise ApiError("msg_too_long")
    # A reply to a response_url may be longer: bolt-js 2867.
    if method_name.startswith("chat.") and words_in([blocks, given.get("attachments")]) > MOST_WORDS:
        raise ApiError("msg_blocks_too_long")
    if not text.strip() and not blocks and not given.get("attachments"):
        raise ApiError("no_text")
    if blocks and not text.strip():
        workspace.warn(method_name, "no_fallback", "blocks without text: notifications and readers get nothing")
    return given | {"text": text}


def _check_attachments(attachments: Any) -> None:
    if attachments is None:
        return
    if not isinstance(attachments, list) or not all(isinstance(item, dict) for item in attachments):
        raise ApiError("invalid_attachments")
    if len(attachments) > MOST_ATTACHMENTS:
        raise ApiError("too_many_attachments")


def _check_metadata(metadata: Any) -> None:
    if metadata is None:
        return
    if not isinstance(metadata, dict) or set(metadata) != {"event_type", "event_payload"}:
        raise ApiError("invalid_metadata_format")


def _destination(call: ApiRequest) -> Channel:
    """Where the app wants to write: an id, a person's id (their direct message), or a channel's name.

    Raises `channel_not_found`, `is_archived`, `not_in_channel`, `messages_tab_disabled`.
    """
    workspace, channel = call.workspace, call.text("channel")
    if channel in workspace.members and channel != "USLACKBOT":
        channel = _direct(call, channel)
    if channel not in workspace.conversations:
        name = channel.removeprefix("#")
        channel = next((c.id for c in workspace.conversations.values() if c.name == name), channel)
    conversation = workspace.conversation(channel)
    if conversation.is_archived:
        raise ApiError("is_archived")
    if workspace.bot not in conversation.members:
        raise ApiError("not_in_channel")
    if conversation.kind is ChannelKind.DIRECT:
        if not workspace.manifest.messages_tab:
            raise ApiError("messages_tab_disabled")
        if any(workspace.members[user].deleted for user in conversation.members):
            # Slack takes the message, and nobody will ever read it.
            workspace.warn("chat.postMessage", "user_disabled", "the other side's account is deactivated")
    return conversation


def _direct(call: ApiRequest, user: str) -> str:
    """The direct message with somebody named by their own id; a deactivated account gets no new one, and a person
    of another workspace none without a shared channel."""
    workspace = call.workspace
    person = workspace.members[user]
    is_out_of_reach = person.is_stranger and not workspace.meets(user)
    if person.is_bot or is_out_of_reach or (person.deleted and workspace.shared_by([user, workspace.bot]) is None):
        raise ApiError("channel_not_found")
    return workspace.direct(user).id


def _own(call: ApiRequest, forbidden: str) -> PostedMessage:
    """A message that the app wrote and may change. Ephemeral ones are out of reach by their timestamps."""
    conversation = call.workspace.conversation(call.text("channel"))
    message = conversation.messages.get(call.text("ts"))
    if message is None or message.deleted or message.ephemeral:
        raise ApiError("message_not_found")
    if message.user != call.workspace.bot:
        raise ApiError(forbidden)
    return message


@method(
    "chat.postMessage",
    scopes="chat:write",
    required="channel",
    optional=f"{CONTENT} {LOOKS} mrkdwn reply_broadcast unfurl_links unfurl_media as_user",
)
def chat_post_message(call: ApiRequest) -> Json:
    conversation = _destination(call)
    parts = content(call.workspace, "chat.postMessage", call.args)
    thread = call.text("thread_ts") or None
    message = call.workspace.write(call.workspace.from_app(conversation.id, thread_ts=thread, **parts))
    return {"channel": conversation.id, "ts": message.ts, "message": message.wire()}


@method(
    "chat.postEphemeral",
    scopes="chat:write",
    required="channel user",
    optional=f"{CONTENT} {LOOKS} as_user",
    per_minute=TIER_4,
)
def chat_post_ephemeral(call: ApiRequest) -> Json:
    conversation = _destination(call)
    if call.text("user") not in conversation.members:
        raise ApiError("user_not_in_channel")
    parts = content(call.workspace, "chat.postEphemeral", call.args)
    message = call.workspace.from_app(conversation.id, only_for=call.text("user"), **parts)
    return {"message_ts": call.workspace.write(message).ts}


@method(
    "chat.update",
    scopes="chat:write",
    required="channel ts",
    optional=f"{CONTENT} as_user file_ids reply_broadcast",
    per_minute=TIER_3,
)
def chat_update(call: ApiRequest) -> Json:
    """What is not given stays: blocks are taken away only by an empty list of them."""
    message = _own(call, "cant_update_message")
    if call.workspace.conversations[message.channel].is_archived:
        raise ApiError("is_inactive")
    message = call.workspace.rewrite(message, **content(call.workspace, "chat.update", call.args))
    return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": message.wire()}


@method("chat.delete", scopes="chat:write", required="channel ts", optional="as_user", per_minute=TIER_3)
def chat_delete(call: ApiRequest) -> Json:
    message = _own(call, "cant_delete_message")
    call.workspace.delete(message)
    return {"channel": message.channel, "ts": message.ts}


@method("chat.getPermalink", required="channel message_ts", takes_json=False)
def chat_get_permalink(call: ApiRequest) -> Json:
    conversation = call.workspace.conversation(call.text("channel"))
    message = conversation.messages.get(call.text("message_ts"))
    if message is None or message.deleted or message.ephemeral:
        raise ApiError("message_not_found")
    domain, moment = call.workspace.installation.domain, message.ts.replace(".", "")
    link = f"https://{domain}.slack.com/archives/{conversation.id}/p{moment}"
    return {"channel": conversation.id, "permalink": link}
