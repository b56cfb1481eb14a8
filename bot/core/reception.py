"""Sees to one call: drops it if it was seen, opens the transaction, runs the listener, turns its end into an answer."""

import re
from dataclasses import dataclass
from typing import Any, Protocol

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer, Message, Tell
from bot.core.blocks import buttons, paragraph
from bot.core.calls import DIGITS, Call
from bot.core.cards import outdate_card
from bot.core.changes import changes
from bot.core.deliveries import SeenBefore, remember
from bot.core.edge import Edge
from bot.core.reading import Reader, read_by
from bot.core.refusals import Refusal
from bot.core.routing import Caller, Route
from bot.core.second_try import until_it_passes
from bot.core.sentences import Text, _
from bot.core.submissions import InvalidForm, Submission
from bot.core.switchboard import Switchboard
from bot.core.telemetry import new_reference

SUBJECT = re.compile(rf"[0-9]{{1,{DIGITS}}}(?![0-9])")  # what a button's value begins with

APOLOGY = _(
    "Sorry, something went wrong on our side and nothing was saved. Please try again; if it happens again, "
    "tell whoever looks after Flipside the reference {reference}."
)

log = structlog.get_logger()


@dataclass(frozen=True)
class Outcome:
    """`errors` go under a form's fields and keep it open; `answer` is shown after the ack.

    Of a delivery that was seen before nothing is shown: the first one's answer is on its way.
    """

    answer: Answer = None
    errors: dict[str, str] | None = None
    seen_before: bool = False


class Gate(Protocol):
    """Asked before a transaction is opened, since it may have to ask Slack."""

    async def check_visitor(self, call: Call) -> None:
        """Raises Refusal for somebody who cannot take part."""

    async def check_named(self, call: Call, submission: Submission) -> None:
        """Raises InvalidForm where somebody was picked who cannot take part."""


class Reception:
    def __init__(self, edge: Edge, table: Switchboard, gate: Gate | None = None) -> None:
        self._edge = edge
        self._table = table
        self._gate = gate

    async def receive(self, call: Call) -> Outcome:
        """Never raises: what goes wrong becomes words for the person, and a log line with the same reference."""
        route, submission = self._table.find(call), None
        try:
            submission = Submission(call.payload.get("view") or {}) if call.what == "form" else None
            if route is None:
                return await self._nobody_home(call, submission)
            form = self._read(call, route, submission)
            await until_it_passes(lambda: self._pass_gate(call, submission, route), what=call.what)
            return Outcome(await self._try(route, call, form))
        except SeenBefore:
            log.info("delivery seen before", what=call.what, name=self._table.name_of(call))
            return Outcome(seen_before=True)
        except InvalidForm as invalid:
            with read_by(await self.reader_of(call)):
                return Outcome(errors=invalid.errors)
        except Refusal as refusal:
            await self._bring_up_to_date(call, route)
            return await self._told(call, refusal.words, submission, refusal.field)
        except Exception as error:
            reference = new_reference()
            log.error(
                "listener failed",
                what=call.what,
                name=self._table.name_of(call),
                reference=reference,
                exc_info=error,
            )
            return await self._apology(call, submission, reference)

    async def reader_of(self, call: Call) -> Reader | None:
        """For what is said where the call came to nothing; what a listener shows is read by the person it named."""
        try:
            async with self._edge.transaction() as db:
                return await self._table.reader_of(db, call, self._edge.clock.now())
        except Exception as error:  # perhaps why it came to nothing: it is said in the language it was written in
            log.warning("reader not found", what=call.what, exc_info=error)
            return None

    async def _try(self, route: Route, call: Call, form: Any) -> Answer:
        came_to: list[Answer] = []

        async def run() -> Answer:
            async with self._edge.transaction() as db:
                answer = await self._run(db, route, call, form)
                came_to.append(answer)
            return answer

        try:
            return await until_it_passes(run, what=call.what)
        except SeenBefore:
            if not came_to:
                raise
            return came_to[-1]  # a try was committed after all: only the word of it was lost, with the connection

    async def _run(self, db: AsyncSession, route: Route, call: Call, form: Any) -> Answer:
        now = self._edge.clock.now()
        if route.is_noted:
            await remember(db, call.keys, now)
        named: dict[str, Any] = {"call": call, "form": form, "db": db, "now": now}
        callers: list[Caller] = []
        for one in self._table.provided_to(route):
            named[one.name] = await one.provide(db, call, now)
            if one.is_caller and named[one.name] is not None:
                callers.append(named[one.name])
        with read_by(callers[0].reader(now) if callers else None):
            answer = await route.listener(**{name: named[name] for name in route.asks_for})
        if isinstance(answer, Tell) and answer.replace:
            changes(db).answered_in = call.message
        return answer

    async def _bring_up_to_date(self, call: Call, route: Route | None) -> None:
        """A button that was refused has lost its meaning, perhaps: the card it stands in is looked at again."""
        subject, kinds = SUBJECT.match(call.value), route.cards if route else ()
        if call.message is None or subject is None or not kinds:
            return
        try:
            async with self._edge.transaction() as db:
                await outdate_card(db, kinds, int(subject[0]), *call.message, self._edge.clock.now())
        except DBAPIError as error:  # the answer says what is so, at least
            log.warning("card not looked at", name=self._table.name_of(call), because=type(error).__name__)

    async def _pass_gate(self, call: Call, submission: Submission | None, route: Route) -> None:
        if self._gate is None:
            return
        # Whatever Slack tells of somebody is no visit, and nobody would read that they cannot take part.
        if call.what != "event" and any(one.is_caller for one in self._table.provided_to(route)):
            await self._gate.check_visitor(call)
        if submission is not None:
            await self._gate.check_named(call, submission)

    def _read(self, call: Call, route: Route, submission: Submission | None) -> Any:
        if submission is None or route.form is None:
            return None
        if submission.is_of_another_page:
            log.warning("submission of another page", name=self._table.name_of(call))
            raise Refusal(_("Slack sent me the page before this one. Please press once more; nothing is lost."))
        return route.form.read(submission)

    async def _told(self, call: Call, words: Text, submission: Submission | None, field: str | None = None) -> Outcome:
        with read_by(await self.reader_of(call)):
            return self._said(str(words), submission, field)

    def _said(self, text: str, submission: Submission | None, field: str | None) -> Outcome:
        # Slack shows an error only under a field of the modal; elsewhere the modal would close and lose the text.
        if submission is not None and field is not None and submission.holds(field):
            return Outcome(errors={field: text})
        if submission is not None and submission.anchor:
            return Outcome(errors={submission.anchor: text})
        does = self._table.buttons_for(text)
        return Outcome(Tell(Message([paragraph(text), *([buttons(*does)] if does else [])])))

    async def _nobody_home(self, call: Call, submission: Submission | None) -> Outcome:
        if call.what == "event":
            return Outcome()
        log.warning("nobody listens", what=call.what)
        if submission is not None:
            said = _("This form is from an older version of Flipside. Please close it and open it anew.")
        else:
            said = _("This button is from an older version of Flipside. Type /mentor help to see what you can do now.")
        return await self._told(call, said, submission)

    async def _apology(self, call: Call, submission: Submission | None, reference: str) -> Outcome:
        if call.what == "event":
            return Outcome()
        return await self._told(call, APOLOGY.given({"reference": reference}), submission)
