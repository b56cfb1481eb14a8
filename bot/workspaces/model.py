from datetime import datetime

from sqlalchemy import JSON, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.database import Row


class Workspace(Row):
    """A Slack workspace in which the bot is at work.

    `enterprise_id` is the organization it belongs to, on Enterprise Grid. `creators` are the Slack ids of those who may
    create programs, once somebody has named them; None leaves it to the setting.
    """

    __tablename__ = "workspaces"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    enterprise_id: Mapped[str] = mapped_column(String(32), default="")
    bot_user_id: Mapped[str] = mapped_column(String(32))
    creators: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    installed_at: Mapped[datetime]


class Installation(Row):
    """What Slack handed over when somebody installed the bot by its page; the tokens are sealed with TOKEN_KEYS.

    `place` is the id of the workspace, or that of the organization where it was installed for all of it. One that
    ended keeps its row, so that what Slack tells of it late is known to be late.
    """

    __tablename__ = "installations"

    place: Mapped[str] = mapped_column(String(32), primary_key=True)
    enterprise_id: Mapped[str] = mapped_column(String(32), default="")
    app_id: Mapped[str] = mapped_column(String(32))
    bot_id: Mapped[str] = mapped_column(String(32))
    bot_user_id: Mapped[str] = mapped_column(String(32))
    scopes: Mapped[str] = mapped_column(String(2000), default="")
    sealed_token: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_refresh_token: Mapped[bytes | None] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime | None]  # of a token that has to be exchanged for a new one before
    refreshed_until: Mapped[datetime | None]  # the lease of whoever is exchanging it
    installer_id: Mapped[str] = mapped_column(String(32))
    installed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
