"""Methods about the app itself: its tokens, its sockets, its workspace, its installation."""

from bot.playground.slack.errors import ApiError
from bot.playground.slack.webapi.calls import TIER_3, TIER_4, ApiRequest, Json, method


@method("api.test", caller="none", optional="error", per_minute=TIER_4)
def api_test(call: ApiRequest) -> Json:
    if call.text("error"):
        raise ApiError(call.text("error"), args=call.args)
    return {"args": call.args}


@method("auth.test", caller="any")
def auth_test(call: ApiRequest) -> Json:
    at = call.workspace.installation
    return {
        "url": f"https://{at.domain}.slack.com/",
        "team": at.team_name,
        "user": call.workspace.members[at.bot_user_id].name,
        "team_id": at.team_id,
        "user_id": at.bot_user_id,
        "bot_id": at.bot_id,
        "is_enterprise_install": False,
    }


@method("auth.revoke", optional="test", per_minute=TIER_3)
def auth_revoke(call: ApiRequest) -> Json:
    """With `test` nothing happens, and Slack says that nothing was revoked."""
    if call.flag("test"):
        return {"revoked": False}
    call.workspace.grant.token_error = "token_revoked"  # noqa: S105 - an error code
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


@method(
    "oauth.v2.access",
    caller="none",
    optional="client_id client_secret code redirect_uri grant_type",
    takes_json=False,
)
def oauth_v2_access(call: ApiRequest) -> Json:
    """Raises `invalid_client_id`, `bad_client_secret`, `invalid_code`, `bad_redirect_uri`,
    `invalid_grant_type`."""
    workspace = call.workspace
    at = workspace.installation
    if call.text("client_id") != at.client_id:
        raise ApiError("invalid_client_id")
    if call.text("client_secret") != at.client_secret:
        raise ApiError("bad_client_secret")
    if call.text("grant_type") not in {"", "authorization_code"}:
        raise ApiError("invalid_grant_type")
    consent = workspace.consents.redeem(call.text("code"), call.text("redirect_uri"))
    workspace.install(consent.scopes)
    return {
        "app_id": at.app_id,
        "authed_user": {"id": consent.user},
        "scope": ",".join(workspace.grant.scopes),
        "token_type": "bot",
        "access_token": at.bot_token,
        "bot_user_id": at.bot_user_id,
        "team": {"id": at.team_id, "name": at.team_name},
        "enterprise": None,
        "is_enterprise_install": False,
    }
