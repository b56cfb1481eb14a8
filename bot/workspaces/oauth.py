"""What Slack hands over when somebody has allowed the bot, and for a token that is about to expire."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.core.slack import Connections, Slack, SlackProblem
from bot.workspaces.usecases import Installed

# As in the manifest, where it says what each is for.
SCOPES = (
    "commands",
    "chat:write",
    "im:write",
    "mpim:write",
    "users:read",
    "users:read.email",
    "files:read",
    "files:write",
)


@dataclass(frozen=True)
class HandedTokens:
    token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)
    expires_at: datetime | None


class OAuth:
    """`redirect_url` is where Slack sends browsers back to, the same in both steps."""

    def __init__(self, client_id: str, client_secret: str, redirect_url: str, connections: Connections) -> None:
        self.client_id = client_id
        self.redirect_url = redirect_url
        self._client_secret = client_secret
        self._connections = connections
        self._slack = Slack("", connections)

    async def installed(self, code: str, now: datetime) -> Installed:
        """For the code that came with somebody's browser; a code is good once. Raises SlackProblem."""
        told = await self._access(code=code, redirect_uri=self.redirect_url)
        tokens = _tokens(told, now)
        team_id = "" if told.get("is_enterprise_install") else _id_in(told, "team")
        enterprise_id = _id_in(told, "enterprise")
        if not (team_id or enterprise_id):
            raise SlackProblem("no answer: no team")
        # Slack leaves out which bot it is.
        me = await Slack(tokens.token, self._connections).call("auth.test", patiently=True)
        return Installed(
            team_id=team_id,
            enterprise_id=enterprise_id,
            app_id=str(told.get("app_id") or ""),
            bot_id=str(me.get("bot_id") or ""),
            bot_user_id=str(told.get("bot_user_id") or me.get("user_id") or ""),
            scopes=str(told.get("scope") or ""),
            installer_id=_id_in(told, "authed_user"),
            token=tokens.token,
            refresh_token=tokens.refresh_token,
            expires_at=tokens.expires_at,
        )

    async def renewed(self, refresh_token: str, now: datetime) -> HandedTokens:
        """New ones; the token that was there before goes on until it expires. Raises SlackProblem."""
        told = await self._access(grant_type="refresh_token", refresh_token=refresh_token)
        return _tokens(told, now)

    async def _access(self, **given: Any) -> Mapping[str, Any]:
        secret = self._client_secret
        return await self._slack.call("oauth.v2.access", client_id=self.client_id, client_secret=secret, **given)


def _tokens(told: Mapping[str, Any], now: datetime) -> HandedTokens:
    token, refresh_token, seconds = (told.get(name) for name in ("access_token", "refresh_token", "expires_in"))
    if not isinstance(token, str) or not token:
        raise SlackProblem("no answer: no token")
    expires_at = now + timedelta(seconds=int(seconds)) if seconds and refresh_token else None
    return HandedTokens(token, str(refresh_token) if refresh_token else None, expires_at)


def _id_in(told: Mapping[str, Any], name: str) -> str:
    return str((told.get(name) or {}).get("id") or "")
