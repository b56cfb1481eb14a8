"""What somebody else must hear, as rows: written with the change that causes them, sent after its commit.

A nudge is a row that is due later. A row is claimed under a lease, so that any number of processes share the
work, and one that is killed loses nothing: its rows come back when the lease runs out.
"""

import enum
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Index, String, delete, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.changes import changes
from bot.core.database import Row

BATCH = 20
AT_ONCE = 500  # values in one IN (...); SQLite takes 32,766 variables a statement, PostgreSQL 32,767


class Fate(enum.StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    DROPPED = "dropped"  # by the time it was due, nobody needed it any more
    DEAD = "dead"  # could not be delivered


class OutboxRow(Row):
    """`recipient` is a Slack id: one person, several joined by commas (their group), or a channel.

    It holds no text: the words are made at delivery from what is true by then.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        # Only waiting rows are in it, so that looking for due ones costs the same with a million sent.
        Index(
            "ix_outbox_waiting",
            "due_at",
            sqlite_where=text("fate = 'waiting'"),
            postgresql_where=text("fate = 'waiting'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    team_id: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(40))
    recipient: Mapped[str] = mapped_column(String(200))
    subject_id: Mapped[int]
    pair_id: Mapped[int | None] = mapped_column(index=True)
    due_at: Mapped[datetime]
    fate: Mapped[Fate] = mapped_column(default=Fate.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    leased_by: Mapped[str | None] = mapped_column(String(64))
    leased_until: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    problem: Mapped[str | None] = mapped_column(String(100))


async def post(db: AsyncSession, rows: Iterable[OutboxRow], now: datetime, *, are_new: bool = False) -> None:
    """Adds rows whose key is new; a key that was ever used is never sent again.

    `are_new` says that they must be, having a number that grows in them, and spares the look.
    """
    new = {row.key: row for row in rows}
    for key in [] if are_new else await used_keys(db, list(new)):
        del new[key]
    db.add_all(new.values())
    if any(row.due_at <= now for row in new.values()):
        changes(db).work_is_due = True


async def post_many(
    db: AsyncSession, rows: Iterable[Mapping[str, Any]], now: datetime, *, are_new: bool = False
) -> None:
    """The same for hundreds, told by their columns: as objects they would take the loop four times as long."""
    new = {row["key"]: row for row in rows}
    for key in [] if are_new else await used_keys(db, list(new)):
        del new[key]
    if new:
        await db.execute(insert(OutboxRow), list(new.values()))
    if any(row["due_at"] <= now for row in new.values()):
        changes(db).work_is_due = True


async def used_keys(db: AsyncSession, keys: Sequence[str]) -> list[str]:
    """Those of them that were ever used."""
    used: list[str] = []
    for start in range(0, len(keys), AT_ONCE):
        used += await db.scalars(select(OutboxRow.key).where(OutboxRow.key.in_(keys[start : start + AT_ONCE])))
    return used


async def claim(
    db: AsyncSession, owner: str, now: datetime, lease: timedelta, *, resting: Collection[str] = ()
) -> list[OutboxRow]:
    """Takes up to BATCH due rows for `owner`, the longest due first, leaving out workspaces told to rest."""
    free = OutboxRow.leased_until.is_(None) | (OutboxRow.leased_until <= now)
    due = select(OutboxRow.id).where(OutboxRow.fate == Fate.WAITING, OutboxRow.due_at <= now, free)
    if resting:
        due = due.where(OutboxRow.team_id.not_in(resting))
    due = due.order_by(OutboxRow.due_at, OutboxRow.id).limit(BATCH).with_for_update(skip_locked=True)
    claimed = await db.scalars(
        update(OutboxRow)
        .where(OutboxRow.id.in_(due.scalar_subquery()))
        .values(leased_by=owner, leased_until=now + lease, attempts=OutboxRow.attempts + 1)
        .returning(OutboxRow)
        .execution_options(synchronize_session=False)
    )
    return sorted(claimed, key=lambda row: (row.due_at, row.id))


async def next_due_message(db: AsyncSession) -> datetime | None:
    """When the next waiting row comes due, or has come."""
    return await db.scalar(select(func.min(OutboxRow.due_at)).where(OutboxRow.fate == Fate.WAITING))


async def settle(db: AsyncSession, row: OutboxRow, fate: Fate, now: datetime, *, problem: str | None = None) -> None:
    await _if_still_held(db, row, fate=fate, settled_at=now, problem=problem, leased_by=None, leased_until=None)


async def drop(db: AsyncSession, row: OutboxRow, now: datetime) -> None:
    """Nobody needs it by now. A nudge leaves no trace, so that it can be called for again."""
    if row.pair_id is None:
        await settle(db, row, Fate.DROPPED, now)
    else:
        await db.execute(delete(OutboxRow).where(OutboxRow.id == row.id, OutboxRow.leased_by == row.leased_by))


async def postpone(
    db: AsyncSession, row: OutboxRow, until: datetime, *, problem: str | None = None, counts: bool = True
) -> None:
    """Moves the row; `counts` says whether this try is one of those after which a row is given up."""
    attempts = row.attempts if counts else row.attempts - 1
    await _if_still_held(db, row, due_at=until, problem=problem, attempts=attempts, leased_by=None, leased_until=None)


async def renew(db: AsyncSession, row: OutboxRow, now: datetime, lease: timedelta) -> bool:
    """A fresh lease right before sending, since those before it may have taken long. False: it was taken over."""
    return await _if_still_held(db, row, leased_until=now + lease)


async def release(db: AsyncSession, rows: Sequence[OutboxRow]) -> None:
    """Gives unsent rows back at once, for whoever comes next."""
    for row in rows:
        await _if_still_held(db, row, leased_by=None, leased_until=None, attempts=row.attempts - 1)


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
