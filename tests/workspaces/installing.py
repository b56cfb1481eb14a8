"""What Slack says at an installation, made up."""

from typing import Any

from cryptography.fernet import Fernet

from bot.workspaces.sealing import TokenKeys
from bot.workspaces.usecases import Installed

OLD_KEY, KEY = Fernet.generate_key().decode(), Fernet.generate_key().decode()
KEYS = TokenKeys([KEY])


def installed(team_id: str = "T1", token: str = "xoxb-1", **more: Any) -> Installed:
    facts = {
        "enterprise_id": "",
        "app_id": "A1",
        "bot_id": "B1",
        "bot_user_id": "UBOT",
        "scopes": "chat:write",
        "installer_id": "U0LENA",
    }
    return Installed(team_id=team_id, token=token, **facts | more)
