"""Which due rows of the outbox a process may send now: in their order, never two to one recipient."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, bindparam, func, select, update
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


async def teams_with_due_messages(db: AsyncSession, now: datetime) -> Sequence[str]:
    return (await db.scalars(_WITH_DUE, {"now": now})).all()


async def claim(
    db: AsyncSession,
    owner: str,
    team_id: str,
    now: datetime,
    lease: timedelta,
    *,
    most: int,
    held: Collection[int] = (),
    looks_first: bool = True,
) -> list[OutboxRow]:
    """Takes up to that many due rows of a workspace for `owner`: the urgent first, then the longest due.

    Each is to another recipient. Left out are recipients to whom something is on its way, and what tells of a matter of
    which an earlier message to the same recipient is still due (for HELD_BACK at most; an urgent one does not wait).
    `held` are rows that the owner has in hand, whatever their leases say. With `looks_first` an idle look writes
    nothing; who writes anyway, or knows that there is something, spares the look.
    """
    if looks_first and not await _to_claim(db, team_id, now, 1, held):
        return []
    await db.execute(update(Turnstile).where(Turnstile.name == GATE).values(passed=Turnstile.passed + 1))
    ids = await _to_claim(db, team_id, now, most, held)
    if not ids:
        return []
    claimed = await db.scalars(_TAKE, {"ids": ids, "now": now, "owner": owner, "until": now + lease})
    return sorted(claimed, key=lambda row: (not row.is_urgent, row.try_at, row.id))


async def _to_claim(db: AsyncSession, team_id: str, now: datetime, most: int, held: Collection[int]) -> list[int]:
    ids: dict[str, int] = {}
    values = {"team": team_id, "now": now, "since": now - HELD_BACK, "held": list(held)}
    for statement in (_DUE_URGENT, _DUE):
        if len(ids) < most:
            found = await db.execute(statement, values | {"most": most * LOOKED_AT})
            for row_id, recipient in found.all():
                if len(ids) < most:
                    ids.setdefault(recipient, row_id)
    return list(ids.values())


def _due(*, is_urgent: bool) -> Any:
    row, other, now = OutboxRow, aliased(OutboxRow), bindparam("now", type_=Moment())
    same_recipient = (other.fate == Fate.WAITING) & (other.recipient == row.recipient) & (other.team_id == row.team_id)
    on_its_way = other.id.in_(bindparam("held", expanding=True)) | (other.leased_until > now)
    due = (
        select(row.id, row.recipient)
        .where(
            row.team_id == bindparam("team"), row.fate == Fate.WAITING, row.is_urgent.is_(is_urgent), row.try_at <= now
        )
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


def _with_due() -> Any:
    """One look into the index a workspace, however many rows wait in it."""
    row, other, now = OutboxRow, aliased(OutboxRow), bindparam("now", type_=Moment())
    teams = select(func.min(row.team_id).label("team_id")).where(row.fate == Fate.WAITING).cte(recursive=True)
    following = select(func.min(other.team_id)).where(other.fate == Fate.WAITING, other.team_id > teams.c.team_id)
    teams = teams.union_all(select(following.scalar_subquery()).where(teams.c.team_id.is_not(None)))

    def is_due(*, is_urgent: bool) -> ColumnElement[bool]:
        due = row.fate == Fate.WAITING, row.is_urgent.is_(is_urgent), row.try_at <= now
        return select(row.id).where(row.team_id == teams.c.team_id, *due).exists()

    return select(teams.c.team_id).where(is_due(is_urgent=True) | is_due(is_urgent=False))


# Built once: building a statement takes longer than the database does to answer it.
_DUE_URGENT, _DUE, _WITH_DUE = _due(is_urgent=True), _due(is_urgent=False), _with_due()
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
