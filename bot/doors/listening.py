"""Bolt's side of the door: one listener a kind of payload, each turning it into a Call.

Every payload is acknowledged, known or not, or Slack would deliver it three times more. The app runs with
`process_before_response`, so the ack leaves as soon as the listener returns (0.3 ms instead of 11). Since what a
person sees is shown after the ack, a slow Slack never makes an ack late.
"""

import asyncio
import re
from collections.abc import Coroutine, Mapping
from dataclasses import replace
from typing import Any, TypeVar

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse

from bot.core.answers import Answer, Message, OpenModal, ReplaceModal, Rewrite, ShowHome, Tell
from bot.core.blocks import RUNS, paragraph
from bot.core.calls import Call
from bot.core.excuses import OUR_FAULT, excuse
from bot.core.reading import read_by
from bot.core.reception import Outcome, Reception
from bot.core.sentences import Sentence
from bot.core.slack import Slack, SlackProblem
from bot.core.slacks import Slacks
from bot.core.telemetry import new_reference
from bot.core.words import words_of
from bot.doors.dispatching import NOT_UNDERSTOOD, acked
from bot.doors.places import HOME, is_on_home, opened_at, place_of, reply_address

# Slack waits 3 s for an ack. A command or press that takes longer than this is acked first and answered later.
PATIENCE = 2.0

ANY = re.compile(".*", re.DOTALL)

log = structlog.get_logger()

T = TypeVar("T")


class FrontDoor:
    def __init__(self, reception: Reception, slacks: Slacks) -> None:
        self._reception = reception
        self._slacks = slacks
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
        once = f"view:{people['user_id']}:{view.get('callback_id')}:{view.get('id')}:{view.get('hash')}"
        call = Call(
            "form",
            str(view.get("callback_id") or ""),
            **people,
            keys=(*_keys(context, body), once),
            trigger_id=body.get("trigger_id"),
            response_url=reply_address(view),
            payload=body,
        )
        outcome = await self._task(self._reception.receive(call))
        if outcome.errors:
            await ack(response_action="errors", errors=outcome.errors)
        elif isinstance(outcome.answer, ReplaceModal):
            await ack(response_action="update", view=opened_at(place_of(view), outcome.answer.view))
            self._task(self._renew_home(call))
        else:
            await ack()
            self._show_later(call, outcome)

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
        done, _pending = await asyncio.wait({seeing}, timeout=PATIENCE)
        await ack()
        if done:
            self._show_later(call, seeing.result())
        else:
            self._task(self._show_when_ready(call, seeing))

    async def _show_when_ready(self, call: Call, seeing: "asyncio.Task[Outcome]") -> None:
        await self._show(call, (await seeing).answer)

    def _show_later(self, call: Call, outcome: Outcome) -> None:
        self._task(self._show(call, outcome.answer))

    async def _renew_home(self, call: Call) -> None:
        """Whoever did something on the Home tab still looks at it, and Slack tells of that tab only once it opens."""
        if is_on_home(call):
            looks = {"event": {"tab": "home"}}
            whose = replace(call, what="event", name="app_home_opened", keys=(), payload=looks)
            await self._show(whose, (await self._reception.receive(whose)).answer)

    async def _show(self, call: Call, answer: Answer) -> None:
        try:
            match answer:
                case OpenModal(view):
                    place = HOME if is_on_home(call) else call.response_url if call.what == "action" else None
                    slack = await self._slack(call)
                    await slack.call("views.open", trigger_id=call.trigger_id, view=opened_at(place, view))
                case ShowHome(view):
                    slack = await self._slack(call)
                    await slack.call("views.publish", patiently=True, user_id=call.user_id, view=view)
                case Tell(message, replace):
                    await self._tell(call, message, replace=replace and call.what != "form")
                case Rewrite(channel, ts, message):
                    await self._rewrite(call, channel, ts, message)
        except SlackProblem as problem:
            reference = new_reference()
            log.warning(
                "answer not shown",
                what=call.what,
                problem=problem.code,
                messages=problem.messages,
                reference=reference,
            )
            if not isinstance(answer, ShowHome):  # which is made anew whenever somebody opens it
                await self._tell_it_failed(call, excuse(answer, problem, reference))
        except Exception as error:
            reference = new_reference()
            log.error("answer failed", what=call.what, reference=reference, exc_info=error)
            if not isinstance(answer, ShowHome):
                await self._tell_it_failed(call, OUR_FAULT.given({"reference": reference}))
        if not isinstance(answer, OpenModal):
            await self._renew_home(call)

    async def _tell(self, call: Call, message: Message, *, replace: bool = False) -> None:
        if call.response_url:
            body = {"response_type": "ephemeral", "replace_original": replace, **message.arguments()}
            try:
                await (await self._slack(call)).answer(call.response_url, body)
            except SlackProblem as problem:
                log.info("reply went into the direct message instead", problem=problem.code)
            else:
                return
        # Pressed in a modal or on the Home tab, or sent with a form opened there, there is nothing to reply to.
        slack = await self._slack(call)
        await slack.call("chat.postMessage", patiently=True, channel=call.user_id, **message.arguments())

    async def _rewrite(self, call: Call, channel: str, ts: str, message: Message) -> None:
        try:
            slack = await self._slack(call)
            await slack.call("chat.update", patiently=True, channel=channel, ts=ts, **message.arguments())
        except SlackProblem as problem:  # it was deleted, or was one that only they could see
            log.info("a new message instead of the old one", problem=problem.code)
            await self._tell(call, message)

    async def _tell_it_failed(self, call: Call, sorry: Sentence) -> None:
        with read_by(await self._reception.reader_of(call)):
            said = Message([paragraph(sorry)])
        try:
            await self._tell(call, said)
        except SlackProblem as problem:
            log.warning("apology not shown", what=call.what, problem=problem.code)

    async def _slack(self, call: Call) -> Slack:
        return await self._slacks.of(call.team_id)

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
    """Socket Mode repeats an envelope under its id; over HTTP the trigger, good for one press only, has to do."""
    if envelope := context.get("envelope_id"):
        return (f"envelope:{envelope}",)
    return (f"trigger:{trigger}",) if (trigger := body.get("trigger_id")) else ()
