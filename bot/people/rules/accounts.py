"""What Slack tells of somebody's account, and what that means here. Pure."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.people.rules.zones import is_zone, zone_at

SLACKBOT = "USLACKBOT"  # no bot by its `is_bot` (Slack's reference of users.list)


class Account(enum.StrEnum):
    MEMBER = "member"
    GUEST = "guest"  # of the workspace, with one channel or several
    APP = "app"  # a bot, a workflow, Slackbot
    ELSEWHERE = "elsewhere"  # somebody of another workspace, met by Slack Connect


TAKES_PART = (Account.MEMBER, Account.GUEST)


@dataclass(frozen=True)
class Told:
    """`zone` and `locale` are None where Slack is silent, `account` where it no longer says, as once deactivated."""

    account: Account | None
    is_active: bool
    is_admin: bool
    zone: str | None
    locale: str | None
    email: str | None


def read_user(user: Mapping[str, Any], team_id: str) -> Told:
    """Of Slack's user object, for the bot in that workspace."""
    account = account_of(user, team_id)
    is_deactivated = bool(user.get("deleted", False))
    email = (user.get("profile") or {}).get("email")
    return Told(
        None if is_deactivated and account is Account.MEMBER else account,
        not is_deactivated and account in TAKES_PART,
        bool(user.get("is_admin", False)),
        _zone(user),
        user.get("locale") or None,
        email if isinstance(email, str) else None,
    )


def account_of(user: Mapping[str, Any], team_id: str) -> Account:
    if user.get("id") == SLACKBOT or any(user.get(f"is_{kind}") for kind in ("bot", "workflow_bot", "connector_bot")):
        return Account.APP
    if is_elsewhere(user, team_id):
        return Account.ELSEWHERE
    return Account.GUEST if user.get("is_restricted") or user.get("is_ultra_restricted") else Account.MEMBER


def is_elsewhere(user: Mapping[str, Any], team_id: str) -> bool:
    """Slack calls only those strangers who share no channel with the app; the others merely have another workspace.

    On Enterprise Grid somebody's own workspace may be another one, and ours among those that they are in.
    """
    if user.get("is_stranger"):
        return True
    theirs = {user.get("team_id"), *((user.get("enterprise_user") or {}).get("teams") or ())} - {None, ""}
    return bool(theirs) and team_id not in theirs


def name_in(user: Mapping[str, Any]) -> str:
    profile = user.get("profile") or {}
    return str(
        profile.get("display_name") or profile.get("real_name") or user.get("real_name") or user.get("name") or ""
    )


def _zone(user: Mapping[str, Any]) -> str | None:
    """Slack leaves the zone out at times, and tells only how far from UTC it is (slack-timezone-converter 3)."""
    if is_zone(zone := user.get("tz")):
        return str(zone)
    offset = user.get("tz_offset")
    return zone_at(offset) if isinstance(offset, int) and not isinstance(offset, bool) else None
