"""What somebody else must hear, as rows: written with the change that causes them, sent after its commit.

A nudge is a row that is due later. A row is claimed under a lease, so that any number of processes share the
work, and one that is killed loses nothing: its rows come back when the lease runs out.
"""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, bindparam, case, delete, func, insert, select, text, update
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased, mapped_column

from bot.core.changes import changes
from bot.core.database import Moment, Row
from bot.core.pieces import in_pieces

AT_ONCE = 500  # values in one IN (...); SQLite takes 32,766 variables a statement, PostgreSQL 32,767
STALE = "ts IS NOT NULL AND changes > shows"  # a card that says what is no longer so


class Fate(enum.StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    DROPPED = "dropped"  # by the time it was due, nobody needed it any more
    DEAD = "dead"  # could not be delivered


def _when_due(context: DefaultExecutionContext) -> Any:
    return context.get_current_parameters()["due_at"]  # type: ignore[no-untyped-call]


class OutboxRow(Row):
    """`recipient` is a Slack id: one person, several joined by commas (their group), or a channel.

    It holds no text: the words are made at delivery from what is true by then. `about` and `subject_id` say of what
    it tells ("session", 12), so that messages of one matter keep their order; `version` which state of it. `due_at` is
    when it first comes due, `try_at` when it is tried next. `channel` and `ts` are where it went, once sent: a card,
    which may be rewritten there. `changes` counts how often its matter has changed, `shows` is up to which of them the
    card says.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        # Only waiting rows are in them, so that looking for due ones costs the same with a million sent.
        Index(
            "ix_outbox_waiting",
            "team_id",
            "is_urgent",
            "try_at",
            "id",  # hundreds come due at one moment; without it all of them would be sorted for each claim
            sqlite_where=text("fate = 'waiting'"),
            postgresql_where=text("fate = 'waiting'"),
        ),
        Index(
            "ix_outbox_waiting_for",
            "recipient",
            "team_id",
            sqlite_where=text("fate = 'waiting'"),
            postgresql_where=text("fate = 'waiting'"),
        ),
        Index(
            "ix_outbox_refused",
            "team_id",
            "problem",
            sqlite_where=text("fate = 'waiting' AND problem IS NOT NULL"),
            postgresql_where=text("fate = 'waiting' AND problem IS NOT NULL"),
        ),
        Index("ix_outbox_matter", "subject_id", "kind"),
        Index(
            "ix_outbox_pair_id",
            "pair_id",
            sqlite_where=text("pair_id IS NOT NULL"),
            postgresql_where=text("pair_id IS NOT NULL"),
        ),
        Index("ix_outbox_stale", "team_id", "try_at", sqlite_where=text(STALE), postgresql_where=text(STALE)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    team_id: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(40))
    recipient: Mapped[str] = mapped_column(String(200))
    about: Mapped[str] = mapped_column(String(20), default="")
    subject_id: Mapped[int]
    version: Mapped[int] = mapped_column(default=0)
    pair_id: Mapped[int | None]
    is_nudge: Mapped[bool] = mapped_column(default=False)
    is_urgent: Mapped[bool] = mapped_column(default=False)
    due_at: Mapped[datetime]
    try_at: Mapped[datetime] = mapped_column(default=_when_due)
    fate: Mapped[Fate] = mapped_column(default=Fate.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    leased_by: Mapped[str | None] = mapped_column(String(64))
    leased_until: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    problem: Mapped[str | None] = mapped_column(String(100))
    channel: Mapped[str | None] = mapped_column(String(32))
    ts: Mapped[str | None] = mapped_column(String(32))
    changes: Mapped[int] = mapped_column(default=0)
    shows: Mapped[int] = mapped_column(default=0)

    @property
    def identity(self) -> tuple[str, int, int, str]:
        """By which a message is the same: its kind, subject, version and recipient."""
        return self.kind, self.subject_id, self.version, self.recipient

    def move(self, due_at: datetime) -> None:
        """To another moment, before anybody tried to send it."""
        self.due_at = self.try_at = due_at

    def try_again(self, now: datetime) -> None:
        """At once, whatever it waits for; should it fail in the same way, that is news again."""
        self.try_at, self.problem = now, None


@dataclass(frozen=True)
class NewRow:
    """A row that is to be: what `Kind.to` makes and `post` writes."""

    key: str
    team_id: str
    kind: str
    recipient: str
    about: str
    subject_id: int
    due_at: datetime
    version: int = 0
    pair_id: int | None = None
    is_nudge: bool = False
    is_urgent: bool = False


async def post(db: AsyncSession, rows: Iterable[NewRow], now: datetime, *, are_new: bool = False) -> None:
    """Adds rows whose key is new; a key that was ever used is never sent again.

    `are_new` says that they must be, having a number that grows in them, and spares the look.
    """
    new = {row.key: row for row in rows}
    for key in [] if are_new else await _used(db, list(new)):
        del new[key]
    if new:
        await db.execute(insert(OutboxRow), [vars(row) for row in new.values()])
    if any(row.due_at <= now for row in new.values()):
        changes(db).work_is_due = True


async def _used(db: AsyncSession, keys: Sequence[str]) -> list[str]:
    used: list[str] = []
    for some in in_pieces(keys, AT_ONCE):
        used += await db.scalars(select(OutboxRow.key).where(OutboxRow.key.in_(some)))
    return used


async def newest(db: AsyncSession, kind: str, subject_id: int, recipient: str) -> OutboxRow | None:
    """Of what this recipient was ever to hear of the subject in messages of that kind, the latest version."""
    told = OutboxRow.kind == kind, OutboxRow.subject_id == subject_id, OutboxRow.recipient == recipient
    return await db.scalar(select(OutboxRow).where(*told).order_by(OutboxRow.version.desc()).limit(1))


async def fold(db: AsyncSession, rows: Sequence[OutboxRow], now: datetime) -> set[int]:
    """Of rows about one matter, of one kind and to one recipient, only the newest that has come due is sent.

    Returns the ids of those of `rows` that a newer one makes needless; older ones than the others are dropped, so that
    none of them comes after what says it all.
    """
    if not rows:
        return set()
    row, other = OutboxRow, aliased(OutboxRow)
    same = (other.recipient == row.recipient) & (other.team_id == row.team_id) & (other.kind == row.kind)
    matter = (other.about == row.about) & (other.subject_id == row.subject_id) & (row.about != "")
    pairs = (
        select(row.id, other.id)
        .join(other, same & matter & (other.fate == Fate.WAITING) & (other.due_at <= now) & (other.id != row.id))
        .where(row.id.in_([one.id for one in rows]))
    )
    found = [(mine, others) for mine, others in await db.execute(pairs)]
    needless = {mine for mine, others in found if others > mine}
    if older := {others for mine, others in found if others < mine}:
        dropped = {"fate": Fate.DROPPED, "settled_at": now}
        waiting = OutboxRow.id.in_(older), OutboxRow.fate == Fate.WAITING
        await db.execute(update(OutboxRow).where(*waiting).values(dropped).execution_options(synchronize_session=False))
    return needless


_SENT = (
    update(OutboxRow)
    .where(OutboxRow.id == bindparam("row_id"), OutboxRow.leased_by == bindparam("owner"))
    .where(OutboxRow.fate == Fate.WAITING)
    .values(
        fate=Fate.SENT,
        settled_at=bindparam("now", type_=Moment()),
        problem=None,
        channel=bindparam("went_to"),
        ts=bindparam("went_at"),
        shows=bindparam("said"),
        attempts=OutboxRow.attempts + 1,
        leased_by=None,
        leased_until=None,
    )
)


async def next_due_message(db: AsyncSession) -> datetime | None:
    """When the next waiting row comes due, or has come."""
    return await db.scalar(select(func.min(OutboxRow.try_at)).where(OutboxRow.fate == Fate.WAITING))


async def settle(
    db: AsyncSession,
    row: OutboxRow,
    fate: Fate,
    now: datetime,
    *,
    problem: str | None = None,
    channel: str | None = None,
    ts: str | None = None,
    tried: bool = False,
) -> bool:
    """False: the lease ran out, and somebody else has the row. `tried` as in `postpone`."""
    # It says what was true when it was claimed, or later; what changed since is told by the row's `changes`.
    values = {
        "fate": fate,
        "settled_at": now,
        "problem": problem,
        "channel": channel,
        "ts": ts,
        "shows": row.changes,
    }
    attempts = row.attempts + 1 if tried else row.attempts
    return await _if_still_held(db, row, **values, attempts=attempts, leased_by=None, leased_until=None)


async def settle_sent(db: AsyncSession, sent: Iterable[tuple[OutboxRow, str, str | None]], now: datetime) -> None:
    """Rows that went out, each with its channel and ts: as `settle` does, in one trip to the database."""
    values = [
        {"row_id": row.id, "owner": row.leased_by, "now": now, "went_to": channel, "went_at": ts, "said": row.changes}
        for row, channel, ts in sent
    ]
    if values:
        await (await db.connection()).execute(_SENT, values)


async def drop(db: AsyncSession, row: OutboxRow, now: datetime) -> None:
    """Nobody needs it by now. A nudge leaves no trace, so that it can be called for again."""
    if row.is_nudge:
        await db.execute(delete(OutboxRow).where(OutboxRow.id == row.id, OutboxRow.leased_by == row.leased_by))
    else:
        await settle(db, row, Fate.DROPPED, now)


async def postpone(
    db: AsyncSession, row: OutboxRow, until: datetime, *, problem: str | None = None, counts: bool = True
) -> None:
    """Moves the row; `counts` says whether it was tried: after so many tries a row is given up."""
    attempts = row.attempts + 1 if counts else row.attempts
    await _if_still_held(db, row, try_at=until, problem=problem, attempts=attempts, leased_by=None, leased_until=None)


async def wait_for_hours(db: AsyncSession, row: OutboxRow, until: datetime) -> None:
    """Moves the row to when it may ring, unless those hours have become others since it was claimed."""
    try_at = case((OutboxRow.changes == row.changes, until), else_=OutboxRow.try_at)
    await _if_still_held(db, row, try_at=try_at, problem=None, leased_by=None, leased_until=None)


async def release(db: AsyncSession, rows: Sequence[OutboxRow]) -> None:
    """Gives unsent rows back at once, for whoever comes next."""
    for row in rows:
        await _if_still_held(db, row, leased_by=None, leased_until=None)


async def _if_still_held(db: AsyncSession, row: OutboxRow, **values: object) -> bool:
    # A lease that ran out may have been taken over; then the row is no longer ours to change.
    changed = await db.scalars(
        update(OutboxRow)
        .where(OutboxRow.id == row.id, OutboxRow.leased_by == row.leased_by, OutboxRow.fate == Fate.WAITING)
        .values(**values)
        .returning(OutboxRow.id)
        .execution_options(synchronize_session=False)
    )
    return changed.one_or_none() is not None
