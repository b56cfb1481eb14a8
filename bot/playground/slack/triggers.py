"""Trigger ids: a person's click or command, which lets the app open one modal, at once."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.slack.errors import ApiError
from bot.playground.slack.ids import Ids

LIFETIME = 3.0  # seconds; Slack's reference on modals


@dataclass
class Trigger:
    """`view_id` names the view in which the person acted, and is None where they were in no view."""

    id: str
    user: str
    issued: float
    view_id: str | None
    spent: bool = False


class Triggers:
    def __init__(self, ids: Ids, now: Callable[[], float]) -> None:
        self._ids = ids
        self._now = now
        self._issued: dict[str, Trigger] = {}

    def issue(self, user: str, view_id: str | None = None) -> str:
        count = self._ids.count("trigger")
        trigger = Trigger(f"{count}.{count + 1000}.{self._ids.secret('trigger')}", user, self._now(), view_id)
        self._issued[trigger.id] = trigger
        return trigger.id

    def knows(self, trigger_id: str) -> bool:
        return trigger_id in self._issued

    def check(self, trigger_id: str) -> Trigger:
        """The trigger, still unspent.

        Raises `ApiError`: `invalid_trigger_id`, `exchanged_trigger_id` for a second use, `expired_trigger_id`
        after 3 s.
        """
        trigger = self._issued.get(trigger_id)
        if trigger is None:
            raise ApiError("invalid_trigger_id")
        if trigger.spent:
            raise ApiError("exchanged_trigger_id")
        if self._now() - trigger.issued > LIFETIME:
            raise ApiError("expired_trigger_id")
        return trigger
