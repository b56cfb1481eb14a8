"""The payloads that Slack sends: commands, actions, submissions, events."""

from collections.abc import Mapping
from typing import Any

from bot.playground.slack.conversations import PostedMessage
from bot.playground.slack.views import View
from bot.playground.slack.workspace import WorkspaceState

Payload = dict[str, Any]


class Payloads:
    """Builds payloads, handing out the trigger ids and reply addresses that go with them."""

    def __init__(self, workspace: WorkspaceState) -> None:
        self._workspace = workspace
        self._at = workspace.installation

    def command(self, user: str, channel: str, command: str, text: str) -> Payload:
        workspace = self._workspace
        return {
            "token": self._at.verification_token,
            "team_id": self._at.team_id,
            "team_domain": self._at.domain,
            **self._enterprise_of_command(),
            "channel_id": channel,
            "channel_name": workspace.conversations[channel].name_for_commands(),
            "user_id": user,
            "user_name": workspace.members[user].name,
            "command": command,
            "text": text,
            "api_app_id": self._at.app_id,
            "is_enterprise_install": str(workspace.is_org_wide).lower(),
            "response_url": self._reply_url("commands", user, channel),
            "trigger_id": workspace.triggers.issue(user),
        }

    def message_action(self, user: str, message: PostedMessage, action: Payload, values: Payload) -> Payload:
        """A click in a message. Slack leaves an ephemeral message out of the payload: it keeps none."""
        workspace = self._workspace
        conversation = workspace.conversations[message.channel]
        payload = {
            **self._interaction("block_actions", user),
            "container": {
                "type": "message",
                "message_ts": message.ts,
                "channel_id": message.channel,
                "is_ephemeral": message.ephemeral,
            },
            "trigger_id": workspace.triggers.issue(user),
            "channel": {"id": message.channel, "name": conversation.name_for_commands()},
            "state": {"values": values},
            "response_url": self._reply_url("actions", user, message.channel, message),
            "actions": [self._stamped(action)],
        }
        if not message.ephemeral:
            payload["message"] = message.wire()
        return payload

    def view_action(self, user: str, view: View, action: Payload) -> Payload:
        """A click in a modal or on the Home tab: no channel, no message, no reply address."""
        return {
            **self._interaction("block_actions", user, in_view=True),
            "container": {"type": "view", "view_id": view.id},
            "trigger_id": self._workspace.triggers.issue(user, view.id),
            "view": self._view(user, view),
            "state": {"values": view.state},
            "actions": [self._stamped(action)],
        }

    def suggestion(self, user: str, place: View | PostedMessage, action: Payload, typed: str) -> Payload:
        """A person typing into a menu whose options the app gives."""
        payload = self._interaction("block_suggestion", user, in_view=isinstance(place, View))
        payload |= {"action_id": action["action_id"], "block_id": action["block_id"], "value": typed}
        if isinstance(place, View):
            container = {"type": "view", "view_id": place.id}
            return payload | {"container": container, "view": self._view(user, place)}
        channel = {
            "id": place.channel,
            "name": self._workspace.conversations[place.channel].name_for_commands(),
        }
        container = {"type": "message", "message_ts": place.ts, "channel_id": place.channel}
        return payload | {"container": container, "channel": channel, "message": place.wire()}

    def shortcut(self, user: str, callback_id: str, message: PostedMessage | None) -> Payload:
        """A global shortcut has no channel and no reply address. The reply to one in a message's menu stands
        beside the message and replaces nothing."""
        payload = {
            **self._interaction("shortcut" if message is None else "message_action", user),
            "callback_id": callback_id,
            "trigger_id": self._workspace.triggers.issue(user),
            "action_ts": self._workspace.timestamps.next(),
        }
        if message is None:
            return payload
        name = self._workspace.conversations[message.channel].name_for_commands()
        return payload | {
            "response_url": self._reply_url("app", user, message.channel),
            "message_ts": message.ts,
            "channel": {"id": message.channel, "name": name},
            "message": message.wire(),
        }

    def submission(self, user: str, view: View) -> Payload:
        return {
            **self._interaction("view_submission", user, in_view=True),
            "trigger_id": self._workspace.triggers.issue(user, view.id),
            "view": self._workspace.views.submitted(view) | {"team_id": self._workspace.members[user].team_id},
            "response_urls": list(self._asked_reply_urls(user, view)),
        }

    def closed(self, user: str, view: View, *, is_cleared: bool) -> Payload:
        return {
            **self._interaction("view_closed", user, in_view=True),
            "view": self._view(user, view),
            "is_cleared": is_cleared,
        }

    def event(self, event: Mapping[str, Any]) -> Payload:
        """The outer frame of an event, with an `event_id` of its own."""
        workspace, whole = self._workspace, self._at.enterprise
        count = workspace.ids.count("event")
        return {
            "token": self._at.verification_token,
            "team_id": self._at.team_id,
            **({"enterprise_id": whole.id} if whole else {}),
            "context_team_id": self._at.team_id,
            "context_enterprise_id": whole.id if whole else None,
            "api_app_id": self._at.app_id,
            "event": dict(event),
            "type": "event_callback",
            "event_id": f"Ev{count:08d}",
            "event_time": int(workspace.now()),
            "authorizations": [
                {
                    "enterprise_id": whole.id if whole else None,
                    "team_id": self._at.team_id,
                    "user_id": self._at.bot_user_id,
                    "is_bot": True,
                    "is_enterprise_install": workspace.is_org_wide,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": f"4-event-{count}",
        }

    def _interaction(self, kind: str, user: str, *, in_view: bool = False) -> Payload:
        """A modal that somebody from another workspace opened is theirs: its `team` is their workspace, and only
        the view says where the app is installed (recorded in bolt-python's tests of view_submission). A modal of an
        app that is installed for a whole organization has no team (bolt-js, `parseTeamId`)."""
        member, whole = self._workspace.members[user], self._at.enterprise
        enterprise = {"id": whole.id, "name": whole.name} if whole else None
        in_it = {"enterprise_id": whole.id, "enterprise_name": whole.name} if whole else {}
        team: Payload | None = {"id": self._at.team_id, "domain": self._at.domain, **in_it}
        if in_view and member.is_stranger:
            team = {"id": member.team_id, "domain": member.team_id.lower()}
        elif in_view and self._workspace.is_org_wide:
            team = None
        return {
            "type": kind,
            "user": {"id": user, "username": member.name, "name": member.name, "team_id": member.team_id},
            "api_app_id": self._at.app_id,
            "token": self._at.verification_token,
            "team": team,
            "enterprise": enterprise,
            "is_enterprise_install": self._workspace.is_org_wide,
        }

    def _enterprise_of_command(self) -> Payload:
        whole = self._at.enterprise
        return {"enterprise_id": whole.id, "enterprise_name": whole.name} if whole else {}

    def _view(self, user: str, view: View) -> Payload:
        return self._workspace.views.wire(view) | {"team_id": self._workspace.members[user].team_id}

    def _stamped(self, action: Payload) -> Payload:
        return action | {"action_ts": self._workspace.timestamps.next()}

    def _reply_url(self, kind: str, user: str, channel: str, source: PostedMessage | None = None) -> str:
        path = self._workspace.reply_addresses.issue(kind, user, channel, source)
        return f"{self._workspace.base_url}{path}"

    def _asked_reply_urls(self, user: str, view: View) -> list[Payload]:
        """A modal has reply addresses only for conversations chosen in a menu that asks for them."""
        found = []
        for block in view.blocks:
            element = block.get("element", {})
            if not element.get("response_url_enabled"):
                continue
            state = view.state[block["block_id"]][element["action_id"]]
            channel = state.get("selected_conversation") or state.get("selected_channel")
            if channel:
                url = self._reply_url("commands", user, channel)
                ids = {
                    "block_id": block["block_id"],
                    "action_id": element["action_id"],
                    "channel_id": channel,
                }
                found.append(ids | {"response_url": url})
        return found
