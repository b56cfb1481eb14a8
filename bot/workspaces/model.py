from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.database import Row


class Workspace(Row):
    """A Slack workspace into which the bot is installed."""

    __tablename__ = "workspaces"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    bot_user_id: Mapped[str] = mapped_column(String(32))
    installed_at: Mapped[datetime]
