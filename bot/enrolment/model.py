import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.database import Row

MOST_MENTEES = 5


class Role(enum.StrEnum):
    MENTOR = "mentor"  # the junior, who teaches
    MENTEE = "mentee"  # the senior, who learns


class EnrolmentState(enum.StrEnum):
    APPLIED = "applied"  # a lead has not answered yet
    WAITING = "waiting"  # on the waiting list
    ENROLLED = "enrolled"
    DECLINED = "declined"
    LEFT = "left"


class RoundAnswer(enum.StrEnum):
    """What somebody says before the next matching. No answer counts as being in."""

    ASKED = "asked"
    IN = "in"
    SKIPS = "skips"  # until its pairs are published


# Those who have a place, or may get one.
STANDING = (EnrolmentState.APPLIED, EnrolmentState.WAITING, EnrolmentState.ENROLLED)


class Enrolment(Row):
    """Somebody's place in a program, or their wish for one. `capacity` is how many partners they take at a time.

    `answers` are those to the program's questions, `{"question": …, "answer": …}` each, for its leads' eyes.
    """

    __tablename__ = "enrolments"
    __table_args__ = (
        UniqueConstraint("program_id", "person_id"),
        Index("ix_enrolments_states", "program_id", "state", "role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[Role]
    state: Mapped[EnrolmentState] = mapped_column(default=EnrolmentState.ENROLLED)
    answers: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    capacity: Mapped[int] = mapped_column(default=1)
    enrolled_at: Mapped[datetime]
    times_saved: Mapped[int] = mapped_column(default=0)
    times_answered: Mapped[int] = mapped_column(default=0)  # by a lead, or by a place that became free
    unreached_at: Mapped[datetime | None]  # when leads last heard that no message reaches them
    round_answer: Mapped[RoundAnswer | None]
