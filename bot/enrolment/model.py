import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.database import Row

MOST_MENTEES = 5


class Role(enum.StrEnum):
    MENTOR = "mentor"  # the junior, who teaches
    MENTEE = "mentee"  # the senior, who learns


class Enrolment(Row):
    """Somebody's place in a program. `capacity` is how many partners they take at a time."""

    __tablename__ = "enrolments"
    __table_args__ = (UniqueConstraint("program_id", "person_id"), Index("ix_enrolments_roles", "program_id", "role"))

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[Role]
    capacity: Mapped[int] = mapped_column(default=1)
    enrolled_at: Mapped[datetime]
    times_saved: Mapped[int] = mapped_column(default=0)
