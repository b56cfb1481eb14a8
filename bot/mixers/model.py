import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.database import Row

PLAN = 500  # characters


class MixerState(enum.StrEnum):
    GATHERING = "gathering"
    GROUPED = "grouped"
    CALLED_OFF = "called_off"  # by its lead, or because too few wanted to come


class Mixer(Row):
    """An informal round for small groups: for those, too, who are not ready for a pair. `plan` says when and where.

    `leased_until` is set once a process makes the groups: from then on nobody joins any more. `repeats` is how many
    pairs of people sit together again.
    """

    __tablename__ = "mixers"
    __table_args__ = (
        Index(
            "ix_mixers_gathering",
            "gathers_until",
            sqlite_where=text("state = 'gathering'"),
            postgresql_where=text("state = 'gathering'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"), index=True)
    asked_by: Mapped[str] = mapped_column(String(32))  # Slack id of the lead
    plan: Mapped[str] = mapped_column(Text)
    gathers_until: Mapped[datetime]
    state: Mapped[MixerState] = mapped_column(default=MixerState.GATHERING)
    leased_until: Mapped[datetime | None]
    repeats: Mapped[int] = mapped_column(default=0)


class MixerGuest(Row):
    """Somebody who wants to come. `table` is the group they were put into, from 1."""

    __tablename__ = "mixer_guests"

    mixer_id: Mapped[int] = mapped_column(ForeignKey("mixers.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    table: Mapped[int | None]
