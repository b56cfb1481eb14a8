"""The events of the Events API, sent when the manifest subscribes to them and the app is installed."""

from typing import Any

from bot.playground.slack.conversations import Conversation, Kind, Message
from bot.playground.slack.delivery import Courier
from bot.playground.slack.payloads import Payloads
from bot.playground.slack.workspace import Workspace

CHANNEL_TYPE = {Kind.PUBLIC: "channel", Kind.PRIVATE: "group", Kind.GROUP: "mpim", Kind.DIRECT: "im"}
SHORT_TYPE = {Kind.PUBLIC: "C", Kind.PRIVATE: "G", Kind.GROUP: "G", Kind.DIRECT: "D"}


class Events:
    def __init__(self, workspace: Workspace, courier: Courier, payloads: Payloads) -> None:
        self._workspace = workspace
        self._courier = courier
        self._payloads = payloads
        self.is_running = False

    def send(self, event: dict[str, Any], *, subscription: str = "") -> None:
        """Deliver an event in the background. `subscription` is the name in the manifest where it is not the
        event's type, as with `message.im`."""
        wanted = (subscription or event["type"]) in self._workspace.manifest.bot_events
        if wanted and self.is_running and not self._workspace.grant.token_error:
            self._courier.announce(self._payloads.event(event))

    def home_opened(self, user: str, channel: str) -> None:
        """Slack leaves the view out until the app has published one."""
        event = {"type": "app_home_opened", "user": user, "channel": channel, "tab": "home"}
        home = self._workspace.views.home(user)
        view = {"view": self._workspace.views.wire(home)} if home else {}
        self.send({**event, **view, "event_ts": self._workspace.timestamps.next()})

    def user(self, kind: str, user: str) -> None:
        """`user_change` or `team_join`."""
        member = self._workspace.members[user]
        with_email = "users:read.email" in self._workspace.grant.scopes
        wire = member.wire(self._workspace.now(), with_locale=True, with_email=with_email)
        event = {"type": kind, "user": wire, "cache_ts": int(self._workspace.now())}
        self.send({**event, "event_ts": self._workspace.timestamps.next()})

    def joined(self, conversation: Conversation, user: str) -> None:
        """Told only of places where the app is."""
        if self._workspace.bot in conversation.members:
            self.send(
                {
                    "type": "member_joined_channel",
                    "user": user,
                    "channel": conversation.id,
                    "channel_type": SHORT_TYPE[conversation.kind],
                    "team": self._workspace.installation.team_id,
                    "event_ts": self._workspace.timestamps.next(),
                }
            )

    def message(self, conversation: Conversation, message: Message) -> None:
        """A person's words: told where the app is a member, if it has subscribed to that kind of place."""
        if self._workspace.bot not in conversation.members:
            return
        kind = CHANNEL_TYPE[conversation.kind]
        event = {**message.wire(), "channel": conversation.id, "channel_type": kind, "event_ts": message.ts}
        subscription = f"message.{'channels' if kind == 'channel' else 'groups' if kind == 'group' else kind}"
        self.send(event, subscription=subscription)
        if f"<@{self._workspace.bot}>" in message.text:
            self.send({**event, "type": "app_mention"})

    def uninstalled(self) -> None:
        """Sent while the token still works, or it could not be delivered in its name."""
        at = self._workspace.installation
        self.send({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [at.bot_user_id]}})
        self.send({"type": "app_uninstalled"})
