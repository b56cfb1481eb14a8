"""The bot tokens of the app: where each works, until when, and what became of it."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.slack.errors import ApiError
from bot.playground.slack.ids import Ids

LIFETIME = 43_200  # seconds, of a token that rotates; Slack's guide to token rotation, as the next
MOST_AT_A_TIME = 2  # that rotate, of one installation


@dataclass
class Token:
    """`place` is a workspace, or an organization for a token that works in all of it. Only one that rotates expires,
    and has a `refresh` token, good for one exchange. `error` is Slack's word for why it no longer works."""

    value: str
    place: str
    expires: float | None = None
    refresh: str = ""
    error: str = ""


class Tokens:
    """With `rotates`, as the app's manifest may ask, new tokens expire."""

    def __init__(self, ids: Ids, now: Callable[[], float], *, rotates: bool) -> None:
        self._ids = ids
        self._now = now
        self._rotates = rotates
        self._issued: dict[str, Token] = {}

    def lasting(self, place: str) -> Token:
        """One that does not expire: the one that works there, or else a new one."""
        found = next((one for one in self._working(place) if one.expires is None), None)
        return found or self._keep(Token(f"xoxb-{self._ids.count('token')}-{place[2:].lower()}", place))

    def grant(self, place: str) -> Token:
        """What an app gets for a code."""
        return self._rotating(place) if self._rotates else self.lasting(place)

    def newest(self, place: str) -> Token:
        """The one that was issued last for there, whether or not it still works."""
        return next(one for one in reversed(self._issued.values()) if one.place == place)

    def any_works(self, place: str) -> bool:
        return bool(self._working(place))

    def find(self, value: str) -> Token:
        """Raises `invalid_auth`, or what became of it: `account_inactive`, `token_revoked`, `token_expired`."""
        token = self._issued.get(value)
        if token is None:
            raise ApiError("invalid_auth")
        if token.error:
            raise ApiError(token.error)
        if self._has_expired(token):
            raise ApiError("token_expired")
        return token

    def refresh(self, refresh_token: str) -> Token:
        """The next one; the one before works until it expires. Raises `invalid_refresh_token`, also at a second use."""
        found = next((one for one in self._issued.values() if refresh_token and one.refresh == refresh_token), None)
        if found is None or found.error:
            raise ApiError("invalid_refresh_token")
        return self._rotating(found.place)

    def exchange(self, value: str) -> Token:
        """A token that rotates, for one that does not and that ends with this.

        Raises `token_rotation_not_enabled`, `invalid_token`, `token_already_exchanged`.
        """
        if not self._rotates:
            raise ApiError("token_rotation_not_enabled")
        token = self._issued.get(value)
        if token is None or token.expires is not None:
            raise ApiError("invalid_token")
        if token.error:
            raise ApiError("token_already_exchanged" if self.any_works(token.place) else "authorization_not_found")
        token.error = "token_revoked"
        return self._rotating(token.place)

    def end(self, place: str, error: str) -> None:
        """Every token of this place stops working, and is answered with this error."""
        for token in self._issued.values():
            if token.place == place and not token.error:
                token.error = error

    def _rotating(self, place: str) -> Token:
        before = [one for one in self._working(place) if one.expires is not None]
        for token in self._issued.values():
            if token.place == place:
                token.refresh = ""
        for token in before[: len(before) - MOST_AT_A_TIME + 1]:
            token.error = "token_revoked"
        count, secret = self._ids.count("token"), self._ids.secret("refresh")
        value = f"xoxe.xoxb-{count}-{place[2:].lower()}"
        return self._keep(Token(value, place, self._now() + LIFETIME, f"xoxe-{count}-{secret}"))

    def _working(self, place: str) -> list[Token]:
        """Oldest first."""
        known = self._issued.values()
        return [one for one in known if one.place == place and not one.error and not self._has_expired(one)]

    def _has_expired(self, token: Token) -> bool:
        return token.expires is not None and self._now() >= token.expires

    def _keep(self, token: Token) -> Token:
        self._issued[token.value] = token
        return token
