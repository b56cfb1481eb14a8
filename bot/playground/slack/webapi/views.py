"""Methods that show modals and Home tabs."""

from bot.playground.slack.errors import ApiError, bad_argument
from bot.playground.slack.webapi.calls import TIER_4, ApiRequest, Json, method


@method("views.open", required="view trigger_id", optional="interactivity_pointer", per_minute=TIER_4)
def views_open(call: ApiRequest) -> Json:
    views = call.workspace.views
    trigger = call.workspace.triggers.check(call.text("trigger_id"))
    if views.stack(trigger.user):
        # Slack promises nothing for this case; its clients show the new modal and forget the old one.
        call.workspace.warn("views.open", "modal_is_open", "a modal is open: push onto it or update it")
    view = views.open(trigger.user, call.args["view"])
    trigger.spent = True
    return {"view": views.wire(view)}


@method("views.push", required="view trigger_id", optional="interactivity_pointer", per_minute=TIER_4)
def views_push(call: ApiRequest) -> Json:
    """Needs a trigger from inside an open modal."""
    views = call.workspace.views
    trigger = call.workspace.triggers.check(call.text("trigger_id"))
    if trigger.view_id is None:
        raise ApiError("not_found")
    if views.find(view_id=trigger.view_id).kind != "modal":
        message = "must match the `type` of the root view whose stack we're pushing onto"
        raise bad_argument(message, "/view/type")
    view = views.push(trigger.user, call.args["view"])
    trigger.spent = True
    return {"view": views.wire(view)}


@method("views.update", required="view", optional="view_id external_id hash", per_minute=TIER_4)
def views_update(call: ApiRequest) -> Json:
    """A modal that the person has closed meanwhile is `not_found`."""
    view_id, external_id = call.text("view_id"), call.text("external_id")
    if not view_id and not external_id:
        raise ApiError("invalid_arguments", ["missing required field: view_id"])
    views = call.workspace.views
    view = views.find(view_id=view_id, external_id=external_id)
    return {"view": views.wire(views.update(view, call.args["view"], call.text("hash")))}


@method("views.publish", required="user_id view", optional="hash interactivity_pointer", per_minute=TIER_4)
def views_publish(call: ApiRequest) -> Json:
    workspace = call.workspace
    member = workspace.members.get(call.text("user_id"))
    if member is None or member.is_bot:
        raise bad_argument("invalid `user_id`", "/user_id")  # bolt-python 954
    if not workspace.manifest.home_tab:
        raise ApiError("not_enabled")
    view = workspace.views.publish(call.text("user_id"), call.args["view"], call.text("hash"))
    return {"view": workspace.views.wire(view)}
