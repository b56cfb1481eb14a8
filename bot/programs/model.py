import enum
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.database import Row
from bot.programs.cadence import Cadence

NAME, NEED = 80, 1000  # characters
LENGTHS = (30, 45, 60, 90)  # minutes a session


class ProgramState(enum.StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class Program(Row):
    """A reverse mentoring programme, tied to a business need."""

    __tablename__ = "programs"
    __table_args__ = (Index("ix_programs_team_state", "team_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(NAME))
    need: Mapped[str] = mapped_column(Text)
    cadence: Mapped[Cadence]
    session_minutes: Mapped[int]
    channel_id: Mapped[str | None] = mapped_column(String(32))
    state: Mapped[ProgramState] = mapped_column(default=ProgramState.OPEN)
    created_at: Mapped[datetime]


class ProgramCounts(Row):
    """What a lead's status counts in a program, kept from one look to the next.

    `changes` grows with every change of the program's people or pairs; the counts are good while `counted` equals
    it. It is the last row that a transaction touches, so that nobody waits for it while holding another.
    """

    __tablename__ = "program_counts"

    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"), primary_key=True)
    changes: Mapped[int] = mapped_column(default=0)
    counted: Mapped[int | None]
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)


class ProgramLead(Row):
    """Somebody who runs a program: sets its rules, publishes its pairs, sees its status."""

    __tablename__ = "program_leads"

    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
