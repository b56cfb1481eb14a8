from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.database import Row
from bot.sessions.rules.lifecycle import SessionState, may_go

AGENDA, TOPIC = 3000, 3000  # characters
NO_WAY = "no way from {} to {}"


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

    def go(self, to: SessionState) -> None:
        """Raises ValueError where there is no way from the state that it is in."""
        if not may_go(self.state, to):
            raise ValueError(NO_WAY.format(self.state, to))
        self.state = to
