"""Modals and Home tabs: stacks of up to three views, their hashes, and what people have typed into them."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.playground.slack.blocks import completed, faults_of_spread_choices, switched, view_faults
from bot.playground.slack.errors import ApiError, bad_argument
from bot.playground.slack.feed import Feed, StateChanged
from bot.playground.slack.ids import Ids
from bot.playground.slack.inputs import Values, empty, interactive, untouched, values
from bot.playground.slack.trouble import Mishaps

DEEPEST = 3  # views in a stack; Slack's reference on modals
HEAVIEST = 250_000  # bytes of JSON; Slack answers view_too_large above it
TROUBLE = "We had some trouble connecting. Try again?"


@dataclass
class View:
    """A view as one person sees it: `state` is what they typed, `errors` the lines under its fields.

    `banner` is the line that Slack shows when the app did not answer a submission. `before` is what they had typed
    when the app last put new content into the view.
    """

    id: str
    owner: str
    kind: str
    payload: dict[str, Any]
    hash: str
    root_view_id: str
    previous_view_id: str | None = None
    is_open: bool = True
    state: Values = field(default_factory=dict)
    before: Values | None = None
    errors: dict[str, str] = field(default_factory=dict)
    banner: str = ""

    @property
    def blocks(self) -> list[dict[str, Any]]:
        blocks: list[dict[str, Any]] = self.payload["blocks"]
        return blocks

    @property
    def title(self) -> str:
        return str(self.payload.get("title", {}).get("text", ""))

    @property
    def callback_id(self) -> str:
        return str(self.payload.get("callback_id", ""))

    @property
    def external_id(self) -> str:
        return str(self.payload.get("external_id", ""))

    @property
    def private_metadata(self) -> str:
        return str(self.payload.get("private_metadata", ""))


@dataclass(frozen=True)
class AppIds:
    """The ids that every view names: the app, its bot, the workspace."""

    app_id: str
    bot_id: str
    team_id: str


class Views:
    """Every open view. Payloads are held against Slack's rules before they are taken."""

    def __init__(self, owner: AppIds, ids: Ids, now: Callable[[], float], feed: Feed, trouble: Mishaps) -> None:
        self._owner = owner
        self._trouble = trouble
        self._ids = ids
        self._now = now
        self._feed = feed
        self._views: dict[str, View] = {}
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}

    def stack(self, user: str) -> list[View]:
        """The person's open modal, from the root view to the one that they see."""
        return self._stacks.setdefault(user, [])

    def top(self, user: str) -> View | None:
        stack = self.stack(user)
        return stack[-1] if stack else None

    def home(self, user: str) -> View | None:
        return self._homes.get(user)

    def open(self, user: str, payload: dict[str, Any]) -> View:
        """A new stack with one view. A modal that is still open is replaced by it."""
        taken = self._taken(payload, "modal")
        self.clear(user)
        view = self._added(user, taken)
        self.stack(user).append(view)
        return self._changed(view)

    def push(self, user: str, payload: dict[str, Any]) -> View:
        """A view on top of the person's stack. Raises `push_limit_reached` above three."""
        taken = self._taken(payload, "modal")
        stack = self.stack(user)
        if len(stack) >= DEEPEST:
            raise ApiError("push_limit_reached")
        view = self._added(user, taken)
        view.root_view_id, view.previous_view_id = stack[0].id, stack[-1].id
        stack.append(view)
        return self._changed(view)

    def update(self, view: View, payload: dict[str, Any], expected_hash: str | None = None) -> View:
        """New content for a view that is on screen. Raises `hash_conflict` when it has changed meanwhile."""
        taken = self._taken(payload, view.kind, replaced=view)
        if expected_hash and expected_hash != view.hash:
            raise ApiError("hash_conflict")
        view.payload, view.hash = taken, self._new_hash()
        view.before, view.state = view.state, values(view.blocks, before=view.state)
        view.errors, view.banner = {}, ""
        return self._changed(view)

    def publish(self, user: str, payload: dict[str, Any], expected_hash: str | None = None) -> View:
        """The person's Home tab."""
        home = self._homes.get(user)
        if home is not None:
            return self.update(home, payload, expected_hash)
        self._homes[user] = self._added(user, self._taken(payload, "home"))
        return self._changed(self._homes[user])

    def find(self, *, view_id: str = "", external_id: str = "") -> View:
        """An open view or a Home tab. Raises `not_found`, also for a modal that has been closed."""
        named = (view for view in self._views.values() if view.external_id == external_id)
        view = self._views.get(view_id) if view_id else next(named, None)
        if view is None:
            raise ApiError("not_found")
        return view

    def knows(self, view_id: str, external_id: str) -> bool:
        return view_id in self._views or any(
            external_id and one.external_id == external_id for one in self._views.values()
        )

    def close_top(self, user: str) -> View | None:
        """Take the view that the person sees off their stack."""
        stack = self.stack(user)
        if not stack:
            return None
        view = stack.pop()
        view.is_open = False
        del self._views[view.id]
        return self._changed(view)

    def clear(self, user: str) -> None:
        while self.close_top(user):
            pass

    @contextmanager
    def beside(self, user: str) -> Iterator[None]:
        """The person's second device, where nothing is open yet. What they open there is closed in the end."""
        stack = self._stacks.pop(user, [])
        try:
            yield
        finally:
            self.clear(user)
            self._stacks[user] = stack

    def show_errors(self, view: View, errors: dict[str, str], banner: str = "") -> None:
        view.errors, view.banner = errors, banner
        self._changed(view)

    def touch(self, view: View) -> None:
        """Tell observers that somebody typed into the view."""
        self._changed(view)

    def wire(self, view: View) -> dict[str, Any]:
        """The view object of answers and payloads."""
        payload = view.payload
        wire: dict[str, Any] = {
            "id": view.id,
            "team_id": self._owner.team_id,
            "type": view.kind,
            "blocks": view.blocks,
            "private_metadata": view.private_metadata,
            "callback_id": view.callback_id,
            "state": {"values": view.state},
            "hash": view.hash,
            "title": payload.get("title", {"type": "plain_text", "text": "View Title", "emoji": True}),
            "clear_on_close": payload.get("clear_on_close", False),
            "notify_on_close": payload.get("notify_on_close", False),
            "close": payload.get("close"),
            "submit": payload.get("submit"),
            "previous_view_id": view.previous_view_id,
            "root_view_id": view.root_view_id,
            "app_id": self._owner.app_id,
            "external_id": view.external_id,
            "app_installed_team_id": self._owner.team_id,
            "bot_id": self._owner.bot_id,
        }
        return wire

    def submitted(self, view: View) -> dict[str, Any]:
        """The view object in a submission. On a bad day its values are not what the person sees in the form."""
        wire = self.wire(view)
        lost = self._lost(view)
        if view.before is not None and self._trouble.strikes("old_values"):
            wire["state"] = {"values": view.before}
        elif lost != view.state and self._trouble.strikes("initial_values"):
            wire["state"] = {"values": lost}
        return wire

    def _lost(self, view: View) -> Values:
        """What the person typed, without what the app had filled in by an update."""
        if view.before is None:
            return view.state
        kept = {block: dict(elements) for block, elements in view.state.items()}
        for block, element in interactive(view.blocks):
            state = kept.get(block["block_id"], {}).get(element["action_id"])
            if state is not None and untouched(element, state):
                kept[block["block_id"]][element["action_id"]] = empty(element)
        return kept

    def _taken(self, payload: dict[str, Any], kind: str, replaced: View | None = None) -> dict[str, Any]:
        """The payload as Slack keeps it, or the refusal."""
        if not isinstance(payload, dict):
            raise bad_argument("must provide an object", "/view")
        faults = view_faults(payload)
        if not faults and self._trouble.refuses_spread_choices:
            faults = faults_of_spread_choices(payload)
        if faults:
            raise ApiError("invalid_arguments", faults)
        if payload["type"] != kind:
            raise bad_argument(f"must be of type: {kind}", "/view/type")
        if len(json.dumps(payload).encode()) > HEAVIEST:
            raise ApiError("view_too_large")
        name = payload.get("external_id")
        if name and any(v.external_id == name and v is not replaced for v in self._views.values()):
            raise ApiError("duplicate_external_id")
        blocks = completed(payload["blocks"], lambda: f"b{self._ids.count('block')}")
        kept: dict[str, Any] = switched({**payload, "blocks": []})
        return kept | {"blocks": blocks}

    def _added(self, user: str, payload: dict[str, Any]) -> View:
        view_id = self._ids.next("V")
        view = View(view_id, user, payload["type"], payload, self._new_hash(), root_view_id=view_id)
        view.state = values(view.blocks)
        self._views[view_id] = view
        return view

    def _new_hash(self) -> str:
        return f"{int(self._now())}.{self._ids.count('hash'):08x}"

    def _changed(self, view: View) -> View:
        self._feed.emit(StateChanged(view.kind, (view.id, view.owner)))
        return view
