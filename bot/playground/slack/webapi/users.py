"""Methods about people."""

from bot.playground.slack.errors import ApiError
from bot.playground.slack.members import Member
from bot.playground.slack.webapi.calls import TIER_2, TIER_3, TIER_4, ApiRequest, Json, method

MOST_IN_A_PAGE = 1000


def _wire(call: ApiRequest, member: Member) -> Json:
    return call.workspace.user_object(member, with_locale=call.flag("include_locale"))


@method(
    "users.info",
    scopes="users:read",
    required="user",
    optional="include_locale",
    per_minute=TIER_4,
    takes_json=False,
)
def users_info(call: ApiRequest) -> Json:
    return {"user": _wire(call, call.workspace.member(call.text("user")))}


@method(
    "users.list",
    scopes="users:read",
    optional="cursor limit include_locale",
    per_minute=TIER_2,
    takes_json=False,
    needs_team=True,
)
def users_list(call: ApiRequest) -> Json:
    """Everybody, deactivated people and bots too; Slackbot is among them and is no bot by its `is_bot`."""
    found, metadata = call.page(list(call.workspace.members.values()), MOST_IN_A_PAGE)
    return {
        "members": [_wire(call, member) for member in found],
        "cache_ts": int(call.workspace.now()),
        "response_metadata": metadata,
    }


@method(
    "users.lookupByEmail",
    scopes="users:read.email",
    required="email",
    per_minute=TIER_3,
    takes_json=False,
)
def users_lookup_by_email(call: ApiRequest) -> Json:
    """Deactivated people and those of other workspaces are not found by their address."""
    wanted = call.text("email").casefold()
    for member in call.workspace.members.values():
        if member.email.casefold() == wanted and not member.deleted and not member.is_stranger:
            return {"user": _wire(call, member)}
    raise ApiError("users_not_found")


@method("dnd.info", scopes="dnd:read", optional="user", per_minute=TIER_3, takes_json=False)
def dnd_info(call: ApiRequest) -> Json:
    if call.text("user"):
        call.workspace.member(call.text("user"))
    return {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1, "snooze_enabled": False}
