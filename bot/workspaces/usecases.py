from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.workspaces.model import Installation, Workspace
from bot.workspaces.queries import installations
from bot.workspaces.sealing import TokenKeys, WrongKeys


@dataclass(frozen=True)
class Installed:
    """What Slack says once somebody has installed the bot. Without `team_id` it is for the whole organization."""

    team_id: str
    enterprise_id: str
    app_id: str
    bot_id: str
    bot_user_id: str
    scopes: str
    installer_id: str
    token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    expires_at: datetime | None = None


async def welcome_workspace(
    db: AsyncSession, team_id: str, bot_user_id: str, now: datetime, enterprise_id: str = ""
) -> None:
    """Notes where the bot is at work; known already, what it is there by now."""
    known = await db.get(Workspace, team_id)
    if known is None:
        new = Workspace(team_id=team_id, enterprise_id=enterprise_id, bot_user_id=bot_user_id, installed_at=now)
        db.add(new)
    else:
        known.bot_user_id = bot_user_id
        known.enterprise_id = enterprise_id or known.enterprise_id


async def install(db: AsyncSession, keys: TokenKeys, new: Installed, now: datetime) -> Installation:
    """For the first time, or anew: all that was there before goes on."""
    place = new.team_id or new.enterprise_id
    row = await db.get(Installation, place, with_for_update=True)
    if row is None:
        row = Installation(place=place)
        db.add(row)
    row.enterprise_id = new.enterprise_id
    row.app_id, row.bot_id, row.bot_user_id, row.scopes = new.app_id, new.bot_id, new.bot_user_id, new.scopes
    row.installer_id, row.installed_at, row.ended_at = new.installer_id, now, None
    hold_token(row, keys, new.token, new.refresh_token, new.expires_at)
    if new.team_id:
        await welcome_workspace(db, new.team_id, new.bot_user_id, now, new.enterprise_id)
    await db.flush()
    return row


def hold_token(
    row: Installation, keys: TokenKeys, token: str, refresh_token: str | None, expires_at: datetime | None
) -> None:
    row.sealed_token = keys.seal(token)
    row.sealed_refresh_token = keys.seal(refresh_token) if refresh_token else None
    row.expires_at, row.refreshed_until = expires_at, None


async def end_installation(db: AsyncSession, place: str, at: datetime) -> bool:
    """Whether it ended: what Slack says of the time before it was installed anew is late. Its data stays."""
    row = await db.get(Installation, place, with_for_update=True)
    if row is None or row.ended_at is not None or at < row.installed_at:
        return False
    row.ended_at = at
    return True


async def seal_anew(db: AsyncSession, keys: TokenKeys) -> Sequence[str]:
    """Whatever an older key has sealed, the newest seals. Returns the places whose tokens no key opens."""
    unopened = []
    for row in await installations(db):
        try:
            if not keys.is_newest(row.sealed_token):
                refresh = keys.open(row.sealed_refresh_token) if row.sealed_refresh_token else None
                hold_token(row, keys, keys.open(row.sealed_token), refresh, row.expires_at)
        except WrongKeys:
            unopened.append(row.place)
    return unopened
