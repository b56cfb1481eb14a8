"""What somebody sees once their call was acked, and what they read when Slack does not show it."""

from dataclasses import replace

import structlog

from bot.core.answers import Answer, Message, OpenModal, Rewrite, ShowHome, Tell
from bot.core.blocks import paragraph
from bot.core.calls import Call
from bot.core.excuses import OUR_FAULT, excuse
from bot.core.reading import read_by
from bot.core.reception import Reception
from bot.core.sentences import Sentence
from bot.core.slack import Slack, SlackProblem
from bot.core.slacks import Slacks
from bot.core.telemetry import new_reference
from bot.doors.places import HOME, is_on_home, opened_at

log = structlog.get_logger()


class Showing:
    def __init__(self, reception: Reception, slacks: Slacks) -> None:
        self._reception = reception
        self._slacks = slacks

    async def show(self, call: Call, answer: Answer) -> None:
        """Where Slack does not take it, they read why."""
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

    async def _renew_home(self, call: Call) -> None:
        """Whoever did something on the Home tab still looks at it, and Slack tells of that tab only once it opens."""
        if is_on_home(call):
            looks = {"event": {"tab": "home"}}
            whose = replace(call, what="event", name="app_home_opened", keys=(), payload=looks)
            await self.show(whose, (await self._reception.receive(whose)).answer)

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
