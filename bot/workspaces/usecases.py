from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.workspaces.model import Workspace


async def welcome_workspace(db: AsyncSession, team_id: str, bot_user_id: str, now: datetime) -> None:
    """Notes where the bot is installed, at every start."""
    known = await db.get(Workspace, team_id)
    if known is None:
        db.add(Workspace(team_id=team_id, bot_user_id=bot_user_id, installed_at=now))
    else:
        known.bot_user_id = bot_user_id
