"""The events of the Events API, sent when the manifest subscribes to them and the app may hear of them."""

from typing import Any

from bot.playground.slack.conversations import Channel, ChannelKind, PostedMessage
from bot.playground.slack.delivery import Courier
from bot.playground.slack.payloads import Payloads
from bot.playground.slack.workspace import WorkspaceState

CHANNEL_TYPE = {
    ChannelKind.PUBLIC: "channel",
    ChannelKind.PRIVATE: "group",
    ChannelKind.GROUP: "mpim",
    ChannelKind.DIRECT: "im",
}
SHORT_TYPE = {ChannelKind.PUBLIC: "C", ChannelKind.PRIVATE: "G", ChannelKind.GROUP: "G", ChannelKind.DIRECT: "D"}
# Slack's reference on each event: one of these scopes, or a subscription brings nothing.
SCOPES = {
    "user_change": {"users:read"},
    "team_join": {"users:read"},
    "member_joined_channel": {"channels:read", "groups:read"},
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "message.mpim": {"mpim:history"},
    "message.im": {"im:history"},
    "app_mention": {"app_mentions:read"},
}


class Events:
    def __init__(self, workspace: WorkspaceState, courier: Courier, payloads: Payloads) -> None:
        self._workspace = workspace
        self._courier = courier
        self._payloads = payloads

    def send(self, event: dict[str, Any], *, subscription: str = "", **frame: Any) -> None:
        """Deliver an event in the background. `subscription` is the name in the manifest where it is not the
        event's type, as with `message.im`; `frame` is what differs in the outer frame."""
        workspace, name = self._workspace, subscription or event["type"]
        heard = name not in SCOPES or SCOPES[name] & set(workspace.grant.scopes)
        wanted = name in workspace.manifest.bot_events and heard
        if wanted and workspace.grant.is_live:
            self._courier.announce(self._payloads.event(event) | frame)

    def app_opened(self, user: str, channel: str, tab: str) -> None:
        """`tab` is `home` or `messages`: both are told, and only Home's has a view, once the app has published one."""
        event = {"type": "app_home_opened", "user": user, "channel": channel, "tab": tab}
        home = self._workspace.views.home(user) if tab == "home" else None
        view = {"view": self._workspace.views.wire(home)} if home else {}
        self.send({**event, **view, "event_ts": self._workspace.timestamps.next()})

    def user(self, kind: str, user: str) -> None:
        """`user_change` or `team_join`: of everybody, whether the app knows them or not."""
        wire = self._workspace.user_object(self._workspace.members[user], with_locale=True)
        event = {"type": kind, "user": wire, "cache_ts": int(self._workspace.now())}
        self.send({**event, "event_ts": self._workspace.timestamps.next()})

    def joined(self, conversation: Channel, user: str) -> None:
        """Told only of places where the app is."""
        if self._workspace.bot in conversation.members:
            self.send(
                {
                    "type": "member_joined_channel",
                    "user": user,
                    "channel": conversation.id,
                    "channel_type": SHORT_TYPE[conversation.kind],
                    "team": self._workspace.members[user].team_id,
                    "event_ts": self._workspace.timestamps.next(),
                },
                is_ext_shared_channel=bool(conversation.connected_teams),
            )

    def message(self, conversation: Channel, message: PostedMessage) -> None:
        """A person's words: told where the app is a member, if it has subscribed to that kind of place.

        Of a stranger's words the frame names the stranger's workspace, and `context_team_id` the app's (recorded
        payloads in bolt-python's tests of requests).
        """
        if self._workspace.bot not in conversation.members:
            return
        home, team = self._workspace.installation.team_id, message.team
        shared = bool(conversation.connected_teams)
        kind = CHANNEL_TYPE[conversation.kind]
        event = {**message.wire(), "channel": conversation.id, "channel_type": kind, "event_ts": message.ts}
        subscription = f"message.{'channels' if kind == 'channel' else 'groups' if kind == 'group' else kind}"
        self.send(event, subscription=subscription, team_id=team, is_ext_shared_channel=shared)
        if f"<@{self._workspace.bot}>" in message.text:
            origin = {} if team == home else {"team": home, "user_team": team, "source_team": team}
            self.send({**event, "type": "app_mention", **origin}, is_ext_shared_channel=shared)

    def uninstalled(self) -> None:
        """Sent while the token still works, or it could not be delivered in its name."""
        at = self._workspace.installation
        self.send({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [at.bot_user_id]}})
        self.send({"type": "app_uninstalled"})
