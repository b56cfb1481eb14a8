"""The workspace's memory: people, conversations, messages, views, and everything that was handed out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from bot.playground.slack.blocks import completed
from bot.playground.slack.conversations import Channel, ChannelKind, PostedMessage
from bot.playground.slack.errors import ApiError
from bot.playground.slack.feed import Feed, StateChanged, Violation
from bot.playground.slack.files import File
from bot.playground.slack.ids import Ids, Timestamps
from bot.playground.slack.manifest import Manifest
from bot.playground.slack.members import Member
from bot.playground.slack.reply_addresses import ReplyAddresses
from bot.playground.slack.triggers import Triggers
from bot.playground.slack.trouble import Mishaps
from bot.playground.slack.views import AppIds, Views


@dataclass(frozen=True)
class Enterprise:
    """An organization with several workspaces (Enterprise Grid)."""

    id: str
    name: str


@dataclass(frozen=True)
class InstalledApp:
    """The app in this workspace: its ids and secrets. They are made up and open nothing elsewhere.

    Those of the bot are the workspace's or, where that is part of an organization, one for all of it; the rest is the
    app's wherever it is.
    """

    team_id: str
    team_name: str
    enterprise: Enterprise | None = None
    app_id: str = "A0PLAYGROUND"
    bot_id: str = "B0PLAYGROUND"
    bot_user_id: str = "U0PLAYGROUND"
    client_id: str = "1000.2000"
    client_secret: str = "playground-client-secret"  # noqa: S105 - opens nothing
    signing_secret: str = "playground-signing-secret"  # noqa: S105 - opens nothing
    verification_token: str = "playground-verification"  # noqa: S105 - opens nothing
    app_token: str = "-".join(("xapp", "1", "A0PLAYGROUND", "playground"))

    @property
    def domain(self) -> str:
        return self.team_name.lower().replace(" ", "-")

    @property
    def places(self) -> set[str]:
        """The ids of what the app can be installed in to be in this workspace."""
        return {self.team_id} | ({self.enterprise.id} if self.enterprise else set())


CHANNELS = {ChannelKind.PUBLIC, ChannelKind.PRIVATE}


@dataclass
class Grant:
    """Where the app was installed (this workspace, or its whole organization), and what it may do there now."""

    place: str
    scopes: list[str]
    is_live: bool = True
    app_token_scopes: list[str] = field(default_factory=lambda: ["connections:write"])


class WorkspaceState:
    """State, and the few deeds that both the app and people do to it."""

    def __init__(
        self,
        manifest: Manifest,
        installation: InstalledApp,
        now: Callable[[], float],
        feed: Feed,
        trouble: Mishaps,
        ids: Ids,
    ) -> None:
        self.manifest = manifest
        self.installation = installation
        self.now = now
        self.feed = feed
        self.ids = ids
        self.timestamps = Timestamps(now)
        self.grant = Grant(installation.team_id, list(manifest.bot_scopes))
        self.base_url = ""
        # "Multi-Channel Guests can only use default slash commands and shortcuts" is a workspace's setting
        # (deno-slack-sdk 234): with False, guests have none of the app's.
        self.guests_use_apps = True
        self.members: dict[str, Member] = {}
        self.conversations: dict[str, Channel] = {}
        self._shared: dict[frozenset[str], Channel] = {}
        self.files: dict[str, File] = {}
        self.triggers = Triggers(self.ids, now)
        self.reply_addresses = ReplyAddresses(self.ids, now, installation.team_id)
        owner = AppIds(installation.app_id, installation.bot_id, installation.team_id)
        self.views = Views(owner, self.ids, now, feed, trouble)
        # Slackbot is in every workspace, and Slack does not call it a bot.
        self.members["USLACKBOT"] = Member("USLACKBOT", installation.team_id, "slackbot", "Slackbot")
        self.members[installation.bot_user_id] = Member(
            id=installation.bot_user_id,
            team_id=installation.team_id,
            name=manifest.bot_name.lower(),
            real_name=manifest.bot_name,
            is_bot=True,
            bot_id=installation.bot_id,
            app_id=installation.app_id,
        )

    @property
    def bot(self) -> str:
        """The app's own user id."""
        return self.installation.bot_user_id

    @property
    def is_org_wide(self) -> bool:
        """Whether the app was installed for all of the organization."""
        return self.grant.place != self.installation.team_id

    def knows(self, args: dict[str, Any]) -> bool:
        """Whether a call with these arguments names somebody or something of this workspace."""
        named = {str(args.get(name) or "") for name in ("user", "user_id", "channel", "channel_id")}
        users = args.get("users") or []
        named |= set(users if isinstance(users, list) else str(users).split(","))
        return bool(
            named & (self.members.keys() - {"USLACKBOT", self.bot})
            or named & self.conversations.keys()
            or self.triggers.knows(str(args.get("trigger_id") or ""))
            or self.views.knows(str(args.get("view_id") or ""), str(args.get("external_id") or ""))
        )

    def member(self, user: str) -> Member:
        """Raises `user_not_found`."""
        found = self.members.get(user)
        if found is None:
            raise ApiError("user_not_found")
        return found

    def change_member(self, user: str, **changes: Any) -> Member:
        self.members[user] = replace(self.member(user), **changes, updated=int(self.now()))
        self.feed.emit(StateChanged("member", (user,)))
        return self.members[user]

    def user_object(self, member: Member, *, with_locale: bool) -> dict[str, Any]:
        """What the app is told of somebody. Slack calls only those strangers whom the app meets in no shared
        channel; others from elsewhere are known by their `team_id` (Slack's reference on the user object)."""
        with_email = "users:read.email" in self.grant.scopes
        wire = member.wire(self.now(), with_locale=with_locale, with_email=with_email)
        if member.is_stranger and "is_stranger" in wire:
            wire["is_stranger"] = not self.meets(member.id)
        return wire

    def meets(self, user: str) -> bool:
        """Whether the app and this person are in a channel or a group together."""
        both = {user, self.bot}
        return any(c.kind is not ChannelKind.DIRECT and both <= set(c.members) for c in self.conversations.values())

    def check_company(self, users: Iterable[str]) -> None:
        """Raises `ApiError` where Slack lets the app not talk to these people: `user_not_visible` for one from
        another workspace whom it meets nowhere, `invalid_user_combination` for several who share no channel."""
        company = set(users)
        strangers = [user for user in company if self.members[user].is_stranger]
        if not all(self.meets(user) for user in strangers):
            raise ApiError("user_not_visible")
        channels = (c for c in self.conversations.values() if c.kind in CHANNELS)
        if strangers and len(company) > 1 and not any(company <= set(c.members) for c in channels):
            raise ApiError("invalid_user_combination")

    def conversation(self, channel: str) -> Channel:
        """A conversation that the app can know of: a public one, or one that it is in.

        Raises `channel_not_found`, which is also Slack's answer for a private place without the app in it.
        """
        found = self.conversations.get(channel)
        if found is None or (found.kind is not ChannelKind.PUBLIC and self.bot not in found.members):
            raise ApiError("channel_not_found")
        return found

    def add_conversation(self, kind: ChannelKind, members: Iterable[str], creator: str, name: str = "") -> Channel:
        channel_id = self.ids.next("D" if kind is ChannelKind.DIRECT else "C")
        conversation = Channel(channel_id, kind, list(members), creator, int(self.now()), name)
        self.conversations[channel_id] = conversation
        self._connect(conversation)
        if kind in {ChannelKind.DIRECT, ChannelKind.GROUP}:
            self._shared[frozenset(conversation.members)] = conversation
        self.conversation_changed(conversation)
        return conversation

    def admit(self, conversation: Channel, users: Iterable[str]) -> None:
        """Newcomers. Raises `ura_max_channels` for a single-channel guest who has a channel."""
        newcomers = list(users)
        for user in newcomers:
            elsewhere = (c for c in self.conversations.values() if user in c.members and c.kind in CHANNELS)
            if self.members[user].is_ultra_restricted and any(elsewhere):
                raise ApiError("ura_max_channels")
        conversation.members += newcomers
        self._connect(conversation)
        self.conversation_changed(conversation)

    def _connect(self, conversation: Channel) -> None:
        teams = {self.members[user].team_id for user in conversation.members if user in self.members}
        conversation.connected_teams = sorted(teams - {self.installation.team_id})

    def usual_place(self, user: str) -> Channel:
        """Where somebody types who names no place: #general, where every full member is and which is made when it
        is first needed. Guests and people from elsewhere are not in it: for them, the first channel they are in.

        Raises `LookupError` where they are in none.
        """
        member = self.members[user]
        channels = [c for c in self.conversations.values() if c.kind in CHANNELS and not c.is_archived]
        if member.is_guest or member.is_stranger:
            found = next((c for c in channels if user in c.members), None)
            if found is None:
                raise LookupError(f"{member.name} is in no channel")
            return found
        general = next((c for c in channels if c.name == "general"), None)
        general = general or self.add_conversation(ChannelKind.PUBLIC, [], creator="USLACKBOT", name="general")
        if user not in general.members:
            self.admit(general, [user])
        return general

    def shared_by(self, people: Iterable[str]) -> Channel | None:
        """The direct or group conversation of exactly these people, if they have one."""
        return self._shared.get(frozenset(people))

    def direct(self, user: str) -> Channel:
        """The person's direct message with the app, opened when there is none."""
        people = [user, self.bot]
        return self.shared_by(people) or self.add_conversation(ChannelKind.DIRECT, people, creator=user)

    def group(self, people: list[str]) -> Channel:
        """The conversation of several people, opened when there is none. Slack names it after them."""
        found = self.shared_by(people)
        if found is None:
            names = "--".join(self.members[user].name for user in people)
            found = self.add_conversation(ChannelKind.GROUP, people, creator=people[0], name=f"mpdm-{names}-1")
        return found

    def write(self, message: PostedMessage) -> PostedMessage:
        """Put a message where it belongs; the blocks get their ids here."""
        message.blocks = completed(message.blocks, lambda: f"b{self.ids.count('block')}")
        message.ts = self.timestamps.next()
        message.team = self.members[message.user].team_id
        self.conversations[message.channel].messages[message.ts] = message
        self.changed(message)
        return message

    def from_app(self, channel: str, **content: Any) -> PostedMessage:
        """A message of the app's, not yet written."""
        at = self.installation
        return PostedMessage(channel, "", at.bot_user_id, bot_id=at.bot_id, app_id=at.app_id, **content)

    def rewrite(
        self, message: PostedMessage, *, blocks: list[dict[str, Any]] | None = None, **content: Any
    ) -> PostedMessage:
        """New content for a message; what is not named stays."""
        if blocks is not None:
            message.blocks = completed(blocks, lambda: f"b{self.ids.count('block')}")
        for name, value in content.items():
            setattr(message, name, value)
        message.edited = {"user": message.user, "ts": self.timestamps.next()}
        self.changed(message)
        return message

    def delete(self, message: PostedMessage) -> None:
        message.deleted = True
        self.changed(message)

    def changed(self, message: PostedMessage) -> None:
        self.feed.emit(StateChanged("message", (message.channel, message.ts)))

    def conversation_changed(self, conversation: Channel) -> None:
        self.feed.emit(StateChanged("conversation", (conversation.id,)))

    def warn(self, method: str, error: str, message: str) -> None:
        """Something that Slack lets pass, and that an app should still not do."""
        self.feed.emit(Violation(method, error, (message,), refused=False))
