"""The table of methods, and one call to one of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from bot.playground.slack.delivery.sockets import Sockets
from bot.playground.slack.errors import ApiError, bad_argument
from bot.playground.slack.installations import Installations
from bot.playground.slack.workspace import WorkspaceState

Json = dict[str, Any]
Caller = Literal["bot", "app", "any", "none"]
TRUE = {"1", "true"}


@dataclass(frozen=True)
class ApiRequest:
    """Arguments as they came: strings from a form, anything from a JSON body.

    `workspace` is the one that the call is about; the first one where it is about none.
    """

    workspace: WorkspaceState
    installations: Installations
    sockets: Sockets
    token: str
    args: Json

    def text(self, name: str) -> str:
        """The argument as a string, empty where it is missing."""
        value = self.args.get(name)
        return "" if value is None else str(value)

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self.args.get(name)
        return default if value is None else str(value).lower() in TRUE

    def number(self, name: str, default: int) -> int:
        """Raises `invalid_arguments` for anything but digits."""
        value = self.text(name) or str(default)
        if not value.isdigit():
            raise bad_argument("must provide a number", f"/{name}")
        return int(value)

    def names(self, name: str) -> list[str]:
        """A list, which Slack also takes as one string with commas."""
        value = self.args.get(name) or ""
        parts = value if isinstance(value, list) else str(value).split(",")
        return [str(part).strip() for part in parts if str(part).strip()]

    def need_scope(self, *scopes: str) -> None:
        """Raises `missing_scope` unless the app has one of these."""
        granted = self.workspace.grant.scopes
        if not set(scopes) & set(granted):
            raise ApiError("missing_scope", needed=",".join(scopes), provided=",".join(granted))

    def page(self, found: list[Any], most: int) -> tuple[list[Any], Json]:
        """One page of a list, and the `response_metadata` that leads to the next.

        Raises `invalid_limit`, `invalid_cursor`.
        """
        if not (self.text("limit") or "0").isdigit():
            raise ApiError("invalid_limit")
        limit = min(self.number("limit", most) or most, most)
        cursor = self.text("cursor")
        if cursor and not cursor.removeprefix("next:").isdigit():
            raise ApiError("invalid_cursor")
        start = int(cursor.removeprefix("next:")) if cursor else 0
        end = start + limit
        return found[start:end], {"next_cursor": f"next:{end}" if end < len(found) else ""}


Handler = Callable[[ApiRequest], Json]


@dataclass(frozen=True)
class Method:
    """`caller`: whose token it takes. `scopes`: one of them is enough. `per_minute`: Slack's tier, None where
    it has a rule of its own. `takes_json`: whether Slack reads a JSON body, or ignores it. `needs_team`: whether
    `team_id` must say which workspace is meant, where the token is for a whole organization."""

    name: str
    handler: Handler
    caller: Caller
    scopes: tuple[str, ...]
    required: tuple[str, ...]
    optional: tuple[str, ...]
    per_minute: int | None
    takes_json: bool
    needs_team: bool


METHODS: dict[str, Method] = {}

# Calls a minute in Slack's rate limit tiers.
TIER_1, TIER_2, TIER_3, TIER_4 = 1, 20, 50, 100


def method(
    name: str,
    *,
    caller: Caller = "bot",
    scopes: str = "",
    required: str = "",
    optional: str = "",
    per_minute: int | None = None,
    takes_json: bool = True,
    needs_team: bool = False,
) -> Callable[[Handler], Handler]:
    """Enter a handler into the table; names are separated by spaces."""

    def enter(handler: Handler) -> Handler:
        METHODS[name] = Method(
            name,
            handler,
            caller,
            tuple(scopes.split()),
            tuple(required.split()),
            tuple(optional.split()),
            per_minute,
            takes_json,
            needs_team,
        )
        return handler

    return enter
