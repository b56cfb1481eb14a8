"""What somebody does in the page, done by that person in the workspace."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.playground.page.reading import Reading
from bot.playground.slack import Actor, PostedMessage, Receipt, StandIn, View
from bot.playground.slack.person.commands import escaped
from bot.playground.slack.workspace import WorkspaceState

Json = dict[str, Any]
Deed = Callable[[Json], Awaitable[Json]]


class Gone(LookupError):
    """The view or message that somebody acted on is no longer on their screen."""


class Deeds:
    """The deeds by name, as `{"do": name, "as": user id, …}` asks for them.

    Each returns what the page is to know beyond the changes that it sees anyway. Raises `LookupError`,
    `PermissionError` or `ValueError` for what cannot be done.
    """

    def __init__(self, slack: StandIn, reading: Reading) -> None:
        self._slack = slack
        self._reading = reading
        self.known: Mapping[str, Deed] = {
            "command": self._command,
            "say": self._say,
            "join": self._join,
            "open_home": self._open_home,
            "press": self._press,
            "options": self._options,
            "fill": self._fill,
            "submit": self._submit,
            "close": self._close,
        }

    def person(self, deed: Json) -> Actor:
        """Who does it. Raises `LookupError` for a stranger."""
        return self._slack.person(str(deed["as"]))

    def _workspace(self, person: Actor) -> WorkspaceState:
        return self._slack.team_of(person.id).state

    async def _command(self, deed: Json) -> Json:
        return _told(await self.person(deed).command(deed["line"], deed["channel"]))

    async def _say(self, deed: Json) -> Json:
        """Slack's client sends what was typed as text: only what it completes becomes a mention or a link."""
        person = self.person(deed)
        message = await person.say(deed["channel"], escaped(self._workspace(person), deed["text"]))
        self._reading.read(person.id, deed["channel"], message.ts)
        return {}

    async def _join(self, deed: Json) -> Json:
        await self.person(deed).join(deed["channel"])
        return {}

    async def _open_home(self, deed: Json) -> Json:
        await self.person(deed).open_home()
        return {}

    async def _press(self, deed: Json) -> Json:
        """A button, an overflow menu, or a menu outside a form."""
        person, where = self.person(deed), self._where(deed)
        pressed = person.click(deed["action"], where=where, block=deed["block"], option=deed.get("option"))
        return _told(await pressed)

    async def _options(self, deed: Json) -> Json:
        person, where = self.person(deed), self._where(deed)
        groups = await person.option_groups(deed["action"], deed["typed"], where=where, block=deed["block"])
        return {"groups": groups}

    async def _fill(self, deed: Json) -> Json:
        """A field of a form. With `tell` the app hears of it, where the block asks for that."""
        person, where = self.person(deed), self._where(deed)
        filled = person.fill(deed["block"], deed["value"], where=where, tell=bool(deed.get("tell")))
        return _told(await filled)

    async def _submit(self, deed: Json) -> Json:
        self._where(deed)
        return _told(await self.person(deed).submit())

    async def _close(self, deed: Json) -> Json:
        self._where(deed)
        await self.person(deed).close_modal(everything=bool(deed.get("everything")))
        return {}

    async def attach(self, deed: Json, files: list[tuple[str, bytes]]) -> None:
        """Add files to a file input, beside those that it holds; with `without`, take one away."""
        person, view = self.person(deed), self._where(deed)
        (state,) = person.values(view)[deed["block"]].values()
        files_there = self._workspace(person).files
        kept = [files_there[wire["id"]] for wire in state["files"] if wire["id"] != deed.get("without")]
        uploads = [(file.name, file.content or b"") for file in kept]
        await person.fill(deed["block"], uploads + files, where=view)

    def _where(self, deed: Json) -> View | PostedMessage:
        """The view on top of the person's stack, their Home tab, or a message that they can read."""
        person, where = self.person(deed), deed["where"]
        if "ts" in where:
            place = self._workspace(person).conversations.get(where["channel"])
            message = place.messages.get(where["ts"]) if place and person.id in place.members else None
            if message is None or message.deleted or message.only_for not in {None, person.id}:
                raise Gone("that message is gone")
            return message
        for view in (person.modal, person.home):
            if view is not None and view.id == where["view"]:
                return view
        raise Gone("that view is gone")


def _told(delivery: Receipt) -> Json:
    """`not_sent` is no trouble: there was nothing for the app to hear."""
    return {"failed": delivery.error} if delivery.error not in {None, "not_sent"} else {}
