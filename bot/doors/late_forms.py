"""A form that takes longer than Slack waits: its ack shows that it is being saved, and the answer takes its place."""

from collections.abc import Mapping
from typing import Any

import structlog

from bot.core import late_forms
from bot.core.answers import Message, OpenModal, ReplaceModal, Rewrite, Tell
from bot.core.blocks import paragraph
from bot.core.calls import Call
from bot.core.excuses import OUR_FAULT
from bot.core.reading import read_by
from bot.core.reception import Outcome, Reception
from bot.core.slack import SlackProblem
from bot.core.slacks import Slacks
from bot.core.telemetry import new_reference
from bot.doors.places import opened_at, place_of

log = structlog.get_logger()


class LateForms:
    def __init__(self, reception: Reception, slacks: Slacks) -> None:
        self._reception = reception
        self._slacks = slacks

    async def show(self, call: Call, outcome: Outcome) -> None:
        """In place of that page, or in a direct message where it was closed, or Slack does not take it.

        By the view's id alone: nobody is told which hash a view has after an ack.
        """
        view = call.payload["view"]
        with read_by(await self._reception.reader_of(call)):
            missed: Message | None
            try:
                missed = _message_instead(view, outcome)
                page = _page_instead(view, outcome)
                await (await self._slacks.of(call.team_id)).call(
                    "views.update", patiently=True, view_id=view.get("id"), view=page
                )
                return
            except SlackProblem as problem:
                log.info("page not shown", problem=problem.code, messages=problem.messages)
            except Exception as error:
                reference = new_reference()
                log.error("page failed", reference=reference, exc_info=error)
                missed = Message([paragraph(OUR_FAULT.given({"reference": reference}))])
        if missed is not None:
            await self._write(call, missed)

    async def _write(self, call: Call, message: Message) -> None:
        try:
            slack = await self._slacks.of(call.team_id)
            await slack.call("chat.postMessage", patiently=True, channel=call.user_id, **message.arguments())
        except SlackProblem as problem:
            log.warning("answer not shown", what=call.what, problem=problem.code)


def _page_instead(view: Mapping[str, Any], outcome: Outcome) -> dict[str, Any]:
    if outcome.errors:
        return late_forms.form_again(view, outcome.errors)
    match outcome.answer:
        case ReplaceModal(page) | OpenModal(page):
            return opened_at(place_of(view), page)
        case Tell(message) | Rewrite(_, _, message):
            return late_forms.done_page(view, message.blocks)
        case _:
            return late_forms.done_page(view)


def _message_instead(view: Mapping[str, Any], outcome: Outcome) -> Message | None:
    """None where a message is on its way in any case."""
    if outcome.errors:
        return late_forms.not_saved(view, outcome.errors)
    match outcome.answer:
        case ReplaceModal(page) | OpenModal(page):
            return late_forms.next_page_missed(view, page)
        case Tell() | Rewrite():
            return None
        case _:
            return late_forms.done(view)
