import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.database import Row

AGENDA, TOPIC = 3000, 3000  # characters


class SessionState(enum.StrEnum):
    PLANNED = "planned"
    OVER = "over"  # its time has passed; nobody has said yet whether it took place
    HELD = "held"
    MISSED = "missed"
    DROPPED = "dropped"  # the pair ended before it came


PAST = frozenset({SessionState.OVER, SessionState.HELD, SessionState.MISSED})


class Session(Row):
    """One meeting of a pair: planned by the cadence, with an agenda by the mentor and the mentee's answer to it.

    `agenda_version` counts postings, so that an answer and a notice belong to the words they are about.
    """

    __tablename__ = "sessions"
    __table_args__ = (
        UniqueConstraint("pair_id", "number"),
        Index(
            "ix_sessions_planned",
            "ends_at",
            sqlite_where=text("state = 'planned'"),
            postgresql_where=text("state = 'planned'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pair_id: Mapped[int] = mapped_column(ForeignKey("pairs.id"))
    number: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    called_off_at: Mapped[datetime | None]  # when it was to begin, while a break keeps it from it
    state: Mapped[SessionState] = mapped_column(default=SessionState.PLANNED)
    agenda: Mapped[str | None] = mapped_column(Text)
    agenda_version: Mapped[int] = mapped_column(default=0)
    agreed_version: Mapped[int] = mapped_column(default=0)  # the posting that the mentee found good
    topic: Mapped[str | None] = mapped_column(Text)  # what the mentee would like to talk about
    topic_version: Mapped[int] = mapped_column(default=0)
    moves: Mapped[int] = mapped_column(default=0)  # how often it was moved, by somebody or by a break
    is_on_again: Mapped[bool] = mapped_column(default=False)  # as it was to be, after it had been called off
