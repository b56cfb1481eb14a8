"""A kind of message: who makes its words, when it may ring, and who hears where it could not be delivered."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Document, Message
from bot.core.outbox import OutboxRow
from bot.core.reading import Readership, read_by

Compose = Callable[[AsyncSession, OutboxRow, datetime], Awaitable[Message | Document | None]]
Readers = Callable[[AsyncSession, str, str, datetime], Awaitable[Readership]]  # by team and recipient
Deadline = Callable[[AsyncSession, OutboxRow], Awaitable[datetime]]
Undelivered = Callable[[AsyncSession, OutboxRow, datetime], Awaitable[None]]


@dataclass(frozen=True)
class Kind:
    """`compose` makes the words at delivery, or None when nobody needs them any more.

    `undelivered` may tell somebody else, once a row of this kind has been given up. A message rings in the hours of
    whoever reads it, after their break; `at_once` is for what they are waiting for, having just asked for it, and for
    channels. A row that is urgent does not wait either.
    """

    compose: Compose
    undelivered: Undelivered | None = None
    at_once: bool = False
    no_later_than: Deadline | None = None  # what would ring too late rings at once


async def words_of(
    db: AsyncSession, row: OutboxRow, kind: Kind, readers: Readers, now: datetime
) -> Message | Document | datetime | None:
    """What a row says by now: its words, when it may ring instead, or None where nobody needs it any more."""
    readership = await readers(db, row.team_id, row.recipient, now)
    if not readership.is_there:
        return None
    if readership.rings_at > now and not (row.is_urgent or kind.at_once):
        deadline = await kind.no_later_than(db, row) if kind.no_later_than else None
        if deadline is None or readership.rings_at < deadline:
            return readership.rings_at
    with read_by(readership.reader):
        return await kind.compose(db, row, now)
