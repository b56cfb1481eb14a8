import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.database import Row
from bot.enrolment.model import Role


class OfferState(enum.StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"  # by both: they are a pair
    DECLINED = "declined"  # by one of the two, or by both
    LAPSED = "lapsed"  # somebody did not answer
    WITHDRAWN = "withdrawn"  # before its time: one of the two can no longer be paired, or took back what they asked


CARDS = ("offer", "offer_reminder")  # kinds of messages that ask for an answer
FALLEN = (OfferState.DECLINED, OfferState.LAPSED, OfferState.WITHDRAWN)


class Reply(enum.StrEnum):
    YES = "yes"
    NO = "no"
    UNHEARD = "unheard"  # a no that is noted for somebody who never hears that they were asked
    OVER = "over"  # the same once they have heard it: to them as if it were taken back


NOES = (Reply.NO, Reply.UNHEARD, Reply.OVER)


class Offer(Row):
    """A pair that a lead published, while the two are asked. Both have to accept.

    A request is one in which one of the two asked the other, and has accepted by that: `asked_by` says which side, and
    `message` what they wrote.

    One that somebody declined stays open until `answer_by`, so that a no looks like silence to everybody else.
    `score` and `reasons` are those of the proposal.
    """

    __tablename__ = "offers"
    __table_args__ = (
        Index("ix_offers_program", "program_id", "state", "mentor_answer", "mentee_answer"),
        Index("ix_offers_mentor", "mentor_id", "state"),
        Index("ix_offers_mentee", "mentee_id", "state"),
        Index(
            "ix_offers_due",
            "answer_by",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"))
    mentor_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    mentee_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    score: Mapped[int]
    reasons: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[OfferState] = mapped_column(default=OfferState.OPEN)
    mentor_answer: Mapped[Reply | None]
    mentee_answer: Mapped[Reply | None]
    asked_by: Mapped[Role | None]
    message: Mapped[str | None] = mapped_column(Text)
    offered_at: Mapped[datetime]
    answer_by: Mapped[datetime]

    def answer_of(self, person_id: int) -> Reply | None:
        return self.mentor_answer if person_id == self.mentor_id else self.mentee_answer

    def note(self, person_id: int, answer: Reply | None) -> None:
        if person_id == self.mentor_id:
            self.mentor_answer = answer
        else:
            self.mentee_answer = answer

    @property
    def is_declined(self) -> bool:
        return self.mentor_answer in NOES or self.mentee_answer in NOES

    @property
    def is_request(self) -> bool:
        return self.asked_by is not None

    def is_asker(self, person_id: int) -> bool:
        sides = {Role.MENTOR: self.mentor_id, Role.MENTEE: self.mentee_id}
        return self.asked_by is not None and person_id == sides[self.asked_by]

    @property
    def is_accepted(self) -> bool:
        return self.mentor_answer is Reply.YES and self.mentee_answer is Reply.YES


class Forbidden(Row):
    """Two whom a lead never wants as a pair in this program."""

    __tablename__ = "match_forbidden"

    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"), primary_key=True)
    mentor_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    mentee_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
