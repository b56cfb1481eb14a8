"""What happens on screen once the app has answered a submission."""

from typing import Any

from bot.playground.slack.delivery import Receipt
from bot.playground.slack.errors import ApiError
from bot.playground.slack.feed import Violation
from bot.playground.slack.views import TROUBLE, View
from bot.playground.slack.workspace import WorkspaceState

METHOD = "response_action"


def show_outcome(workspace: WorkspaceState, view: View, delivery: Receipt) -> None:
    """Obey the acknowledgement. One that cannot be obeyed looks to the person like none at all: the modal
    stays, with what they typed, under Slack's line about trouble."""
    if not delivery.ok:
        workspace.views.show_errors(view, {}, banner=TROUBLE)
        return
    try:
        _obey(workspace, view, delivery.ack or {})
    except ApiError as error:
        workspace.feed.emit(Violation(METHOD, error.code, tuple(error.messages)))
        workspace.views.show_errors(view, {}, banner=TROUBLE)


def _obey(workspace: WorkspaceState, view: View, ack: dict[str, Any]) -> None:
    views = workspace.views
    match ack.get("response_action"):
        case None:
            _close_what_is_on_top(workspace, view)
        case "clear":
            views.clear(view.owner)
        case "errors":
            views.show_errors(view, _errors(view, ack.get("errors")))
        case "update":
            views.update(view, ack.get("view", {}))
        case "push":
            views.push(view.owner, ack.get("view", {}))
        case unknown:
            raise ApiError("invalid_response_action", [f"unknown response_action: {unknown}"])


def _close_what_is_on_top(workspace: WorkspaceState, view: View) -> None:
    """An empty acknowledgement closes the view that is on top by then, whichever that is. An app that called
    views.push or views.open before it acknowledged sees its new view vanish."""
    top = workspace.views.top(view.owner)
    if top is not None and top is not view:
        workspace.warn(METHOD, "new_view_closed", "the empty acknowledgement closes the view opened before it")
    workspace.views.close_top(view.owner)


def _errors(view: View, errors: Any) -> dict[str, str]:
    """Errors belong under the input blocks of the view. Raises `invalid_errors` for any others, or none."""
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        raise ApiError("invalid_errors", ["errors must name at least one block"])
    strangers = sorted(set(errors) - inputs)
    if strangers:
        raise ApiError("invalid_errors", [f"no input block has the block_id {name}" for name in strangers])
    if not all(isinstance(text, str) and text for text in errors.values()):
        raise ApiError("invalid_errors", ["an error must be a text"])
    return errors
