"""Methods by which an app gets its tokens, and new ones for those that expire."""

from bot.playground.slack.errors import ApiError
from bot.playground.slack.tokens import LIFETIME, Token
from bot.playground.slack.webapi.calls import TIER_3, ApiRequest, Json, method


@method(
    "oauth.v2.access",
    caller="none",
    optional="client_id client_secret code redirect_uri grant_type refresh_token",
    takes_json=False,
)
def oauth_v2_access(call: ApiRequest) -> Json:
    """Raises `invalid_client_id`, `bad_client_secret`, `invalid_code`, `bad_redirect_uri`,
    `invalid_grant_type`, `invalid_refresh_token`."""
    _check_client(call)
    match call.text("grant_type"):
        case "" | "authorization_code":
            consent = call.installations.consents.redeem(call.text("code"), call.text("redirect_uri"))
            token = call.installations.install(consent.place, consent.scopes)
            return _granted(call, token) | {"authed_user": {"id": consent.user}}
        case "refresh_token":
            return _granted(call, call.installations.tokens.refresh(call.text("refresh_token")))
        case _:
            raise ApiError("invalid_grant_type")


@method(
    "oauth.v2.exchange",
    caller="none",
    optional="client_id client_secret",
    per_minute=TIER_3,
    takes_json=False,
)
def oauth_v2_exchange(call: ApiRequest) -> Json:
    """Raises `invalid_client_id`, `bad_client_secret`, and as `Tokens.exchange` has it."""
    _check_client(call)
    return _granted(call, call.installations.tokens.exchange(call.token))


def _check_client(call: ApiRequest) -> None:
    app = call.workspace.installation
    if call.text("client_id") != app.client_id:
        raise ApiError("invalid_client_id")
    if call.text("client_secret") != app.client_secret:
        raise ApiError("bad_client_secret")


def _granted(call: ApiRequest, token: Token) -> Json:
    """Slack's answer: for a whole organization there is no `team`, and a token that lasts has no `expires_in`."""
    workspace = call.installations.within(token.place)[0]
    at = workspace.installation
    is_org_wide = token.place != at.team_id
    rotation = {"refresh_token": token.refresh, "expires_in": LIFETIME} if token.refresh else {}
    return {
        "app_id": at.app_id,
        "scope": ",".join(workspace.grant.scopes),
        "token_type": "bot",
        "access_token": token.value,
        "bot_user_id": at.bot_user_id,
        "team": None if is_org_wide else {"id": at.team_id, "name": at.team_name},
        "enterprise": {"id": at.enterprise.id, "name": at.enterprise.name} if at.enterprise else None,
        "is_enterprise_install": is_org_wide,
        **rotation,
    }
