"""The codes of OAuth: a person agreed to install the app, and the app trades the code for its token."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.slack.errors import ApiError
from bot.playground.slack.ids import Ids

LIFETIME = 600.0  # seconds; Slack's guide to OAuth


@dataclass(frozen=True)
class Consent:
    """`place` is where the app is to be installed: a workspace, or an organization."""

    user: str
    place: str
    scopes: tuple[str, ...]
    redirect_uri: str
    given: float


class Consents:
    def __init__(self, ids: Ids, now: Callable[[], float]) -> None:
        self._ids = ids
        self._now = now
        self._open: dict[str, Consent] = {}

    def give(self, user: str, place: str, scopes: tuple[str, ...], redirect_uri: str) -> str:
        """The code that goes back to the app."""
        code = self._ids.secret("code")
        self._open[code] = Consent(user, place, scopes, redirect_uri, self._now())
        return code

    def redeem(self, code: str, redirect_uri: str) -> Consent:
        """Good once, for ten minutes. Raises `invalid_code`, `bad_redirect_uri`."""
        consent = self._open.pop(code, None)
        if consent is None or self._now() - consent.given > LIFETIME:
            raise ApiError("invalid_code")
        if redirect_uri and redirect_uri != consent.redirect_uri:
            raise ApiError("bad_redirect_uri")
        return consent
