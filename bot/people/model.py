import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.database import Row
from bot.core.languages import language_for
from bot.core.reading import Reader
from bot.core.sentences import Labels, _, pgettext, say
from bot.people.rules.accounts import Account
from bot.people.rules.hours import DAY_ENDS, DAY_STARTS, WORK_DAYS, Hours

# What sign-up offers. A number, since matching compares: the higher, the more senior.
LEVELS = Labels(
    {
        1: _("Starting out (intern, apprentice, trainee)"),
        2: _("Professional"),
        3: _("Senior professional or specialist"),
        4: _("Team lead"),
        5: _("Manager of managers"),
        6: _("Director or head of"),
        7: _("Executive or board"),
    }
)


def level_label(level: int | None) -> str:
    """A roster may have levels of its own, with other numbers than these."""
    if level is None:
        return say(pgettext("a level", "not said"))
    return LEVELS[level] if level in LEVELS else say(_("Level {number}"), number=level)


DEPARTMENT, LOCATION, ABOUT, EMAIL = 80, 80, 500, 254  # characters
MOST_BLOCKED = 10  # people by one person
BY_ROSTER = "by the roster"  # in the place of what nobody is asked, since the roster says it
UTC = "UTC"  # the zone of whoever has none yet


class Person(Row):
    """Somebody in Slack. No name is stored: Slack shows it wherever somebody is mentioned.

    `tz` is the IANA name that counts: `own_tz`, which they chose, else `slack_tz`, else UTC. `profile_due_at` is when
    Slack is to be asked (again). Whoever cannot take part by their `account` is not active either.
    `languages` are ISO 639 codes; `work_days` are digits, 0 for Monday. Once erased, what remains is a row that
    other people's counts hang on, with a made-up `slack_id`.
    """

    __tablename__ = "people"
    __table_args__ = (
        UniqueConstraint("team_id", "slack_id"),
        Index(
            "ix_people_profile_due",
            "team_id",
            "profile_due_at",
            sqlite_where=text("profile_due_at IS NOT NULL"),
            postgresql_where=text("profile_due_at IS NOT NULL"),
        ),
        Index(
            "ix_people_paused",
            "paused_until",
            sqlite_where=text("paused_until IS NOT NULL"),
            postgresql_where=text("paused_until IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    slack_id: Mapped[str] = mapped_column(String(32))
    tz: Mapped[str] = mapped_column(String(64), default=UTC)
    slack_tz: Mapped[str | None] = mapped_column(String(64))
    own_tz: Mapped[str | None] = mapped_column(String(64))
    locale: Mapped[str | None] = mapped_column(String(16))
    level: Mapped[int | None]
    department: Mapped[str | None] = mapped_column(String(DEPARTMENT))
    location: Mapped[str | None] = mapped_column(String(LOCATION))
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    manager_id: Mapped[int | None] = mapped_column(index=True)  # a person, where the roster does not know better
    work_starts: Mapped[int] = mapped_column(default=DAY_STARTS)  # local hours
    work_ends: Mapped[int] = mapped_column(default=DAY_ENDS)
    work_days: Mapped[str] = mapped_column(String(7), default=WORK_DAYS)
    about: Mapped[str | None] = mapped_column(Text)
    account: Mapped[Account] = mapped_column(default=Account.MEMBER)
    is_active: Mapped[bool] = mapped_column(default=True)  # their Slack account is
    is_admin: Mapped[bool] = mapped_column(default=False)  # of the workspace, as Slack says
    absences: Mapped[int] = mapped_column(default=0)  # how often their partners heard that they go, or are back
    paused_until: Mapped[datetime | None]  # a break; it ends by itself
    profile_due_at: Mapped[datetime | None]
    met_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]

    def choose_zone(self, zone: str | None) -> None:
        """None to follow Slack, whatever it says."""
        if zone or self.own_tz:
            self.own_tz = zone
            self.tz = zone or self.slack_tz or UTC

    def hear_zone(self, zone: str | None) -> None:
        """From Slack."""
        if zone:
            self.slack_tz = zone
            self.tz = self.own_tz or zone

    @property
    def hours(self) -> Hours:
        return Hours(self.tz, self.work_starts, self.work_ends, self.work_days)

    def next_good_hour(self, moment: datetime) -> datetime:
        """The moment itself if it suits them, else the next one that does: in working hours, and not on a break."""
        return self.hours.next_good_hour(max(moment, self.paused_until or moment))

    @property
    def language(self) -> str:
        """The one in which the bot speaks to them: that of their Slack, where it can."""
        return language_for(self.locale)

    def reader(self, now: datetime) -> Reader:
        """Without a zone while Slack has not told theirs: a time in another one would be wrong."""
        is_known = self.tz != UTC or self.profile_due_at is None
        return Reader(self.hours.zone if is_known else None, now, self.language)


class Block(Row):
    """Somebody whom a person should not be paired with. Nobody sees it: not the other, and no lead."""

    __tablename__ = "blocks"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)


class RosterEntry(Row):
    """Somebody in the organisation's reporting lines, as its roster says. No name is kept.

    `team_id` is empty until a workspace takes the roster over. `email` is in small letters; it is gone once the person
    was erased, and their place in the reporting lines remains. `person_id` is set when they first meet the bot.
    """

    __tablename__ = "roster"
    __table_args__ = (UniqueConstraint("team_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    email: Mapped[str | None] = mapped_column(String(EMAIL))
    manager_id: Mapped[int | None] = mapped_column(ForeignKey("roster.id"), index=True)
    department: Mapped[str | None] = mapped_column(String(DEPARTMENT))
    level: Mapped[int | None]
    location: Mapped[str | None] = mapped_column(String(LOCATION))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), unique=True)


class UploadState(enum.StrEnum):
    CHECKING = "checking"  # a job reads the file and says what it would change
    CHECKED = "checked"
    IMPORTING = "importing"
    DONE = "done"
    REFUSED = "refused"  # by the bot, or by whoever brought it
    REPLACED = "replaced"  # a newer file took its place


TO_DO = (UploadState.CHECKING, UploadState.IMPORTING)  # by a job


class Finding(enum.StrEnum):
    """What came of reading a roster file."""

    CHANGES = "changes"
    NOTHING_NEW = "nothing_new"
    PROBLEMS = "problems"
    UNREADABLE = "unreadable"
    IMPORTED = "imported"


class RosterUpload(Row):
    """A roster that somebody brought in Slack. The file stays there.

    `report` has a `finding`, and what the message about it says. It holds names and addresses, and is cleared once
    that message has gone out.
    """

    __tablename__ = "roster_uploads"
    __table_args__ = (
        Index(
            "ix_roster_uploads_waiting",
            "asked_at",
            sqlite_where=text("state IN ('checking', 'importing')"),
            postgresql_where=text("state IN ('checking', 'importing')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    file_id: Mapped[str] = mapped_column(String(32))
    asked_by: Mapped[str] = mapped_column(String(32))  # Slack id
    asked_at: Mapped[datetime]
    state: Mapped[UploadState] = mapped_column(default=UploadState.CHECKING)
    report: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    leased_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)


def stranger(team_id: str, slack_id: str) -> Person:
    """Somebody whom the bot does not know, for looking at what anybody may see. In no transaction, so never stored."""
    return Person(team_id=team_id, slack_id=slack_id)
