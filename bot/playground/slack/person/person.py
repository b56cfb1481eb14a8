"""Somebody at a Slack client: tests, demos and pages drive the app through this, as a person would."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

from bot.playground.slack.blocks.elements import offered
from bot.playground.slack.conversations import Channel, PostedMessage
from bot.playground.slack.delivery import Courier, Receipt
from bot.playground.slack.delivery.courier import NOT_SENT
from bot.playground.slack.delivery.envelopes import INTERACTIVE, SLASH_COMMANDS
from bot.playground.slack.errors import ApiError
from bot.playground.slack.events import Events
from bot.playground.slack.feed import Violation
from bot.playground.slack.inputs import HELD_IN, Values
from bot.playground.slack.members import Member
from bot.playground.slack.payloads import Payloads
from bot.playground.slack.person.actions import dispatches, picked, pressed
from bot.playground.slack.person.checks import problems
from bot.playground.slack.person.commands import FAILED, NOT_A_COMMAND, escaped, split
from bot.playground.slack.person.fields import field
from bot.playground.slack.person.hands import Hands, Place
from bot.playground.slack.person.outcomes import show_outcome
from bot.playground.slack.person.rights import check_coming, may_run, shortcut_called, writable
from bot.playground.slack.rendering import Onlooker, visible_text
from bot.playground.slack.replies import show_command_answer
from bot.playground.slack.views import View
from bot.playground.slack.workspace import WorkspaceState


class Actor:
    """One member of the workspace. Every deed goes to the app over the real protocol."""

    def __init__(
        self, user: str, workspace: WorkspaceState, courier: Courier, payloads: Payloads, events: Events
    ) -> None:
        self.id = user
        self._workspace = workspace
        self._courier = courier
        self._payloads = payloads
        self._events = events
        self._hands = Hands(user, workspace, courier, payloads)

    def __repr__(self) -> str:
        return f"<Person {self.id} {self.name}>"

    # What they are and see

    @property
    def member(self) -> Member:
        """Their account, as it is now."""
        return self._workspace.members[self.id]

    @property
    def name(self) -> str:
        return self.member.name

    @property
    def modal(self) -> View | None:
        """The view on top of their stack."""
        return self._workspace.views.top(self.id)

    @property
    def home(self) -> View | None:
        """Their Home tab, as last published. People of another workspace are never shown it, though the app's
        publishing goes through (bolt-js 1948)."""
        return None if self.member.is_stranger else self._workspace.views.home(self.id)

    @property
    def dm(self) -> str:
        """The id of their direct message with the app."""
        return self._workspace.direct(self.id).id

    def conversations(self) -> list[Channel]:
        return [c for c in self._workspace.conversations.values() if self.id in c.members]

    def messages(self, channel: str | None = None) -> list[PostedMessage]:
        """What they can read, oldest first: of one conversation that they are in, or of all of them."""
        readable = [
            message
            for place in self.conversations()
            if channel in {None, place.id}
            for message in place.messages.values()
            if not message.deleted and message.only_for in {None, self.id}
        ]
        return sorted(readable, key=lambda message: message.ts)

    def values(self, place: Place) -> Values:
        """What fields and menus in a view hold, or in a message as this person left them: `state.values`."""
        return self._hands.values(place)

    def read(self, shown: PostedMessage | View) -> str:
        """The words of a message or a view as this person sees them: names, and times in their zone."""
        names = {member.id: member.name for member in self._workspace.members.values()}
        names |= {c.id: c.name for c in self._workspace.conversations.values()}
        return visible_text(shown, Onlooker(names=names, tz=self.member.clock_zone, now=self._workspace.now()))

    # What they do in conversations

    async def command(self, line: str, channel: str | None = None) -> Receipt:
        """Type a slash command, by default in #general.

        What the app acknowledges with is shown; where it does not, Slack's own line about that is. Raises
        `PermissionError` where they have no composer.
        """
        place = channel or self._workspace.usual_place(self.id).id
        writable(self._workspace, self.id, place)
        command, text = split(line)
        known = self._workspace.manifest.commands.get(command)
        if known is None or not may_run(self._workspace, self.id):
            self._slackbot(place, NOT_A_COMMAND.format(command))
            return NOT_SENT
        text = escaped(self._workspace, text) if known.escapes else text
        payload = self._payloads.command(self.id, place, command, text)
        delivery = await self._courier.ask(SLASH_COMMANDS, payload)
        if delivery.error:
            self._slackbot(place, FAILED.format(command, delivery.error))
        elif delivery.ack:
            self._show_answer(place, command, delivery.ack)
        return delivery

    async def say(self, channel: str, text: str) -> PostedMessage:
        """Write a message.

        Raises `PermissionError` where they have no composer.
        """
        conversation = writable(self._workspace, self.id, channel)
        message = self._workspace.write(PostedMessage(channel, "", self.id, text=text))
        self._events.message(conversation, message)
        return message

    async def join(self, channel: str) -> None:
        """Come into a channel. Raises `PermissionError` for guests and people of another workspace, who only come
        where somebody asks them to."""
        conversation = self._workspace.conversations[channel]
        if self.id not in conversation.members:
            check_coming(self._workspace, self.id)
            self._come_into(conversation)

    async def come_invited(self, channel: str) -> None:
        """Come into a channel because one of its members asked for it.

        Raises `ApiError` for a single-channel guest who has a channel.
        """
        self._come_into(self._workspace.conversations[channel])

    async def open_home(self) -> None:
        """Look at the app's Home tab."""
        self._events.app_opened(self.id, self.dm, "home")

    async def open_messages(self) -> None:
        """Look at the app's Messages tab, which is their direct message with it."""
        self._events.app_opened(self.id, self.dm, "messages")

    async def set_status(self, text: str, emoji: str = "", expiration: int = 0) -> None:
        """Say what they are at. Apps that subscribe to `user_change` hear of it, as of every change of anybody."""
        status = {"status_text": text, "status_emoji": emoji, "status_expiration": expiration}
        self._workspace.change_member(self.id, **status)
        self._events.user("user_change", self.id)

    async def shortcut(self, name: str, message: PostedMessage | None = None) -> Receipt:
        """Run a shortcut of the app's by its name or callback id: a global one, or one in a message's menu.

        Raises `LookupError` where their client shows none of that name.
        """
        called = shortcut_called(self._workspace, self.id, name, message)
        payload = self._payloads.shortcut(self.id, called.callback_id, message)
        return await self._courier.ask(INTERACTIVE, payload)

    async def click(
        self,
        what: str,
        *,
        where: Place | None = None,
        block: str | None = None,
        option: Any = None,
        value: str | None = None,
        confirm: bool = True,
    ) -> Receipt:
        """Press a button, or pick in a menu outside a form, by action id or by what is written on it.

        Without `where`: in the modal on top, else in the newest message that has it, else on the Home tab.
        `option` is what to pick, as `fill` takes it; `value` or a block's id tells apart what shares an action
        id; `confirm=False` answers no to a confirmation dialog. Raises `LookupError` where there is no such thing.
        """
        place, found, element = self._hands.find(self._in_reach(where), what, value, block_id=block)
        if element["type"] == "workflow_button" or ("confirm" in element and not confirm):
            return NOT_SENT  # a workflow starts without the app hearing of it
        if element["type"] not in HELD_IN:
            return await self._hands.act(place, pressed(found, element, option))
        return await self._pick(place, found, element, option)

    async def options(self, what: str, typed: str, *, where: Place | None = None) -> list[dict[str, Any]]:
        """What a menu offers whose options come from the app, once so much was typed into it; `what` is its
        action id, or in a form the label."""
        return offered({"option_groups": await self.option_groups(what, typed, where=where)})

    async def option_groups(
        self, what: str, typed: str, *, where: Place | None = None, block: str | None = None
    ) -> list[dict[str, Any]]:
        """The same in the app's groups; options without groups are one group without a label."""
        places = self._in_reach(where)
        place, found, element = self._hands.find(places, what, block_id=block, in_forms=True)
        return await self._hands.suggest(place, found, element, typed)

    # What they do in a modal

    async def fill(self, name: str, value: Any, *, where: Place | None = None, tell: bool = True) -> Receipt:
        """Fill in a field, found by label, block id or action id; `entries.entry` says what each kind takes.

        Without `where`: in the modal on top. The app hears of it at once where the block has `dispatch_action`;
        else, or with `tell=False` as while somebody is still typing, the result is `not_sent`.
        """
        place = where or self._open_modal()
        block, element = field(place.blocks, name)
        if isinstance(place, View):
            place.errors.pop(block["block_id"], None)
        if tell and dispatches(block):
            return await self._pick(place, block, element, value)
        await self._hands.enter(place, block, element, value)
        if isinstance(place, View):
            self._workspace.views.touch(place)
        return NOT_SENT

    async def submit(self, entries: Mapping[str, Any] | None = None) -> Receipt:
        """Fill in these fields and press the submit button.

        Where Slack's client finds a field wrong nothing is sent, and the view's `errors` say what. Raises
        `LookupError` where there is no modal or no submit button.
        """
        for name, value in (entries or {}).items():
            await self.fill(name, value)
        view = self._open_modal()
        if not view.payload.get("submit"):
            raise LookupError(f"the view {view.title!r} has no submit button")
        wrong = problems(view)
        self._workspace.views.show_errors(view, wrong)
        if wrong:
            return NOT_SENT
        delivery = await self._courier.ask(INTERACTIVE, self._payloads.submission(self.id, view))
        show_outcome(self._workspace, view, delivery)
        return delivery

    async def close_modal(self, *, everything: bool = False) -> None:
        """Press the close button of the view on top, or the cross that closes all of them."""
        view = self._open_modal()
        cleared = everything or bool(view.payload.get("clear_on_close"))
        closing = list(reversed(self._workspace.views.stack(self.id))) if cleared else [view]
        for closed in closing:
            self._workspace.views.close_top(self.id)
            if closed.payload.get("notify_on_close"):
                payload = self._payloads.closed(self.id, closed, is_cleared=cleared)
                await self._courier.ask(INTERACTIVE, payload)

    def second_device(self) -> AbstractContextManager[None]:
        """While it lasts they look at another screen; the modal that is open on the first stays as it is."""
        return self._workspace.views.beside(self.id)

    def _come_into(self, conversation: Channel) -> None:
        self._workspace.admit(conversation, [self.id])
        self._events.joined(conversation, self.id)

    def _open_modal(self) -> View:
        if self.modal is None:
            raise LookupError(f"{self.name} has no modal open")
        return self.modal

    def _in_reach(self, where: Place | None) -> list[Place]:
        if where is not None:
            return [where]
        places = [self.modal, *reversed(self.messages()), self.home]
        return [place for place in places if place is not None]

    async def _pick(self, place: Place, block: dict[str, Any], element: dict[str, Any], value: Any) -> Receipt:
        await self._hands.enter(place, block, element, value)
        state = self._hands.values(place)[block["block_id"]][element["action_id"]]
        if isinstance(place, View):
            self._workspace.views.touch(place)
        return await self._hands.act(place, picked(block, element, state))

    def _slackbot(self, channel: str, text: str) -> None:
        self._workspace.write(PostedMessage(channel, "", "USLACKBOT", text=text, only_for=self.id))

    def _show_answer(self, channel: str, command: str, ack: dict[str, Any]) -> None:
        try:
            show_command_answer(self._workspace, self.id, channel, ack)
        except ApiError as error:
            self._workspace.feed.emit(Violation("ack", error.code, tuple(error.messages)))
            self._slackbot(channel, FAILED.format(command, "dispatch_unknown_error"))
