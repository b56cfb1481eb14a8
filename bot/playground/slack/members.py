"""The people of the workspace, and what Slack tells an app about them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo


@dataclass
class Member:
    """Somebody in the workspace. `team_id` differs from the workspace's for a guest by Slack Connect."""

    id: str
    team_id: str
    name: str
    real_name: str
    tz: str = "Europe/Oslo"
    locale: str = "en-US"
    title: str = ""
    email: str = ""
    is_admin: bool = False
    is_bot: bool = False
    is_stranger: bool = False
    deleted: bool = False
    updated: int = 0
    bot_id: str = ""
    app_id: str = ""

    def wire(self, now: float, *, with_locale: bool, with_email: bool) -> dict[str, Any]:
        """The user object of the Web API.

        Slack leaves the locale out unless it is asked for, and the address out unless the app may read it. A
        deactivated account keeps little more than its name and `deleted`.
        """
        user: dict[str, Any] = {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "deleted": self.deleted,
            "profile": self._profile(with_email=with_email),
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": self.updated,
        }
        if self.deleted:
            return user
        user |= {"color": "9f69e7", "real_name": self.real_name, **self._zone(now)}
        user |= {"is_admin": self.is_admin, "is_owner": False, "is_primary_owner": False}
        user |= {"is_restricted": False, "is_ultra_restricted": False, "is_email_confirmed": True}
        user["who_can_share_contact_card"] = "EVERYONE"
        if self.is_stranger:
            user["is_stranger"] = True
        elif with_locale:
            user["locale"] = self.locale
        return user

    def _zone(self, now: float) -> dict[str, Any]:
        there = datetime.fromtimestamp(now, ZoneInfo(self.tz))
        offset = there.utcoffset()
        return {
            "tz": self.tz,
            "tz_label": there.tzname() or self.tz,
            "tz_offset": int(offset.total_seconds()) if offset else 0,
        }

    def _profile(self, *, with_email: bool) -> dict[str, Any]:
        first, _, last = self.real_name.partition(" ")
        profile: dict[str, Any] = {
            "title": self.title,
            "phone": "",
            "skype": "",
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": self.name,
            "display_name_normalized": self.name,
            "first_name": first,
            "last_name": last,
            "status_text": "",
            "status_text_canonical": "",
            "status_emoji": "",
            "status_emoji_display_info": [],
            "status_expiration": 0,
            "avatar_hash": "",
            "team": self.team_id,
        }
        for pixels in (24, 32, 48, 72, 192, 512):
            profile[f"image_{pixels}"] = f"https://avatars.example.com/{self.id}/{pixels}.png"
        if self.is_bot:
            profile |= {"bot_id": self.bot_id, "api_app_id": self.app_id, "always_active": False}
        elif with_email:
            profile["email"] = self.email
        return profile
