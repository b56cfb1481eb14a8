"""What the page is told of the workspace: plain JSON, as one person sees it."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from bot.playground.page.controls import Controls, offered
from bot.playground.page.reading import Reading
from bot.playground.slack import Actor, Channel, ChannelKind, Member, PostedMessage, StandIn, Team, View
from bot.playground.slack.files import File

Json = dict[str, Any]

# Slack's client shows pictures of these kinds in place; anything else is offered for download.
PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}


class Drawn:
    """Reads the stand-in, and changes nothing in it."""

    def __init__(self, slack: StandIn, controls: Controls, reading: Reading) -> None:
        self._slack = slack
        self._controls = controls
        self._reading = reading
        self._run = uuid4().hex

    def world(self) -> Json:
        """What is the same for everybody."""
        manifest = self._slack.workspace.manifest
        commands = [
            {"name": c.name, "description": c.description, "hint": c.usage_hint} for c in manifest.commands.values()
        ]
        return {
            "run": self._run,  # another one once the playground was started anew, and is empty again
            "title": self._controls.title,
            "teams": [_team(team) for team in self._slack.teams],
            "app": {"name": manifest.app_name},
            "home_tab": manifest.home_tab,
            "messages_tab": manifest.messages_tab,
            "read_only": manifest.messages_tab_read_only,
            "commands": commands,
            "members": {
                member.id: _member(member) for team in self._slack.teams for member in team.state.members.values()
            },
            "channels": {
                c.id: c.name
                for team in self._slack.teams
                for c in team.state.conversations.values()
                if c.kind is ChannelKind.PUBLIC
            },
            "offers": offered(self._controls),
            "doors": list(getattr(self._controls, "doors", ())),
            "door": getattr(self._controls, "door", ""),
        }

    def clock(self) -> Json:
        """The time, in whole minutes as seconds since 1970, and whether the app is connected."""
        return {"now": self._controls.now().timestamp() // 60 * 60, "connected": self._slack.is_reached}

    def unread(self) -> dict[str, int]:
        return {person.id: self._reading.total(person) for team in self._slack.teams for person in team.people}

    def has(self, user: str) -> bool:
        return any(user in team for team in self._slack.teams)

    def places(self, user: str) -> list[Json]:
        """The conversations that they are in, and the public ones that they may join."""
        person = self._slack.person(user)
        app_dm = person.dm  # Slack opens it with the app, before anything is written in it
        found = [self._place(person, c, app_dm) for c in person.conversations()]
        public = (c for c in self._conversations(user).values() if c.kind is ChannelKind.PUBLIC)
        return found + [self._elsewhere(c) for c in public if person.id not in c.members and not c.is_archived]

    def _conversations(self, user: str) -> dict[str, Channel]:
        """Those of the workspace that they are in."""
        return self._slack.team_of(user).state.conversations

    def _place(self, person: Actor, place: Channel, app_dm: str) -> Json:
        unread = self._reading.unread(person, place)
        return {
            **self._elsewhere(place),
            "joined": True,
            "is_app": place.id == app_dm,
            "unread": len(unread),
            "calls": self._reading.calls(person, place, unread),
            "read": self._reading.read_until(person.id, place.id),
            "draft": self._reading.draft(person.id, place.id),
        }

    def _elsewhere(self, place: Channel) -> Json:
        return {
            "id": place.id,
            "kind": place.kind.value,
            "name": place.name,
            "topic": place.topic,
            "purpose": place.purpose,
            "members": place.members,
            "archived": place.is_archived,
            "bookmarks": [{"title": mark["title"], "link": mark["link"]} for mark in place.bookmarks],
            "joined": False,
        }

    def messages(self, user: str, channel: str) -> list[Json]:
        """All that they can read there, oldest first; nothing where they are not."""
        person = self._slack.person(user)
        return [self._message(person, message) for message in person.messages(channel)]

    def message_at(self, user: str, channel: str, ts: str) -> Json:
        """One message, or the word that it is gone for this person."""
        place = self._conversations(user).get(channel)
        message = place.messages.get(ts) if place and user in place.members else None
        if message is None or message.deleted or message.only_for not in {None, user}:
            return {"ts": ts, "gone": True}
        return self._message(self._slack.person(user), message)

    def _message(self, person: Actor, message: PostedMessage) -> Json:
        return {
            "ts": message.ts,
            "user": message.user,
            "text": message.text,
            "blocks": message.blocks,
            "attachments": message.attachments,
            "files": [self._file(file) for file in message.files],
            "thread": message.thread_ts,
            "ephemeral": message.ephemeral,
            # Slack shows no such mark on what an app has updated with blocks, nor on what only one person sees.
            "edited": bool(message.edited) and not message.blocks and not message.ephemeral,
            "reactions": message.reactions,
            "state": person.values(message) if message.blocks else {},
        }

    def _file(self, wire: Json) -> Json:
        picture = wire["mimetype"] in PICTURES
        return {key: wire[key] for key in ("id", "title", "name", "pretty_type", "size")} | {"picture": picture}

    def stack(self, user: str) -> list[View]:
        """Their open modal, from the root view to the one that they see."""
        return self._slack.team_of(user).state.views.stack(user)

    def home(self, user: str) -> Json | None:
        home = self._slack.person(user).home
        return self.view(home) if home else None

    def view(self, view: View) -> Json:
        shown = {name: view.payload.get(name) for name in ("title", "submit", "close", "blocks")}
        return {"id": view.id, "hash": view.hash, **shown, **self.typed(view)}

    def typed(self, view: View) -> Json:
        """The part of a view that changes while somebody fills it in."""
        return {"state": view.state, "errors": view.errors, "banner": view.banner}

    def file(self, file_id: str) -> File | None:
        return next((team.state.files[file_id] for team in self._slack.teams if file_id in team.state.files), None)


def _team(team: Team) -> Json:
    cast = [person.id for person in team.people if not person.member.is_bot]
    return {"id": team.id, "name": team.name, "app_user": team.bot_user_id, "cast": cast}


def _member(member: Member) -> Json:
    shown: Iterable[str] = ("id", "name", "real_name", "title", "tz", "locale", "is_bot", "is_admin", "is_stranger")
    return {name: getattr(member, name) for name in (*shown, "deleted")}
