from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.database import Row
from bot.pairs.rules.lifecycle import PairState, Trouble


class Pair(Row):
    """A mentor and a mentee of one program, who meet until the pair ends.

    The counts are a summary of its sessions, made anew from them whenever one changes, so that a lead's status
    of ten thousand pairs needs one index.
    """

    __tablename__ = "pairs"
    __table_args__ = (
        Index("ix_pairs_summary", "program_id", "state", "trouble", "held", "over", "with_agenda"),
        Index(
            "ix_pairs_in_trouble",
            "program_id",
            "id",
            sqlite_where=text("trouble IS NOT NULL AND state = 'active'"),
            postgresql_where=text("trouble IS NOT NULL AND state = 'active'"),
        ),
        Index("ix_pairs_mentor", "mentor_id", "state"),
        Index("ix_pairs_mentee", "mentee_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"))
    mentor_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    mentee_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    state: Mapped[PairState] = mapped_column(default=PairState.ACTIVE)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    unreached_at: Mapped[datetime | None]  # when leads last heard that Slack opens no conversation for the two

    held: Mapped[int] = mapped_column(default=0)  # sessions that took place
    over: Mapped[int] = mapped_column(default=0)  # sessions whose time has passed
    with_agenda: Mapped[int] = mapped_column(default=0)  # sessions, past and coming, with an agenda
    trouble: Mapped[Trouble | None]
