"""Which due rows of the outbox a process may send now: in their order, never two to one recipient."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased, mapped_column

from bot.core.database import Moment, Row
from bot.core.outbox import Fate, OutboxRow

LOOKED_AT = 5  # candidates for each row that is to be claimed: several may be to one recipient
HELD_BACK = timedelta(hours=1)  # at most, by an earlier message about the same that does not go out
GATE = "claims"


class Turnstile(Row):
    """Whoever claims goes through it, one after the other: two at once could take two rows of one recipient."""

    __tablename__ = "outbox_gate"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    passed: Mapped[int] = mapped_column(default=0)


async def claim(
    db: AsyncSession,
    owner: str,
    now: datetime,
    lease: timedelta,
    *,
    most: int,
    resting: Collection[str] = (),
    held: Collection[int] = (),
    looks_first: bool = True,
) -> list[OutboxRow]:
    """Takes up to that many due rows for `owner`, the urgent first, then the longest due, each to another recipient.

    Left out are workspaces told to rest, recipients to whom something is on its way, and what tells of a matter of
    which an earlier message to the same recipient is still due (for HELD_BACK at most; an urgent one does not wait).
    `held` are rows that the owner has in hand, whatever their leases say. With `looks_first` an idle look writes
    nothing; who writes anyway, or knows that there is something, spares the look.
    """
    if looks_first and not await _to_claim(db, now, 1, resting, held):
        return []
    await db.execute(update(Turnstile).where(Turnstile.name == GATE).values(passed=Turnstile.passed + 1))
    ids = await _to_claim(db, now, most, resting, held)
    if not ids:
        return []
    claimed = await db.scalars(_TAKE, {"ids": ids, "now": now, "owner": owner, "until": now + lease})
    return sorted(claimed, key=lambda row: (not row.is_urgent, row.try_at, row.id))


async def _to_claim(
    db: AsyncSession, now: datetime, most: int, resting: Collection[str], held: Collection[int]
) -> list[int]:
    ids: dict[tuple[str, str], int] = {}
    values = {"now": now, "since": now - HELD_BACK, "resting": list(resting), "held": list(held)}
    for statement in (_DUE_URGENT, _DUE):
        if len(ids) < most:
            found = await db.execute(statement, values | {"most": most * LOOKED_AT})
            for row_id, team_id, recipient in found.all():
                if len(ids) < most:
                    ids.setdefault((team_id, recipient), row_id)
    return list(ids.values())


def _due(*, is_urgent: bool) -> Any:
    row, other, now = OutboxRow, aliased(OutboxRow), bindparam("now", type_=Moment())
    same_recipient = (other.fate == Fate.WAITING) & (other.recipient == row.recipient) & (other.team_id == row.team_id)
    on_its_way = other.id.in_(bindparam("held", expanding=True)) | (other.leased_until > now)
    due = (
        select(row.id, row.team_id, row.recipient)
        .where(row.fate == Fate.WAITING, row.is_urgent.is_(is_urgent), row.try_at <= now)
        .where(row.team_id.not_in(bindparam("resting", expanding=True)))
        .where(~select(other.id).where(same_recipient, on_its_way).exists())
        .order_by(row.try_at, row.id)
        .limit(bindparam("most"))
    )
    if is_urgent:
        return due
    earlier = (
        (other.about == row.about)
        & (other.subject_id == row.subject_id)
        & (other.about != "")
        & (other.id < row.id)
        & (other.due_at <= row.due_at)
        & (other.due_at > bindparam("since", type_=Moment()))
    )
    return due.where(~select(other.id).where(same_recipient, earlier).exists())


# Built once: building a statement takes longer than the database does to answer it.
_DUE_URGENT, _DUE = _due(is_urgent=True), _due(is_urgent=False)
# Whoever stores how rows went, whose lease ran out, has them locked and may be waiting at the gate: not waited for.
_FREE = (
    select(OutboxRow.id)
    .where(OutboxRow.id.in_(bindparam("ids", expanding=True)), OutboxRow.fate == Fate.WAITING)
    .where(OutboxRow.leased_until.is_(None) | (OutboxRow.leased_until <= bindparam("now", type_=Moment())))
    .with_for_update(skip_locked=True)
)
_TAKE = (
    update(OutboxRow)
    .where(OutboxRow.id.in_(_FREE))
    .values(leased_by=bindparam("owner"), leased_until=bindparam("until", type_=Moment()))
    .returning(OutboxRow)
    .execution_options(synchronize_session=False)
)
