"""Which deliveries have been seen. Slack delivers at least once; the bot acts at most once."""

from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import String, Table, delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.database import Row

# Slack repeats an event for about an hour; delayed events (opt-in) come up to a day later.
REMEMBERED = timedelta(days=2)


class Delivery(Row):
    __tablename__ = "deliveries"

    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(index=True)


_NOTE = insert(cast(Table, Delivery.__table__))


class SeenBefore(Exception):
    """This delivery has been acted on already, or is being acted on right now."""


async def remember(db: AsyncSession, keys: tuple[str, ...], now: datetime) -> None:
    """Notes the keys in the caller's transaction, so that a rollback forgets them. Raises SeenBefore."""
    if not keys:
        return
    try:
        await db.execute(_NOTE, [{"key": key[:255], "seen_at": now} for key in keys])
    except IntegrityError:
        raise SeenBefore from None


async def forget(db: AsyncSession, now: datetime, most: int) -> int:
    """Forgets up to `most` of those that Slack no longer repeats. Returns how many."""
    old = select(Delivery.key).where(Delivery.seen_at < now - REMEMBERED).limit(most)
    forgotten = await db.scalars(
        delete(Delivery).where(Delivery.key.in_(old.scalar_subquery())).returning(Delivery.key)
    )
    return len(forgotten.all())
