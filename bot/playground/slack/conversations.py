"""Channels, direct messages and what is written in them."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

NO_MESSAGE = "0000000000.000000"


class ChannelKind(StrEnum):
    """Slack's four kinds of conversation, by the names that `types` uses."""

    PUBLIC = "public_channel"
    PRIVATE = "private_channel"
    GROUP = "mpim"
    DIRECT = "im"


@dataclass
class PostedMessage:
    """One message. An ephemeral one has a single reader and is in no history."""

    channel: str
    ts: str
    user: str
    text: str = ""
    blocks: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)
    metadata: dict[str, Any] | None = None
    thread_ts: str | None = None
    bot_id: str = ""
    app_id: str = ""
    team: str = ""
    only_for: str | None = None
    edited: dict[str, str] | None = None
    deleted: bool = False
    reactions: dict[str, list[str]] = field(default_factory=dict)

    @property
    def ephemeral(self) -> bool:
        return self.only_for is not None

    def wire(self) -> dict[str, Any]:
        """The message object of the Web API and of payloads."""
        wire: dict[str, Any] = {"type": "message", "user": self.user, "ts": self.ts, "text": self.text}
        if self.bot_id:
            wire |= {"bot_id": self.bot_id, "app_id": self.app_id}
        wire["team"] = self.team
        optional = {
            "blocks": self.blocks,
            "attachments": self.attachments,
            "files": self.files,
            "metadata": self.metadata,
            "thread_ts": self.thread_ts,
            "edited": self.edited,
        }
        wire |= {name: value for name, value in optional.items() if value}
        if self.reactions:
            wire["reactions"] = [
                {"name": name, "users": users, "count": len(users)} for name, users in self.reactions.items()
            ]
        return wire


@dataclass
class Channel:
    """A place to write in. `members` are in the order in which they came; `connected_teams` are the other
    workspaces that share it."""

    id: str
    kind: ChannelKind
    members: list[str]
    creator: str
    created: int
    name: str = ""
    topic: str = ""
    purpose: str = ""
    is_archived: bool = False
    messages: dict[str, PostedMessage] = field(default_factory=dict)
    connected_teams: list[str] = field(default_factory=list)
    pins: list[str] = field(default_factory=list)
    bookmarks: list[dict[str, Any]] = field(default_factory=list)

    def name_for_commands(self) -> str:
        """What a slash command's `channel_name` says: Slack does not give away private names there."""
        if self.kind is ChannelKind.DIRECT:
            return "directmessage"
        return self.name if self.kind is ChannelKind.PUBLIC else "privategroup"

    def wire(self, reader: str) -> dict[str, Any]:
        """The conversation object, as the app sees it: `user` of a direct message is the other side."""
        wire: dict[str, Any] = {"id": self.id, "created": self.created, "is_archived": self.is_archived}
        if self.kind is ChannelKind.DIRECT:
            other = next((member for member in self.members if member != reader), reader)
            return wire | {"is_im": True, "is_org_shared": False, "user": other, "priority": 0}
        return wire | {
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": self.kind is ChannelKind.PUBLIC,
            "is_group": self.kind is ChannelKind.PRIVATE,
            "is_im": False,
            "is_mpim": self.kind is ChannelKind.GROUP,
            "is_private": self.kind is not ChannelKind.PUBLIC,
            "is_general": self.name == "general",
            "is_shared": bool(self.connected_teams),
            "is_ext_shared": bool(self.connected_teams),
            "connected_team_ids": self.connected_teams,
            "is_org_shared": False,
            "is_member": reader in self.members,
            "creator": self.creator,
            "num_members": len(self.members),
            "topic": {"value": self.topic, "creator": "", "last_set": 0},
            "purpose": {"value": self.purpose, "creator": "", "last_set": 0},
            "unlinked": 0,
        }
