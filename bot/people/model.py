from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.database import Row

# What sign-up offers. A number, since matching compares: the higher, the more senior.
LEVELS = {
    1: "Starting out (intern, apprentice, trainee)",
    2: "Professional",
    3: "Senior professional or specialist",
    4: "Team lead",
    5: "Manager of managers",
    6: "Director or head of",
    7: "Executive or board",
}


class Person(Row):
    """Somebody in Slack. No name is stored: Slack shows it wherever somebody is mentioned.

    `tz` is an IANA name, UTC until Slack has told; `profile_due_at` is when Slack is to be asked (again).
    """

    __tablename__ = "people"
    __table_args__ = (
        UniqueConstraint("team_id", "slack_id"),
        Index(
            "ix_people_profile_due",
            "profile_due_at",
            sqlite_where=text("profile_due_at IS NOT NULL"),
            postgresql_where=text("profile_due_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    slack_id: Mapped[str] = mapped_column(String(32))
    tz: Mapped[str] = mapped_column(String(64), default="UTC")
    locale: Mapped[str | None] = mapped_column(String(16))
    level: Mapped[int | None]
    department: Mapped[str | None] = mapped_column(String(80))
    is_active: Mapped[bool] = mapped_column(default=True)
    profile_due_at: Mapped[datetime | None]
    met_at: Mapped[datetime]
