"""One workspace as whoever sets it up has it: its people, its places, and the app's coming and going."""

from collections.abc import Sequence
from typing import Any

from bot.playground.slack.conversations import ChannelKind
from bot.playground.slack.delivery import Courier
from bot.playground.slack.events import Events
from bot.playground.slack.installations import Installations
from bot.playground.slack.members import Member
from bot.playground.slack.payloads import Payloads
from bot.playground.slack.person import Actor
from bot.playground.slack.workspace import WorkspaceState

ELSEWHERE = "T0ELSEWHERE"  # the workspace of strangers for whom nothing else is said


class Team:
    def __init__(self, state: WorkspaceState, courier: Courier, installations: Installations) -> None:
        self.state = state
        self._courier = courier
        self._installations = installations
        self.payloads = Payloads(state)
        self.events = Events(state, courier, self.payloads)
        self._people: dict[str, Actor] = {}

    @property
    def id(self) -> str:
        return self.state.installation.team_id

    @property
    def name(self) -> str:
        return self.state.installation.team_name

    @property
    def bot_user_id(self) -> str:
        return self.state.bot

    @property
    def bot_token(self) -> str:
        """The one that the app got last for here."""
        return self._installations.tokens.newest(self.state.grant.place).value

    def add_person(self, user: str, *, name: str, real_name: str = "", **account: Any) -> Actor:
        """A new account; `account` takes the fields of `Member`, such as tz, locale, title, email, is_bot.

        Somebody with `is_stranger`, or with a `team_id` of their own, is a person of another workspace. Apps that
        subscribe to `team_join` hear of everybody else. Raises `ValueError` for an id that somebody has in another
        workspace.
        """
        others = self._installations.workspaces.values()
        if any(user in other.members for other in others if other is not self.state):
            raise ValueError(f"there is a {user} in another workspace")
        team_id = account.pop("team_id", ELSEWHERE if account.get("is_stranger") else self.id)
        account["is_stranger"] = team_id != self.id
        member = Member(id=user, team_id=team_id, name=name, real_name=real_name or name, **account)
        self.state.members[user] = member
        self._people[user] = Actor(user, self.state, self._courier, self.payloads, self.events)
        self.state.change_member(user)
        if not member.is_stranger:
            self.events.user("team_join", user)
        return self._people[user]

    def __contains__(self, user: str) -> bool:
        return user in self._people

    def person(self, user: str) -> Actor:
        return self._people[user]

    @property
    def people(self) -> list[Actor]:
        """Everybody who was added, in that order."""
        return list(self._people.values())

    def change_person(self, user: str, **changes: Any) -> None:
        """Change fields of somebody's account; apps that subscribe to `user_change` hear of it."""
        self.state.change_member(user, **changes)
        self.events.user("user_change", user)

    def deactivate(self, user: str) -> None:
        self.change_person(user, deleted=True)

    def add_channel(self, name: str, *, members: Sequence[str] = (), is_private: bool = False) -> str:
        """The id of a new channel with these members; the app is one only if its id is among them."""
        if name in {c.name for c in self.state.conversations.values()}:
            raise ValueError(f"there is a channel {name!r} already")
        kind = ChannelKind.PRIVATE if is_private else ChannelKind.PUBLIC
        creator = members[0] if members else "USLACKBOT"
        return self.state.add_conversation(kind, members, creator, name).id

    def uninstall(self) -> None:
        """Take the app out of the workspace, or out of the organization where it was installed for all of it: its
        tokens answer `account_inactive` from now on."""
        self.events.uninstalled()
        self._installations.uninstall(self.state.grant)
