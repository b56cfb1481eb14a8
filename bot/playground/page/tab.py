"""One browser tab: what it watches, what has changed of that since, and the frames that tell it so."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.playground.page.drawn import Drawn
from bot.playground.page.traffic import Line
from bot.playground.slack import StateChanged

Json = dict[str, Any]
Patch = list[Any]


@dataclass
class Due:
    """What the tab has not been told yet. Sets, so that a slow tab is told of a thing once, as it is by then."""

    shared: set[str] = field(default_factory=set)
    desks: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    modals: set[str] = field(default_factory=set)
    homes: set[str] = field(default_factory=set)
    conversations: set[tuple[str, str]] = field(default_factory=set)
    messages: set[tuple[str, str]] = field(default_factory=set)
    lines: dict[int, Line] = field(default_factory=dict)
    answers: list[Json] = field(default_factory=list)


class Tab:
    """Frames are made from the state at the time of sending, so they never queue up behind a slow reader.

    `shared` makes the patches that are the same for every tab, by name.
    """

    def __init__(self, socket: web.WebSocketResponse, drawn: Drawn, shared: dict[str, Callable[[], Any]]) -> None:
        self._socket = socket
        self._drawn = drawn
        self._shared = shared
        self._watched: dict[str, set[str]] = {}
        self._views_sent: dict[str, list[tuple[str, str]]] = {}
        self._shared_sent: dict[str, Any] = {}
        self._due = Due(shared=set(shared))
        self._wake = asyncio.Event()
        self._wake.set()
        self.drawer_open = False

    def watch(self, people: dict[str, list[str]]) -> None:
        """From now on these people, with the messages of these conversations."""
        for person, channels in people.items():
            known = self._watched.get(person)
            if known is None:
                self._due.desks.add(person)
            self._due.conversations |= {(person, channel) for channel in channels if channel not in (known or ())}
        self._watched = {person: set(channels) for person, channels in people.items()}
        self._wake.set()

    def refresh(self) -> None:
        """Everything may have changed."""
        self._views_sent.clear()
        self._shared_sent.clear()
        self._due.shared = set(self._shared)
        self._due.desks |= set(self._watched)
        self._due.conversations |= {(p, channel) for p, channels in self._watched.items() for channel in channels}
        self._wake.set()

    def note(self, change: StateChanged) -> None:
        """Something that people see has changed."""
        due = self._due
        match change:
            case StateChanged("message", (channel, ts)):
                due.messages.add((channel, ts))
                due.places |= set(self._watched)
                due.shared.add("unread")
            case StateChanged("modal", (_, owner)):
                due.modals.add(owner)
            case StateChanged("home", (_, owner)):
                due.homes.add(owner)
            case StateChanged("member"):
                due.shared |= {"world", "unread"}
            case _:
                due.shared |= {"world", "unread"}
                due.places |= set(self._watched)
        self._wake.set()

    def note_marks(self, person: str) -> None:
        """What somebody has read or drafted has changed."""
        self._due.places.add(person)
        self.note_shared("unread")

    def note_shared(self, *names: str) -> None:
        self._due.shared |= set(names)
        self._wake.set()

    def note_line(self, line: Line) -> None:
        self._due.lines[line.number] = line
        self._wake.set()

    def answer(self, number: int, result: Json) -> None:
        """The answer to a deed; it goes out behind the changes that the deed has made."""
        self._due.answers.append({"n": number, **result})
        self._wake.set()

    async def write(self) -> None:
        """Send what is due for as long as the tab is there."""
        while not self._socket.closed:
            await self._wake.wait()
            self._wake.clear()
            due, self._due = self._due, Due()
            patches = list(self._patches(due))
            if not patches and not due.answers:
                continue
            try:
                await self._socket.send_json({"patches": patches, "answers": due.answers})
            except ConnectionError:
                return  # the tab has gone; its reader notices too

    def _patches(self, due: Due) -> Iterator[Patch]:
        for name in sorted(due.shared):
            value = self._shared[name]()
            if value != self._shared_sent.get(name):
                self._shared_sent[name] = value
                yield [name, value]
        if due.lines:
            yield ["lines", [line.summary() for line in due.lines.values()]]
        for user, channels in self._watched.items():
            if self._drawn.has(user):
                yield from self._desk(due, user)
                yield from self._conversations(due, user, channels)

    def _desk(self, due: Due, user: str) -> Iterator[Patch]:
        if user in due.places | due.desks:
            yield ["places", user, self._drawn.places(user)]
        if user in due.homes | due.desks:
            yield ["home", user, self._drawn.home(user)]
        if user in due.modals | due.desks:
            yield self._modal(user)

    def _conversations(self, due: Due, user: str, channels: set[str]) -> Iterator[Patch]:
        whole = {channel for channel in channels if (user, channel) in due.conversations}
        for channel in sorted(whole):
            yield ["messages", user, channel, self._drawn.messages(user, channel)]
        for channel, ts in sorted(due.messages):
            if channel in channels - whole:
                yield ["message", user, channel, self._drawn.message_at(user, channel, ts)]

    def _modal(self, user: str) -> Patch:
        """Only what was typed, while the views are those that the tab has: a form may weigh 250 kB."""
        stack = self._drawn.stack(user)
        views = [(view.id, view.hash) for view in stack]
        if views and views == self._views_sent.get(user):
            return ["typed", user, [self._drawn.typed(view) for view in stack]]
        self._views_sent[user] = views
        return ["modal", user, [self._drawn.view(view) for view in stack]]
