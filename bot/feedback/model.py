from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.database import Row
from bot.feedback.rules.verdict import TookPlace


class CheckIn(Row):
    """What one side privately said about one session. Shown to nobody, not even the partner."""

    __tablename__ = "check_ins"
    __table_args__ = (UniqueConstraint("session_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    answer: Mapped[TookPlace]
    answered_at: Mapped[datetime]
