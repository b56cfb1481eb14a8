"""Bolt's side of the door: one listener a kind of payload, each turning it into a Call.

Every payload is acknowledged, known or not, or Slack would deliver it three times more. The app runs with
`process_before_response`, so the ack leaves as soon as the listener returns (0.3 ms instead of 11). Since what a
person sees is shown after the ack, a slow Slack never makes an ack late.
"""

import asyncio
import re
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse

from bot.core.answers import OpenModal, ReplaceModal
from bot.core.blocks import RUNS
from bot.core.calls import Call
from bot.core.late_forms import saving_page
from bot.core.reading import Reader, read_by
from bot.core.reception import Outcome, Reception
from bot.core.slacks import Slacks
from bot.core.words import words_of
from bot.doors.dispatching import NOT_UNDERSTOOD, acked
from bot.doors.late_forms import LateForms
from bot.doors.places import opened_at, place_of, reply_address
from bot.doors.showing import Showing

ANY = re.compile(".*", re.DOTALL)

log = structlog.get_logger()

T = TypeVar("T")


@dataclass(frozen=True)
class Patience:
    """In seconds. Slack waits 3 s for an ack; what takes longer than `ack` is acked first and answered later.

    A form is acked with a page then, in the language of its reader where `glance` is enough to find out which. Slack
    shows what an ack says within `travel`; a call goes another way, and may be faster.
    """

    ack: float = 2.0
    glance: float = 0.3
    travel: float = 1.0


@dataclass
class Submitted:
    """A form being seen to, and the moment of the loop's clock at which its ack must leave.

    A double click delivers it twice: both are acked, with the same, and one of them shows the answer.
    """

    seeing: "asyncio.Task[Outcome]"
    until: float
    is_claimed: bool = False

    def left(self) -> float:
        return max(self.until - asyncio.get_running_loop().time(), 0)

    def claim(self) -> bool:
        """Whether it is for the caller to show the answer."""
        was_claimed, self.is_claimed = self.is_claimed, True
        return not was_claimed


PATIENCE = Patience()


class FrontDoor:
    def __init__(self, reception: Reception, slacks: Slacks, patience: Patience = PATIENCE) -> None:
        self._reception = reception
        self._showing = Showing(reception, slacks)
        self._late_forms = LateForms(reception, slacks)
        self._patience = patience
        self._submitted: dict[str, Submitted] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    def open_on(self, app: AsyncApp) -> None:
        app.command(ANY)(self.on_command)
        app.action(ANY)(self.on_action)
        app.view_submission(ANY)(self.on_form)
        app.view_closed(ANY)(self.on_nothing)
        app.options(ANY)(self.on_nothing)
        app.shortcut(ANY)(self.on_nothing)
        app.event(ANY)(self.on_event)
        app.error(self.on_trouble)

    async def settled(self) -> None:
        """Waits until every call so far has been seen to and answered."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def in_hand(self) -> int:
        """Calls being seen to, and answers being shown, right now."""
        return len(self._tasks)

    async def drain(self, seconds: float) -> None:
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)

    async def on_command(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        name, text = words_of(str(body.get("text") or ""))
        team = str(body.get("team_id") or "")
        call = Call(
            "command",
            name,
            team_id=team,
            user_id=str(body["user_id"]),
            keys=_keys(context, body),
            text=text,
            trigger_id=body.get("trigger_id"),
            response_url=body.get("response_url"),
            payload=body,
        )
        await self._see_to(call, ack)

    async def on_action(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        if not body.get("actions"):
            await ack()
            return
        action = body["actions"][0]
        name = str(action["action_id"])
        value = str(action.get("value") or (action.get("selected_option") or {}).get("value") or "")
        call = Call(
            "action",
            name,
            **_people(body, context),
            keys=_keys(context, body),
            text=value if name.startswith(RUNS) else "",
            value=value,
            trigger_id=body.get("trigger_id"),
            response_url=body.get("response_url"),
            payload=body,
        )
        await self._see_to(call, ack)

    async def on_form(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        view = body["view"]
        people = _people(body, context)
        # A double click submits the same view twice, in two deliveries. A submission with errors is rolled
        # back, and its keys with it, so that the mended one passes.
        who = f"{people['team_id']}:{people['user_id']}"
        once = f"view:{who}:{view.get('callback_id')}:{view.get('id')}:{view.get('hash')}"
        call = Call(
            "form",
            str(view.get("callback_id") or ""),
            **people,
            keys=(*_keys(context, body), once),
            trigger_id=body.get("trigger_id"),
            response_url=reply_address(view),
            payload=body,
        )
        sent = self._submitted.get(once) or self._submit(once, call)
        done, _pending = await asyncio.wait({sent.seeing}, timeout=sent.left())
        if done:
            await self._answer_form(call, ack, sent)
            return
        with read_by(await self._reader_at_a_glance(call)):
            await ack(response_action="update", view=saving_page(view))
        if sent.claim():
            self._task(self._answer_late(call, sent.seeing))

    def _submit(self, once: str, call: Call) -> "Submitted":
        seeing = self._task(self._reception.receive(call))
        sent = self._submitted[once] = Submitted(seeing, asyncio.get_running_loop().time() + self._patience.ack)
        seeing.add_done_callback(lambda _: self._submitted.pop(once))
        return sent

    async def _reader_at_a_glance(self, call: Call) -> Reader | None:
        """What keeps the form waiting may keep this waiting, too: the page is in the bot's own language then."""
        looking = self._task(self._reception.reader_of(call))
        done, _pending = await asyncio.wait({looking}, timeout=self._patience.glance)
        return looking.result() if done else None

    async def _answer_form(self, call: Call, ack: AsyncAck, sent: "Submitted") -> None:
        outcome = sent.seeing.result()
        if outcome.errors:
            await ack(response_action="errors", errors=outcome.errors)
            return
        if isinstance(outcome.answer, ReplaceModal):
            view = opened_at(place_of(call.payload["view"]), outcome.answer.view)
            await ack(response_action="update", view=view)
        else:
            await ack()
        if sent.claim():
            self._task(self._showing.show(call, outcome.answer))

    async def _answer_late(self, call: Call, seeing: "asyncio.Task[Outcome]") -> None:
        # An answer that overtook the ack would be hidden by the page in it.
        outcome, _ = await asyncio.gather(seeing, asyncio.sleep(self._patience.travel))
        if outcome.seen_before:
            return
        await self._late_forms.show(call, outcome)
        if not outcome.errors and not isinstance(outcome.answer, OpenModal):
            await self._showing.show(call, outcome.answer)

    async def on_event(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        event = body.get("event") or {}
        user = event.get("user")
        team = str(context.team_id or "")
        call = Call(
            "event",
            str(event.get("type") or ""),
            team_id=team,
            user_id=str((user.get("id") if isinstance(user, dict) else user) or ""),
            keys=(f"event:{body['event_id']}",) if body.get("event_id") else _keys(context, body),
            payload=body,
        )
        await self._see_to(call, ack)

    async def on_nothing(self, ack: AsyncAck) -> None:
        await ack()

    async def on_trouble(self, error: Exception) -> BoltResponse:
        log.error(NOT_UNDERSTOOD, exc_info=error)
        return acked()

    async def _see_to(self, call: Call, ack: AsyncAck) -> None:
        seeing = self._task(self._reception.receive(call))
        await asyncio.wait({seeing}, timeout=self._patience.ack)
        await ack()
        self._task(self._show_when_ready(call, seeing))

    async def _show_when_ready(self, call: Call, seeing: "asyncio.Task[Outcome]") -> None:
        await self._showing.show(call, (await seeing).answer)

    def _task(self, work: Coroutine[Any, Any, T]) -> "asyncio.Task[T]":
        """Keeps hold of work until it is done, for `settled`."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _people(body: Mapping[str, Any], context: AsyncBoltContext) -> dict[str, str]:
    """Who did it, and where: in a conversation with another workspace theirs may not be the one of the app."""
    user = body["user"]
    return {
        # Bolt finds the workspace of the app, also of a form that was opened out of another (`app_installed_team_id`).
        "team_id": str(context.team_id or ""),
        "user_id": str(user["id"]),
        "home_team_id": str(user.get("team_id") or ""),
        "enterprise_id": str(context.enterprise_id or ""),
    }


def _keys(context: AsyncBoltContext, body: Mapping[str, Any]) -> tuple[str, ...]:
    """Socket Mode repeats an envelope under its id; over HTTP the trigger, good for one press only, has to do, or else
    all that was sent."""
    if envelope := context.get("envelope_id"):
        return (f"envelope:{envelope}",)
    if trigger := body.get("trigger_id"):
        return (f"trigger:{trigger}",)
    return (f"body:{digest}",) if (digest := context.get("body_digest")) else ()
