import enum
from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.database import Row
from bot.core.languages import WRITTEN_IN
from bot.programs.rules.cadence import Cadence
from bot.programs.rules.lifecycle import ProgramState

NAME, NEED, PARTNER_WORD, PARTNER_PLURAL, QUESTION = 80, 1000, 40, 60, 150  # characters
PARTNER, PARTNERS = "learning partner", "learning partners"  # what a program stores until its lead chooses a word
LENGTHS = (30, 45, 60, 90)  # minutes a session
MOST_QUESTIONS = 3


class Style(enum.StrEnum):
    FORMAL = "formal"  # with goals and measures
    INFORMAL = "informal"  # with light prompts


class Footing(enum.StrEnum):
    """What the two sides are called. Some leaders resist being mentored; a pairing in which both learn, they do not."""

    ROLES = "roles"  # mentor and mentee
    EQUAL = "equal"  # one word for both


class Entry(enum.StrEnum):
    OPEN = "open"
    APPLICATION = "application"


class Owner(enum.StrEnum):
    MENTOR = "mentor"
    MENTEE = "mentee"
    BOTH = "both"


class DepartmentRule(enum.StrEnum):
    ANY = "any"
    DIFFERENT = "different"
    SAME = "same"


class Background(enum.StrEnum):
    """Whether a similar background (location and languages) is preferred. Never a must."""

    ANY = "any"
    SIMILAR = "similar"
    DIFFERENT = "different"


class Silence(enum.StrEnum):
    """What it counts as when somebody whom a pair was offered does not answer."""

    DECLINES = "declines"
    ACCEPTS = "accepts"


class Program(Row):
    """A reverse mentoring programme, tied to a business need.

    `places` is how many people it takes, None for any number; `version` grows with every edit, so that two leads do
    not undo each other's. `language` is read in channels, and in groups that share none. `min_gap` is in levels,
    `min_overlap` in hours that both work.
    """

    __tablename__ = "programs"
    __table_args__ = (
        Index("ix_programs_team_state", "team_id", "state"),
        Index(
            "ix_programs_settling",
            "settles_from",
            sqlite_where=text("settles_from IS NOT NULL"),
            postgresql_where=text("settles_from IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(NAME))
    need: Mapped[str] = mapped_column(Text)
    style: Mapped[Style] = mapped_column(default=Style.INFORMAL)
    footing: Mapped[Footing] = mapped_column(default=Footing.ROLES)
    partner_word: Mapped[str] = mapped_column(String(PARTNER_WORD), default=PARTNER)
    partner_plural: Mapped[str] = mapped_column(String(PARTNER_PLURAL), default=PARTNERS)
    cadence: Mapped[Cadence]
    session_minutes: Mapped[int]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    agenda_owner: Mapped[Owner] = mapped_column(default=Owner.MENTOR)
    schedule_owner: Mapped[Owner] = mapped_column(default=Owner.BOTH)
    channel_id: Mapped[str | None] = mapped_column(String(32))
    language: Mapped[str] = mapped_column(String(16), default=WRITTEN_IN)

    entry: Mapped[Entry] = mapped_column(default=Entry.OPEN)
    questions: Mapped[list[str]] = mapped_column(JSON, default=list)
    places: Mapped[int | None]
    silence: Mapped[Silence] = mapped_column(default=Silence.DECLINES)

    min_gap: Mapped[int] = mapped_column(default=1)
    department_rule: Mapped[DepartmentRule] = mapped_column(default=DepartmentRule.ANY)
    min_overlap: Mapped[int] = mapped_column(default=1)
    needs_language: Mapped[bool] = mapped_column(default=True)
    background: Mapped[Background] = mapped_column(default=Background.ANY)
    weights: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)  # those that differ from the usual ones
    self_chosen: Mapped[bool] = mapped_column(default=False)  # people may ask each other

    rounds: Mapped[int] = mapped_column(default=0)  # in how many people were asked whether they are still in
    matches_on: Mapped[date | None]  # the day of the next matching, which people were told
    state: Mapped[ProgramState] = mapped_column(default=ProgramState.OPEN)
    settles_from: Mapped[int | None]  # how far what follows from its last step has come; None once all is done
    version: Mapped[int] = mapped_column(default=1)
    changed_by: Mapped[str | None] = mapped_column(String(32))  # Slack id of the lead who edited it last
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
