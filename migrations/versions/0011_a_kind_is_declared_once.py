"""what a message is known by: its kind, subject, version and recipient, and nothing else that its key says

Until now a key said more than its row: which posting of an agenda, on which day. That goes into the version, so that
what waits still says the same, and what was sent is not sent again.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

AT_ONCE = 1_000
SUBJECTS = {
    "roster_checked": "upload",
    "roster_imported": "upload",
    "program_created": "program",
    "program_announced": "program",
    "lead_added": "program",
    "season_ends": "program",
    "signed_up": "enrolment",
    "application": "enrolment",
    "application_answered": "enrolment",
    "program_over": "enrolment",
    "mixer_announced": "mixer",
    "mixer_invited": "mixer",
    "mixer_group": "mixer",
    "mixer_grouped": "mixer",
    "mixer_called_off": "mixer",
    "mixer_too_small": "mixer",
    "offer": "offer",
    "offer_reminder": "offer",
    "offer_over": "program",
    "request_over": "program",
    "people_waiting": "program",
    "introduction": "pair",
    "pair_ended": "pair",
    "partner_left": "pair",
    "partner_gone": "pair",
    "partner_back": "pair",
    "partner_on_break": "pair",
    "break_over": "person",
    "search": "search",
    "proposals_ready": "search",
    "proposals_failed": "search",
    "still_in": "enrolment",
    "match_day": "program",
    "session_planned": "session",
    "session_moved": "session",
    "agenda_posted": "session",
    "agenda_agreed": "session",
    "topic_proposed": "session",
    "agenda_missing": "session",
    "check_in": "session",
    "export": "person",
}
# Where a number that grows stood in a key, which began with the kind's name.
FIRST = ("offer_over", "request_over", "offers_unheard")
SECOND = (
    "signed_up",
    "application",
    "program_over",
    "unreached",
    "pair_unreached",
    "program_unannounced",
    "mixer_unannounced",
    "export_failed",
    "session_planned",
)
LAST = (
    "lead_added",
    "partner_gone",
    "partner_back",
    "partner_on_break",
    "break_over",
    "session_moved",
    "agenda_posted",
    "agenda_agreed",
    "topic_proposed",
)
DAYS = ("people_waiting", "agenda_missing")
ABOUT_A_MESSAGE = ("program_unannounced", "program_announced_at_last")
SEVERAL = ("program_announced", "mixer_announced", "export")  # where the row counts already how often it was asked for

OUTBOX = sa.table(
    "outbox",
    *(sa.column(name) for name in ("id", "key", "kind", "recipient", "about", "subject_id", "version", "fate")),
)


class Known(NamedTuple):
    id: int
    about: str
    subject_id: int
    version: int


def upgrade() -> None:
    op.add_column("sessions", sa.Column("is_on_again", sa.Boolean(), nullable=False, server_default=sa.text("FALSE")))
    op.execute("UPDATE outbox SET kind = 'people_waiting' WHERE kind = 'free_again'")
    op.execute(
        "UPDATE sessions SET is_on_again = TRUE WHERE id IN (SELECT subject_id FROM outbox WHERE "
        "kind = 'session_planned' AND fate = 'waiting' AND key LIKE '%\\:again')"
    )
    connection = op.get_bind()
    change = (
        sa.update(OUTBOX)
        .where(OUTBOX.c.id == sa.bindparam("row"))
        .values(about=sa.bindparam("said"), subject_id=sa.bindparam("of"), version=sa.bindparam("number"))
    )
    for some in _rows(connection):
        known = [_known(row) for row in some]
        connection.execute(
            change, [{"row": k.id, "said": k.about, "of": k.subject_id, "number": k.version} for k in known]
        )
    _answers(connection)
    _last_days(connection)
    op.execute(
        "UPDATE outbox SET key = kind || ':' || subject_id || ':' || version || ':' || recipient WHERE NOT EXISTS ("
        "SELECT 1 FROM outbox other WHERE other.subject_id = outbox.subject_id AND other.kind = outbox.kind "
        "AND other.version = outbox.version AND other.recipient = outbox.recipient AND other.id < outbox.id)"
    )


def downgrade() -> None:
    """Keys say again what the version before reads out of them."""
    op.execute(
        "UPDATE outbox SET key = kind || ':' || subject_id || ':' || version WHERE fate = 'waiting' "
        "AND kind IN ('agenda_posted', 'topic_proposed')"
    )
    op.execute(
        "UPDATE outbox SET key = kind || ':' || subject_id || ':' || version || CASE WHEN version = 0 THEN '' "
        "WHEN EXISTS (SELECT 1 FROM sessions WHERE sessions.id = subject_id AND is_on_again) THEN '\\:again' "
        "ELSE '\\:moved' END WHERE fate = 'waiting' AND kind = 'session_planned' AND recipient LIKE '%,%'"
    )
    op.drop_column("sessions", "is_on_again")


def _rows(connection: sa.Connection) -> Iterator[list[Any]]:
    last = 0
    while True:
        found = connection.execute(
            sa.select(OUTBOX).where(OUTBOX.c.id > last).order_by(OUTBOX.c.id).limit(AT_ONCE)
        ).all()
        if not found:
            return
        yield list(found)
        last = found[-1].id


def _known(row: Any) -> Known:
    key = row.key.split(":")
    if key[0] == "alone":
        key = key[2:]
    about, subject_id = row.about or SUBJECTS.get(row.kind, ""), row.subject_id
    if row.kind in ABOUT_A_MESSAGE and row.about != "message" and _number(key, 1):
        about, subject_id = "message", _number(key, 1)
    return Known(row.id, about, subject_id, _version(row, key))


def _version(row: Any, key: list[str]) -> int:
    if row.kind in FIRST:
        return _number(key, 1)
    if row.kind in SECOND:
        return _number(key, 2)
    if row.kind in SEVERAL:
        return max(int(row.version), _number(key, len(key) - 1))
    if row.kind in DAYS:
        days = [date.fromisoformat(part).toordinal() for part in key if re.fullmatch(r"\d{4}-\d\d-\d\d", part)]
        return days[0] if days else int(row.version)
    if row.kind in ("still_in", "match_day"):
        return int(number[0]) if (number := re.findall(r"round (\d+)$", row.key)) else int(row.version)
    if row.kind in LAST:
        return max(int(row.version), _number(key, len(key) - 1))
    return int(row.version)


def _number(key: list[str], place: int) -> int:
    return int(key[place]) if place < len(key) and key[place].isdecimal() else 0


def _answers(connection: sa.Connection) -> None:
    """An answer that waits is told only where it still holds."""
    connection.execute(
        sa.text(
            "UPDATE outbox SET version = CASE WHEN (SELECT ':' || key || ':' LIKE '%:' || state || ':%' "
            "FROM enrolments WHERE enrolments.id = subject_id) THEN (SELECT times_answered FROM enrolments "
            "WHERE enrolments.id = subject_id) ELSE -1 - id END "
            "WHERE kind = 'application_answered' AND fate = 'waiting'"
        )
    )


def _last_days(connection: sa.Connection) -> None:
    """Of the reminders of a season's end, the one for the day that the program has now is the newest."""
    ends = sa.text(
        "SELECT outbox.id, outbox.key, programs.ends_on, programs.version FROM outbox "
        "JOIN programs ON programs.id = outbox.subject_id WHERE outbox.kind = 'season_ends' ORDER BY outbox.id"
    ).columns(id=sa.Integer, key=sa.String, ends_on=sa.Date, version=sa.Integer)
    change = sa.update(OUTBOX).where(OUTBOX.c.id == sa.bindparam("row")).values(version=sa.bindparam("number"))
    values = [
        {"row": row.id, "number": row.version if row.ends_on and f":{row.ends_on}:" in row.key else 0}
        for row in connection.execute(ends)
    ]
    if values:
        connection.execute(change, values)
