import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.database import Row


class RunState(enum.StrEnum):
    ASKED = "asked"
    READY = "ready"
    PUBLISHED = "published"
    OUTDATED = "outdated"  # a newer run took its place
    FAILED = "failed"
    CANCELLED = "cancelled"  # by a lead, while it was being worked on


class ProposalState(enum.StrEnum):
    PROPOSED = "proposed"
    PINNED = "pinned"  # a lead wants these two as a pair: the next search works around them
    LEFT_OUT = "left_out"  # not to be published


class MatchRun(Row):
    """One search for pairs. Asked for by a lead, solved by a job under a lease, reviewed and published by leads.

    `replaces_id` is the run whose proposals it takes the place of, and whose pins it keeps.
    """

    __tablename__ = "match_runs"
    __table_args__ = (
        Index(
            "ix_match_runs_asked",
            "asked_at",
            sqlite_where=text("state = 'asked'"),
            postgresql_where=text("state = 'asked'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"), index=True)
    asked_by: Mapped[str] = mapped_column(String(32))  # Slack id of the lead
    asked_at: Mapped[datetime]
    replaces_id: Mapped[int | None]
    state: Mapped[RunState] = mapped_column(default=RunState.ASKED)
    leased_until: Mapped[datetime | None]
    stage: Mapped[str | None] = mapped_column(String(40))  # of a long search, while it goes on: what it is doing
    tries: Mapped[int] = mapped_column(default=0)  # a failed one counts more than one that was cut off
    unmatched_mentors: Mapped[int] = mapped_column(default=0)
    unmatched_mentees: Mapped[int] = mapped_column(default=0)
    # A Certificate, as a dict; with `pinned`, how many couples it leaves aside, `counted`, the most points of each
    # weight, and `changed` once a lead changed some.
    proof: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    what_ifs: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # WhatIf, the one that helps most first


class Proposal(Row):
    """Two people who would fit. `score` is 0 to 100; `reasons` are the facts behind it, worded by the view."""

    __tablename__ = "proposals"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("match_runs.id"), index=True)
    mentor_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    mentee_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    score: Mapped[int]
    reasons: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[ProposalState] = mapped_column(default=ProposalState.PROPOSED)


class Alone(Row):
    """Somebody without a partner after a search, and why: the facts of an Unmatched, worded by the view.

    Only `freed` is in them where a lead took the partner away whom the search had found.
    """

    __tablename__ = "match_alone"

    run_id: Mapped[int] = mapped_column(ForeignKey("match_runs.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
