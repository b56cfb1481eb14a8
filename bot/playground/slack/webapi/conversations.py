"""Methods about channels and direct messages.

Slack asks for a scope by the kind of conversation, so the table's scopes only open the door and each handler
asks again.
"""

import re

from bot.playground.slack.conversations import Channel, ChannelKind
from bot.playground.slack.errors import ApiError
from bot.playground.slack.webapi.calls import TIER_2, TIER_3, TIER_4, ApiRequest, Json, method

FAMILY = {
    ChannelKind.PUBLIC: "channels",
    ChannelKind.PRIVATE: "groups",
    ChannelKind.GROUP: "mpim",
    ChannelKind.DIRECT: "im",
}
READ = "channels:read groups:read im:read mpim:read"
HISTORY = "channels:history groups:history im:history mpim:history"
WRITE = "channels:manage groups:write im:write mpim:write"
TOPIC = f"channels:write.topic groups:write.topic mpim:write.topic im:write.topic {WRITE}"
MOST_PEOPLE = 8
MOST_IN_A_PAGE = 1000


def writable(kind: ChannelKind) -> str:
    """The scope that changes a conversation of this kind; public channels have a name of their own for it."""
    return "channels:manage" if kind is ChannelKind.PUBLIC else f"{FAMILY[kind]}:write"


def _named(call: ApiRequest, action: str) -> Channel:
    conversation = call.workspace.conversation(call.text("channel"))
    call.need_scope(f"{FAMILY[conversation.kind]}:{action}")
    return conversation


def _changeable(call: ApiRequest, *more_scopes: str) -> Channel:
    conversation = call.workspace.conversation(call.text("channel"))
    call.need_scope(writable(conversation.kind), *more_scopes)
    if conversation.kind in {ChannelKind.DIRECT, ChannelKind.GROUP}:
        raise ApiError("method_not_supported_for_channel_type")
    if call.workspace.bot not in conversation.members:
        raise ApiError("not_in_channel")
    if conversation.is_archived:
        raise ApiError("is_archived")
    return conversation


@method(
    "conversations.open",
    scopes=WRITE,
    optional="channel users return_im prevent_creation",
    per_minute=TIER_3,
)
def conversations_open(call: ApiRequest) -> Json:
    """The same people always get the same conversation."""
    workspace = call.workspace
    if call.text("channel"):
        conversation = workspace.conversation(call.text("channel"))
        if conversation.kind not in {ChannelKind.DIRECT, ChannelKind.GROUP}:
            raise ApiError("method_not_supported_for_channel_type")
        return {"no_op": True, "already_open": True, **_opened(call, conversation)}
    users = list(dict.fromkeys(user for user in call.names("users") if user != workspace.bot))
    if not users:
        raise ApiError("users_list_not_supplied")
    if len(users) > MOST_PEOPLE:
        raise ApiError("too_many_users")
    call.need_scope("im:write" if len(users) == 1 else "mpim:write")
    members = [workspace.member(user) for user in users]
    if any(member.is_bot or member.id == "USLACKBOT" for member in members):
        raise ApiError("cannot_dm_bot")
    if any(member.deleted for member in members):
        raise ApiError("user_disabled")
    workspace.check_company(users)
    before = workspace.shared_by([*users, workspace.bot])
    if before is None and call.flag("prevent_creation"):
        raise ApiError("channel_not_found")
    conversation = workspace.direct(users[0]) if len(users) == 1 else workspace.group([*users, workspace.bot])
    already = {"no_op": True, "already_open": True} if before else {}
    return {**already, **_opened(call, conversation)}


def _opened(call: ApiRequest, conversation: Channel) -> Json:
    whole = call.flag("return_im") or conversation.kind is ChannelKind.GROUP
    return {"channel": conversation.wire(call.workspace.bot) if whole else {"id": conversation.id}}


@method(
    "conversations.info",
    scopes=READ,
    required="channel",
    optional="include_locale include_num_members",
    per_minute=TIER_3,
    takes_json=False,
)
def conversations_info(call: ApiRequest) -> Json:
    wire = _named(call, "read").wire(call.workspace.bot)
    if not call.flag("include_num_members"):
        wire.pop("num_members", None)
    return {"channel": wire}


@method(
    "conversations.members",
    scopes=READ,
    required="channel",
    optional="cursor limit",
    per_minute=TIER_4,
    takes_json=False,
)
def conversations_members(call: ApiRequest) -> Json:
    members, metadata = call.page(_named(call, "read").members, MOST_IN_A_PAGE)
    return {"members": members, "response_metadata": metadata}


def _listed(call: ApiRequest) -> list[Channel]:
    kinds = call.names("types") or [ChannelKind.PUBLIC]
    for kind in kinds:
        if kind not in {*ChannelKind}:
            raise ApiError("invalid_types")
        call.need_scope(f"{FAMILY[ChannelKind(kind)]}:read")
    found = [c for c in call.workspace.conversations.values() if c.kind in kinds]
    return [c for c in found if not (c.is_archived and call.flag("exclude_archived"))]


LISTING = "cursor exclude_archived limit types"


@method("conversations.list", scopes=READ, optional=LISTING, per_minute=TIER_2, takes_json=False, needs_team=True)
def conversations_list(call: ApiRequest) -> Json:
    bot = call.workspace.bot
    visible = [c for c in _listed(call) if c.kind is ChannelKind.PUBLIC or bot in c.members]
    found, metadata = call.page(visible, MOST_IN_A_PAGE)
    return {"channels": [c.wire(bot) for c in found], "response_metadata": metadata}


@method(
    "users.conversations",
    scopes=READ,
    optional=f"{LISTING} exclude_muted user",
    per_minute=TIER_3,
    takes_json=False,
    needs_team=True,
)
def users_conversations(call: ApiRequest) -> Json:
    """Where the app is; or where a person is, as far as the app can see."""
    bot = call.workspace.bot
    user = call.text("user") or bot
    call.workspace.member(user)
    shared = [c for c in _listed(call) if user in c.members and (c.kind is ChannelKind.PUBLIC or bot in c.members)]
    found, metadata = call.page(shared, MOST_IN_A_PAGE)
    return {"channels": [c.wire(bot) for c in found], "response_metadata": metadata}


@method(
    "conversations.history",
    scopes=HISTORY,
    required="channel",
    optional="cursor inclusive include_all_metadata latest limit oldest",
    per_minute=TIER_3,
)
def conversations_history(call: ApiRequest) -> Json:
    """Newest first; ephemeral messages are in no history."""
    conversation = _named(call, "history")
    if call.workspace.bot not in conversation.members:
        raise ApiError("not_in_channel")
    kept = [m for m in conversation.messages.values() if not m.deleted and not m.ephemeral]
    found, metadata = call.page([m.wire() for m in reversed(kept)], 999)
    return {"messages": found, "has_more": bool(metadata["next_cursor"]), "response_metadata": metadata}


@method(
    "conversations.create", scopes=WRITE, required="name", optional="is_private", per_minute=TIER_2, needs_team=True
)
def conversations_create(call: ApiRequest) -> Json:
    name, kind = call.text("name"), ChannelKind.PRIVATE if call.flag("is_private") else ChannelKind.PUBLIC
    call.need_scope(writable(kind))
    if len(name) > 80:
        raise ApiError("invalid_name_maxlength")
    if not re.fullmatch(r"[\w-]+", name) or name != name.lower():
        raise ApiError("invalid_name_specials")
    if any(c.name == name for c in call.workspace.conversations.values()):
        raise ApiError("name_taken")
    bot = call.workspace.bot
    return {"channel": call.workspace.add_conversation(kind, [bot], bot, name).wire(bot)}


@method(
    "conversations.invite",
    scopes=f"channels:write.invites groups:write.invites {WRITE}",
    required="channel users",
    optional="force",
    per_minute=TIER_3,
)
def conversations_invite(call: ApiRequest) -> Json:
    workspace = call.workspace
    conversation = _changeable(call, "channels:write.invites", "groups:write.invites")
    if any(workspace.member(user).deleted for user in call.names("users")):
        raise ApiError("cant_invite")
    users = [workspace.member(user).id for user in call.names("users")]
    if workspace.bot in users:
        raise ApiError("cant_invite_self")
    if set(users) & set(conversation.members):
        raise ApiError("already_in_channel")
    if any(workspace.members[user].is_stranger for user in users):
        raise ApiError("no_external_invite_permission")  # they come by conversations.inviteShared
    workspace.admit(conversation, users)
    return {"channel": conversation.wire(workspace.bot)}


@method("conversations.setTopic", scopes=TOPIC, required="channel topic", per_minute=TIER_2)
def conversations_set_topic(call: ApiRequest) -> Json:
    conversation = _changeable(call, "channels:write.topic", "groups:write.topic")
    conversation.topic = _short(call.text("topic"))
    call.workspace.conversation_changed(conversation)
    return {"channel": conversation.wire(call.workspace.bot)}


@method("conversations.setPurpose", scopes=TOPIC, required="channel purpose", per_minute=TIER_2)
def conversations_set_purpose(call: ApiRequest) -> Json:
    conversation = _changeable(call, "channels:write.topic", "groups:write.topic")
    conversation.purpose = _short(call.text("purpose"))
    call.workspace.conversation_changed(conversation)
    return {"purpose": conversation.purpose}


def _short(text: str) -> str:
    if len(text) > 250:
        raise ApiError("too_long")
    return text


@method("conversations.archive", scopes=WRITE, required="channel", per_minute=TIER_2)
def conversations_archive(call: ApiRequest) -> Json:
    conversation = call.workspace.conversation(call.text("channel"))
    if conversation.is_archived:
        raise ApiError("already_archived")
    conversation = _changeable(call)
    if conversation.name == "general":
        raise ApiError("cant_archive_general")
    conversation.is_archived = True
    call.workspace.conversation_changed(conversation)
    return {}
