"""`response_url`s: where an app may answer an interaction without a token, a few times, for half an hour."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.slack.conversations import PostedMessage
from bot.playground.slack.errors import ApiError
from bot.playground.slack.ids import Ids

MOST_USES = 5  # Slack's reference on interactions
LIFETIME = 30 * 60.0  # seconds


@dataclass
class ReplyAddress:
    """`source` is the message that the person acted on, and None for a slash command."""

    path: str
    user: str
    channel: str
    issued: float
    source: PostedMessage | None
    uses: int = 0


class ReplyAddresses:
    def __init__(self, ids: Ids, now: Callable[[], float], team_id: str) -> None:
        self._ids = ids
        self._now = now
        self._team_id = team_id
        self._issued: dict[str, ReplyAddress] = {}

    def issue(self, kind: str, user: str, channel: str, source: PostedMessage | None = None) -> str:
        """The path of a new address; `kind` is `commands`, `actions` or, for shortcuts, `app`, as in Slack's."""
        count = self._ids.count("response_url")
        path = f"/{kind}/{self._team_id}/{count}/{self._ids.secret('response_url')}"
        self._issued[path] = ReplyAddress(path, user, channel, self._now(), source)
        return path

    def use(self, path: str) -> ReplyAddress:
        """Use it once. Raises `no_service`, `expired_url` after 30 min, `used_url` after five uses."""
        address = self._issued.get(path)
        if address is None:
            raise ApiError("no_service")
        if self._now() - address.issued > LIFETIME:
            raise ApiError("expired_url")
        if address.uses >= MOST_USES:
            raise ApiError("used_url")
        address.uses += 1
        return address
