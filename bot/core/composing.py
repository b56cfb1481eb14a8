"""What a kind of message says: who makes its words, and what happens where it arrives, fails or is settled."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Document, Message
from bot.core.kinds import Kind, Urgency
from bot.core.outbox import OutboxRow
from bot.core.reading import Reader, Readership, read_by

Compose = Callable[[AsyncSession, OutboxRow, datetime], Awaitable[Message | Document | None]]
Composed = Callable[[AsyncSession, OutboxRow, datetime], Awaitable[Message | None]]
Readers = Callable[[AsyncSession, str, str, datetime], Awaitable[Readership]]  # by team and recipient
Deadline = Callable[[AsyncSession, OutboxRow], Awaitable[datetime]]
Language = Callable[[AsyncSession, OutboxRow], Awaitable[str]]
Undelivered = Callable[[AsyncSession, OutboxRow, datetime], Awaitable[None]]


@dataclass(frozen=True)
class Letter:
    """`compose` makes the words at delivery, or None when nobody needs them any more.

    `failed` tells whoever hears of it otherwise: at the first failure that somebody can mend, and once it is given up;
    what must not be told twice has a version that says so. Without it nobody needs to hear, and the kind says why.
    `arrived` runs when it has arrived, whether or not it failed before. `settled` makes the words of one that was
    sent, once its matter has changed (a LastWord where no more will be said), or None where what it says is still so.
    What would ring after `no_later_than` rings at once. `language` is of what a channel reads, or a group that shares
    none.
    """

    kind: Kind
    compose: Compose
    failed: Undelivered | None = None
    arrived: Undelivered | None = None
    settled: Composed | None = None
    no_later_than: Deadline | None = None
    language: Language | None = None


class Letters(dict[str, Letter]):
    """By the name of their kind. Raises ValueError where two are of one kind."""

    def __init__(self, letters: Iterable[Letter]) -> None:
        super().__init__()
        for letter in letters:
            if letter.kind.name in self:
                raise ValueError(f"two letters of one kind: {letter.kind.name}")
            self[letter.kind.name] = letter


async def words_of(
    db: AsyncSession, row: OutboxRow, letter: Letter, readers: Readers, now: datetime
) -> Message | Document | datetime | None:
    """What a row says by now: its words, when it may ring instead, or None where nobody needs it any more."""
    readership = await readers(db, row.team_id, row.recipient, now)
    if not readership.is_there:
        return None
    if readership.rings_at > now and not (row.is_urgent or letter.kind.urgency is Urgency.AT_ONCE):
        deadline = await letter.no_later_than(db, row) if letter.no_later_than else None
        if deadline is None or readership.rings_at < deadline:
            return readership.rings_at
    with read_by(await reader_of(db, row, letter, readership, now)):
        return await letter.compose(db, row, now)


async def reader_of(
    db: AsyncSession, row: OutboxRow, letter: Letter, readership: Readership, now: datetime
) -> Reader | None:
    if readership.reader is None and letter.language is not None:
        return Reader(None, now, await letter.language(db, row))
    return readership.reader
