"""Messages that were sent and may still change: once what a card is about is settled, the card says so.

Whatever settles a matter says so with `settle_cards`. At the end of its transaction the rows of those cards count the
change, in one statement; a card that shows fewer changes than its row has counted is stale, and is rewritten from what
is true by then. So the newest state wins however many there were, and a card that is being sent, or rewritten, just
then is looked at again.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, case, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.changes import Settled, changes
from bot.core.outbox import AT_ONCE, STALE, Fate, OutboxRow
from bot.core.pieces import in_pieces


def settle_cards(
    db: AsyncSession, kinds: Collection[str], subjects: Collection[int] | Select[int], *, reader: str | None = None
) -> None:
    """What cards of these kinds are about has changed. `reader` (a Slack id) where the others must not see a thing."""
    changes(db).settled.append(Settled(tuple(sorted(kinds)), subjects, reader))


async def outdate_cards(db: AsyncSession, now: datetime) -> None:
    """The last of a transaction. The card whose place the answer takes says it already."""
    noted = changes(db)
    several: dict[tuple[tuple[str, ...], str | None], set[int]] = {}
    outdated = 0
    for one in noted.settled:
        if isinstance(one.subjects, Select):
            outdated += await _outdate(db, one, noted.answered_in, now)
        else:
            several.setdefault((one.kinds, one.reader), set()).update(one.subjects)
    for (kinds, reader), ids in several.items():
        for subjects in in_pieces(sorted(ids), AT_ONCE):
            outdated += await _outdate(db, Settled(kinds, subjects, reader), noted.answered_in, now)
    noted.work_is_due |= outdated > 0


async def _outdate(db: AsyncSession, settled: Settled, said_in: tuple[str, str] | None, now: datetime) -> int:
    """How many rows it concerned. Those not sent yet count it, too: one may be on its way."""
    is_waiting = OutboxRow.fate == Fate.WAITING
    concerned = (
        select(OutboxRow.id)
        .where(OutboxRow.subject_id.in_(settled.subjects), OutboxRow.kind.in_(settled.kinds))
        .where(OutboxRow.ts.is_not(None) | is_waiting)
        .order_by(OutboxRow.id)
        .with_for_update()
    )
    if settled.reader is not None:
        concerned = concerned.where(OutboxRow.recipient == settled.reader)
    if said_in is not None:
        channel, ts = said_in
        concerned = concerned.where(or_(OutboxRow.ts.is_(None), OutboxRow.ts != ts, OutboxRow.channel != channel))
    counted = await db.scalars(
        update(OutboxRow)
        .where(OutboxRow.id.in_(concerned))
        .values(
            changes=OutboxRow.changes + 1,
            try_at=case((is_waiting, OutboxRow.try_at), else_=now),
            attempts=case((is_waiting, OutboxRow.attempts), else_=0),
        )
        .returning(OutboxRow.id)
        .execution_options(synchronize_session=False)
    )
    return len(counted.all())


async def outdate_card(
    db: AsyncSession, kinds: Collection[str], subject_id: int, channel: str, ts: str, now: datetime
) -> None:
    """Somebody pressed a button in it that had lost its meaning."""
    pressed = (
        update(OutboxRow)
        .where(OutboxRow.subject_id == subject_id, OutboxRow.kind.in_(kinds))
        .where(OutboxRow.channel == channel, OutboxRow.ts == ts)
        .values(changes=OutboxRow.changes + 1, try_at=now, attempts=0)
        .execution_options(synchronize_session=False)
    )
    if (await db.scalars(pressed.returning(OutboxRow.id))).all():
        changes(db).work_is_due = True


async def teams_with_stale_cards(db: AsyncSession, now: datetime) -> Sequence[str]:
    stale = select(OutboxRow.team_id).where(text(STALE), OutboxRow.try_at <= now, _is_free(now))
    return (await db.scalars(stale.distinct())).all()


async def claim_stale(db: AsyncSession, owner: str, team_id: str, now: datetime, lease: timedelta) -> OutboxRow | None:
    """Takes the card of that workspace that was outdated first."""
    stale = select(OutboxRow.id).where(OutboxRow.team_id == team_id, text(STALE), OutboxRow.try_at <= now)
    first = stale.where(_is_free(now)).order_by(OutboxRow.try_at, OutboxRow.id).limit(1)
    claimed = await db.scalars(
        update(OutboxRow)
        .where(OutboxRow.id == first.scalar_subquery(), text(STALE), _is_free(now))
        .values(leased_by=owner, leased_until=now + lease)
        .returning(OutboxRow)
        .execution_options(synchronize_session=False)
    )
    return claimed.one_or_none()


def _is_free(now: datetime) -> ColumnElement[bool]:
    return or_(OutboxRow.leased_until.is_(None), OutboxRow.leased_until <= now)


async def give_back(db: AsyncSession, row: OutboxRow, **values: object) -> None:
    """Ends the lease, with what came of it, unless it ran out and somebody else has the card."""
    await db.execute(
        update(OutboxRow)
        .where(OutboxRow.id == row.id, OutboxRow.leased_by == row.leased_by, OutboxRow.ts == row.ts)
        .values(leased_by=None, leased_until=None, **values)
        .execution_options(synchronize_session=False)
    )
