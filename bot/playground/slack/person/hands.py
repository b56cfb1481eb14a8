"""Pressing, picking and typing: what every control in a modal, a message or a Home tab has in common."""

from itertools import chain
from typing import Any

from bot.playground.slack.blocks.elements import offered
from bot.playground.slack.blocks.shapes import items, record
from bot.playground.slack.blocks.texts import OPTION, OPTION_GROUP
from bot.playground.slack.conversations import PostedMessage
from bot.playground.slack.delivery import Courier, Receipt
from bot.playground.slack.delivery.envelopes import INTERACTIVE
from bot.playground.slack.feed import Violation
from bot.playground.slack.inputs import Values, interactive, values
from bot.playground.slack.payloads import Payloads
from bot.playground.slack.person.actions import place_of
from bot.playground.slack.person.entries import entry
from bot.playground.slack.person.fields import controls
from bot.playground.slack.views import View
from bot.playground.slack.workspace import WorkspaceState

Place = View | PostedMessage
Block = dict[str, Any]
Element = dict[str, Any]
# Characters before Slack asks the app for options, where the menu does not say; from the Block Kit reference.
LEAST_TYPED = 3
SUGGESTIONS = record({}, {"options": items(OPTION, 0, 100), "option_groups": items(OPTION_GROUP, 0, 100)})


class Hands:
    """One person's, at their own client: what they have picked in a message is not seen by anybody else."""

    def __init__(self, user: str, workspace: WorkspaceState, courier: Courier, payloads: Payloads) -> None:
        self._user = user
        self._workspace = workspace
        self._courier = courier
        self._payloads = payloads
        self._picked: dict[str, Values] = {}

    def values(self, place: Place) -> Values:
        """The state of the inputs and menus in a view, or in a message as this person left them."""
        if isinstance(place, View):
            return place.state
        self._picked[place.ts] = values(place.blocks, before=self._picked.get(place.ts))
        return self._picked[place.ts]

    def find(
        self,
        places: list[Place],
        name: str,
        value: str | None = None,
        *,
        block_id: str | None = None,
        in_forms: bool = False,
    ) -> tuple[Place, Block, Element]:
        """The first place with such a control. Raises `LookupError`, which lists the action ids there are."""
        for place in places:
            for block, element in controls(place.blocks, name, value, block_id=block_id, in_forms=in_forms):
                return place, block, element
        there = chain.from_iterable(interactive(place.blocks) for place in places)
        known = sorted({element["action_id"] for _, element in there})
        raise LookupError(f"nothing called {name!r} to press; there are: {', '.join(known) or 'none'}")

    async def enter(self, place: Place, block: Block, element: Element, value: Any) -> None:
        """Give a control a value. Raises `LookupError` for one that is not on offer."""
        if element["type"].endswith("external_select"):
            wanted = value if isinstance(value, list) else [value]
            found = [await self._options_for(place, block, element, item) for item in wanted]
            element = {**element, "options": list(chain.from_iterable(found))}
        state = entry(self._workspace, self._user, element, value)
        self.values(place).setdefault(block["block_id"], {})[element["action_id"]] = state

    async def act(self, place: Place, action: dict[str, Any]) -> Receipt:
        """Tell the app what was pressed or picked."""
        if isinstance(place, View):
            payload = self._payloads.view_action(self._user, place, action)
        else:
            payload = self._payloads.message_action(self._user, place, action, self.values(place))
        return await self._courier.ask(INTERACTIVE, payload)

    async def suggest(self, place: Place, block: Block, element: Element, typed: str) -> list[dict[str, Any]]:
        """The app's options for what was typed, in its groups, or in one without a label. Slack asks for none
        before enough was typed, and shows none where the app's answer breaks the rules for options."""
        if len(typed) < element.get("min_query_length", LEAST_TYPED):
            return []
        action = place_of(block, element)
        payload = self._payloads.suggestion(self._user, place, action, typed)
        answer = (await self._courier.ask(INTERACTIVE, payload)).ack or {}
        faults = list(SUGGESTIONS(answer, ""))
        if faults:
            self._workspace.feed.emit(Violation("block_suggestion", "invalid_options", tuple(faults)))
            return []
        return answer.get("option_groups") or [{"options": answer.get("options") or []}]

    async def _options_for(self, place: Place, block: Block, element: Element, wanted: Any) -> list[dict[str, Any]]:
        if isinstance(wanted, dict):
            return [wanted]  # picked out of what `suggest` gave
        groups = await self.suggest(place, block, element, str(wanted)) if wanted else []
        return offered({"option_groups": groups})
