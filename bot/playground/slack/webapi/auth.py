"""Methods about the app itself: its tokens, its sockets, its workspace."""

from bot.playground.slack.errors import ApiError
from bot.playground.slack.webapi.calls import TIER_2, TIER_3, TIER_4, ApiRequest, Json, method

MOST_TEAMS = 1000  # in a page


@method("api.test", caller="none", optional="error", per_minute=TIER_4)
def api_test(call: ApiRequest) -> Json:
    if call.text("error"):
        raise ApiError(call.text("error"), args=call.args)
    return {"args": call.args}


@method("auth.test", caller="any")
def auth_test(call: ApiRequest) -> Json:
    """A token for a whole organization is of no workspace."""
    at, whole = call.workspace.installation, call.workspace.installation.enterprise
    is_org_wide = call.workspace.is_org_wide
    return {
        "url": f"https://{at.domain}.slack.com/",
        "team": None if is_org_wide else at.team_name,
        "user": call.workspace.members[at.bot_user_id].name,
        "team_id": None if is_org_wide else at.team_id,
        "user_id": at.bot_user_id,
        "bot_id": at.bot_id,
        **({"enterprise_id": whole.id} if whole else {}),
        "is_enterprise_install": is_org_wide,
    }


@method("auth.teams.list", optional="cursor include_icon limit", per_minute=TIER_2)
def auth_teams_list(call: ApiRequest) -> Json:
    """The workspaces that the token reaches."""
    reached = [one.installation for one in call.installations.within(call.workspace.grant.place)]
    found, metadata = call.page([{"id": at.team_id, "name": at.team_name} for at in reached], MOST_TEAMS)
    return {"teams": found, "response_metadata": metadata}


@method("auth.revoke", optional="test", per_minute=TIER_3)
def auth_revoke(call: ApiRequest) -> Json:
    """With `test` nothing happens, and Slack says that nothing was revoked."""
    if call.flag("test"):
        return {"revoked": False}
    call.installations.revoke(call.installations.tokens.find(call.token))
    return {"revoked": True}


@method("apps.connections.open", caller="app", scopes="connections:write", per_minute=TIER_3)
def apps_connections_open(call: ApiRequest) -> Json:
    return {"url": call.sockets.ticket(call.workspace.base_url)}


@method("team.info", scopes="team:read", optional="team domain", per_minute=TIER_3)
def team_info(call: ApiRequest) -> Json:
    at = call.workspace.installation
    if call.text("team") not in {"", at.team_id}:
        raise ApiError("team_not_found")
    icon = {"image_default": True, "image_68": "https://avatars.example.com/team/68.png"}
    team = {"id": at.team_id, "name": at.team_name, "domain": at.domain, "email_domain": "", "icon": icon}
    return {"team": team}
