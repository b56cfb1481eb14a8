"""A kind of message: who makes its words, when it may ring, and who hears where it could not be delivered."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Document, Message
from bot.core.outbox import OutboxRow
from bot.core.reading import Readership, read_by

Compose = Callable[[AsyncSession, OutboxRow, datetime], Awaitable[Message | Document | None]]
Composed = Callable[[AsyncSession, OutboxRow, datetime], Awaitable[Message | None]]
Readers = Callable[[AsyncSession, str, str, datetime], Awaitable[Readership]]  # by team and recipient
Deadline = Callable[[AsyncSession, OutboxRow], Awaitable[datetime]]
Undelivered = Callable[[AsyncSession, OutboxRow, datetime], Awaitable[None]]


@dataclass(frozen=True)
class Heard:
    """`by` says in words who hears of a message that cannot be delivered, and `tell` lets them.

    It does so at the first failure that somebody can mend, and once the message is given up: what must not be told
    twice has a key that says so. `at_last` runs when a message has arrived, whether or not it failed before. Without
    `tell` nobody needs to hear, and `by` says why.
    """

    by: str
    tell: Undelivered | None = None
    at_last: Undelivered | None = None


@dataclass(frozen=True)
class Kind:
    """`compose` makes the words at delivery, or None when nobody needs them any more.

    `undelivered` says who hears of it otherwise. A message rings in the hours of whoever reads it, after their break;
    `at_once` is for what they are waiting for, having just asked for it, and for channels. A row that is urgent does
    not wait either. Of a kind that `folds` the newest says it all: of several about one matter that wait for one
    recipient, only that one is sent. `settled` makes the words of one that was sent, once its matter has changed (a
    LastWord where no more will be said), or None where what it says is still so.
    """

    compose: Compose
    undelivered: Heard | None = None
    at_once: bool = False
    folds: bool = False
    settled: Composed | None = None
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
