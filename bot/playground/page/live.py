"""The line to each tab: deeds come in, changes go out."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

from aiohttp import WSMsgType, web

from bot.playground.page.controls import Controls, offered
from bot.playground.page.deeds import Deeds
from bot.playground.page.drawn import Drawn
from bot.playground.page.mischief import Mischief
from bot.playground.page.reading import Reading
from bot.playground.page.tab import Tab
from bot.playground.page.traffic import Traffic
from bot.playground.slack import Record, StandIn, StateChanged
from bot.playground.slack.errors import ApiError

Json = dict[str, Any]
LARGEST_FRAME = 1024**2  # bytes: a rich text of 3,000 characters with a style on each is far below it
FAULT = "Something went wrong in the playground. Its log says what."
TICK = 1.0  # seconds between looks at the clock and at the app's connection


class Live:
    """All tabs, and what they share."""

    def __init__(self, slack: StandIn, controls: Controls) -> None:
        self._slack = slack
        self._controls = controls
        self._reading = Reading(slack)
        self._traffic = Traffic()
        self._mischief = Mischief(slack)
        self.drawn = Drawn(slack, controls, self._reading)
        self.deeds = Deeds(slack, self._reading)
        self._tabs: set[Tab] = set()
        self._sockets: set[web.WebSocketResponse] = set()
        self._doing: set[asyncio.Task[None]] = set()
        self._unread: dict[str, int] | None = None
        self._busy = ""
        self._progress = ""
        self._own = {
            "watch": self._watch,
            "read": self._read,
            "draft": self._draft,
            "drawer": self._drawer,
            "line": self._line,
            "switch": self._switch,
            "strike": self._strike,
        }
        slack.observe(self._record)

    async def running(self, _app: web.Application) -> AsyncIterator[None]:
        """While the server runs: watch what sends no record of its own."""
        ticking = asyncio.create_task(self._tick())
        yield
        ticking.cancel()
        with suppress(asyncio.CancelledError):
            await ticking

    async def close(self, _app: web.Application) -> None:
        for socket in tuple(self._sockets):
            await socket.close(code=1001)

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one tab for as long as it is open. One that comes too early or too late tries again by itself."""
        if not self._controls.is_open:
            raise web.HTTPServiceUnavailable(text="the playground is about to open")
        socket = web.WebSocketResponse(max_msg_size=LARGEST_FRAME, heartbeat=30)
        await socket.prepare(request)
        tab = Tab(socket, self.drawn, self._shared())
        self._tabs.add(tab)
        self._sockets.add(socket)
        try:
            # A fault in the writing ends the reading too: the page connects again, and the log says why.
            async with asyncio.TaskGroup() as both:
                writing = both.create_task(tab.write())
                async for frame in socket:
                    if frame.type is WSMsgType.TEXT:
                        self._begin(tab, frame.data)
                writing.cancel()
        finally:
            self._tabs.discard(tab)
            self._sockets.discard(socket)
        return socket

    def _begin(self, tab: Tab, text: str) -> None:
        """Nobody waits for the deed here: what somebody has set off goes on when they close the tab."""
        task = asyncio.create_task(self._serve(tab, text))
        self._doing.add(task)
        task.add_done_callback(self._doing.discard)

    def _shared(self) -> dict[str, Any]:
        return {
            "world": self.drawn.world,
            "clock": lambda: {**self.drawn.clock(), "busy": self._busy, "progress": self._progress},
            "unread": self._unread_by_person,
            "hood": lambda: {**self._mischief.state(), "violations": self._traffic.violations},
        }

    def _unread_by_person(self) -> dict[str, int]:
        """Counted once for all tabs, and anew only after something has changed."""
        if self._unread is None:
            self._unread = self.drawn.unread()
        return self._unread

    async def _serve(self, tab: Tab, text: str) -> None:
        """Do one deed and answer it. A deed that cannot be done is answered with the reason."""
        deed = json.loads(text)
        result: Json = {"error": FAULT}  # what is no fault of theirs goes to the log, and they are told all the same
        try:
            result = await self._do(tab, deed)
        except (LookupError, PermissionError, ValueError, ApiError) as error:
            result = {"error": str(error.args[0] if error.args else error)}
        finally:
            tab.answer(deed["n"], result)

    async def _do(self, tab: Tab, deed: Json) -> Json:
        name = deed["do"]
        if name in self._own:
            return self._own[name](tab, deed) or {}
        if name in offered(self._controls):
            return await self._control(name, deed)
        try:
            return await self.deeds.known[name](deed)
        finally:
            self._picked(deed.get("where", {}))

    def _picked(self, where: Json) -> None:
        """What somebody picks in a message is theirs, and changes nothing that the stand-in would tell of."""
        if "ts" in where:
            for tab in self._tabs:
                tab.note(StateChanged("message", (where["channel"], where["ts"])))

    # What the page itself keeps

    def _watch(self, tab: Tab, deed: Json) -> None:
        tab.watch(deed["people"])

    def _read(self, _tab: Tab, deed: Json) -> None:
        if self._reading.read(self.deeds.person(deed).id, deed["channel"], deed["ts"]):
            self._marks_changed(deed["as"])

    def _draft(self, tab: Tab, deed: Json) -> None:
        self._reading.keep_draft(self.deeds.person(deed).id, deed["channel"], deed["text"])
        for other in self._tabs - {tab}:
            other.note_marks(deed["as"])

    def _marks_changed(self, user: str) -> None:
        self._unread = None
        for tab in self._tabs:
            tab.note_marks(user)

    # Under the hood

    def _drawer(self, tab: Tab, deed: Json) -> Json:
        tab.drawer_open = bool(deed["open"])
        return {"lines": self._traffic.lines() if tab.drawer_open else []}

    def _line(self, _tab: Tab, deed: Json) -> Json:
        return {"detail": self._traffic.detail(deed["number"])}

    def _switch(self, _tab: Tab, deed: Json) -> None:
        self._mischief.switch(deed["name"], on=bool(deed["on"]))
        self._all("hood")

    def _strike(self, _tab: Tab, deed: Json) -> None:
        self._mischief.strike(deed["name"])

    def _record(self, record: Record) -> None:
        self._unread = None
        line = self._traffic.take(record, self._controls.now().timestamp())
        for tab in self._tabs:
            if isinstance(record, StateChanged):
                tab.note(record)
            if line is not None and tab.drawer_open:
                tab.note_line(line)
            if line is not None and line.kind == "violation":
                tab.note_shared("hood")

    # The clock and the program

    async def _control(self, name: str, deed: Json) -> Json:
        """One at a time: two turns of the clock at once would be due in no order."""
        if self._busy:
            raise ValueError("One moment: that before is still going on.")
        self._busy = name
        self._all("clock")
        try:
            return await self._controlled(name, deed)
        finally:
            self._busy, self._progress, self._unread = "", "", None
            for tab in self._tabs:
                tab.refresh()

    async def _controlled(self, name: str, deed: Json) -> Json:
        match name:
            case "turn":
                await self._controls.turn(timedelta(hours=int(deed["hours"])))
            case "turn_to_next":
                reached = await self._controls.turn_to_next()
                return {"reached": reached.timestamp() if reached else None}
            case "seed":
                look_at = await self._controls.seed(self._tell)
                self._reading.take_history_as_read()
                return {"look_at": look_at}
            case "start_over":
                await self._controls.start_over()
                self._forget()
            case "use_door":
                await self._controls.use_door(deed["door"])
                self._forget()
        return {}

    def _forget(self) -> None:
        self._reading.forget()
        self._traffic.clear()
        self._mischief.end()

    def _tell(self, words: str) -> None:
        self._progress = words
        self._all("clock")

    def _all(self, *names: str) -> None:
        for tab in self._tabs:
            tab.note_shared(*names)

    async def _tick(self) -> None:
        while True:
            self._all("clock")
            await asyncio.sleep(TICK)
