"""A workspace whose bot has the HTTP door open, and requests as Slack signs them."""

from typing import Any
from urllib.parse import urlencode

import httpx
from cryptography.fernet import Fernet

from bot.core.clock import Clock
from bot.doors.many_workspaces import ManyWorkspaces
from bot.doors.signing import Signature
from bot.flipside import Flipside
from bot.settings import Settings
from tests.workplace import Workplace
from tests.workspaces.installing import installed

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
KEY = Fernet.generate_key().decode()


def http_settings(settings: Settings, **more: Any) -> Settings:
    door = {
        "slack_app_token": None,
        "slack_client_id": "1000.2000",
        "slack_client_secret": "a client's secret",
        "slack_signing_secret": "a signing secret",
        "public_url": "https://flipside.example.com",
        "port": 0,
        "token_keys": (KEY,),
    }
    return settings.model_copy(update=door | more)


def way_in(bot: Flipside) -> ManyWorkspaces:
    assert isinstance(bot.way_in, ManyWorkspaces)
    return bot.way_in


class HttpWorkplace(Workplace):
    """As any workplace; somebody has installed the bot there by its page."""

    async def start_bot(self) -> None:
        assert self.database_url is not None
        settings = http_settings(
            self._settings,
            slack_signing_secret=self.slack.signing_secret,
            slack_api_url=self.slack.api_url,
            outbox_per_second=0,
            outbox_gap_seconds=0,
            database_url=self.database_url,
        )
        self._bot = Flipside(settings, self.clock)
        await self.bot.start()
        await self.is_installed()
        self.slack.request_url = f"{self.url}/slack/events"

    async def is_installed(self) -> None:
        at = self.slack.installation
        new = installed(
            at.team_id, self.slack.bot_token, bot_user_id=at.bot_user_id, bot_id=at.bot_id, app_id=at.app_id
        )
        await way_in(self.bot).install(new, self.clock.now())

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{way_in(self.bot).http.port}"

    def help_typed(self, **more: Any) -> bytes:
        """A command of Maya's, as it comes in."""
        team = self.slack.installation.team_id
        said = {"command": "/mentor", "text": "help", "team_id": team, "user_id": self.maya.id, "trigger_id": "1.2.3"}
        return urlencode(said | {"response_url": self.reply_address} | more).encode()

    @property
    def reply_address(self) -> str:
        return self.slack.url + self.slack.workspace.reply_addresses.issue("commands", self.maya.id, self.maya.dm)

    async def post(
        self, body: bytes, kind: str = FORM, *, ago: int = 0, secret: str | None = None, **headers: str
    ) -> httpx.Response:
        sent = signed(body, kind, secret or self.slack.signing_secret, ago=ago) | headers
        async with httpx.AsyncClient() as browser:
            return await browser.post(f"{self.url}/slack/events", content=body, headers=sent)

    async def get(self, path: str) -> httpx.Response:
        async with httpx.AsyncClient() as browser:
            return await browser.get(self.url + path)


def signed(body: bytes, kind: str, secret: str, *, ago: int = 0) -> dict[str, str]:
    moment = str(int(Clock().now().timestamp()) - ago)
    signature = Signature(secret).of(body, moment)
    return {"Content-Type": kind, "X-Slack-Request-Timestamp": moment, "X-Slack-Signature": signature}
