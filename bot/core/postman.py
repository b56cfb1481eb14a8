"""Carries the outbox to Slack, one message after the other."""

import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import String
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.answers import Document, Later, Message
from bot.core.database import Row
from bot.core.edge import Edge
from bot.core.outbox import Fate, OutboxRow, claim, drop, postpone, release, renew, settle
from bot.core.reading import Reader, read_by
from bot.core.slack import Slack, SlackProblem
from bot.core.telemetry import new_reference

# 20 s, 40 s, … up to an hour between tries: the default of twelve outlasts an outage of over four hours.
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=20), timedelta(hours=1)

log = structlog.get_logger()

Compose = Callable[[AsyncSession, OutboxRow, datetime], Awaitable[Message | Document | Later | None]]
ReaderOf = Callable[[AsyncSession, str, str, datetime], Awaitable[Reader | None]]  # by team and recipient
Undelivered = Callable[[AsyncSession, OutboxRow, datetime], Awaitable[None]]


@dataclass(frozen=True)
class Kind:
    """`compose` makes the words at delivery: or None when nobody needs them any more, or Later.

    `undelivered` may tell somebody else, once a row of this kind has been given up.
    """

    compose: Compose
    undelivered: Undelivered | None = None


class Conversation(Row):
    """The conversation that Slack opened for these people, so that it is asked for only once."""

    __tablename__ = "conversations"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    members: Mapped[str] = mapped_column(String(200), primary_key=True)
    channel_id: Mapped[str] = mapped_column(String(32))


class Postman:
    def __init__(
        self,
        edge: Edge,
        slack: Slack,
        kinds: Mapping[str, Kind],
        reader_of: ReaderOf,
        *,
        lease: timedelta,
        attempts: int,
    ) -> None:
        self._edge = edge
        self._slack = slack
        self._kinds = kinds
        self._reader_of = reader_of
        self._lease = lease
        self._attempts = attempts
        self._owner = secrets.token_hex(8)
        self._resting: dict[str, datetime] = {}
        self._behind: dict[str, datetime] = {}  # recipients for whom an earlier message still waits
        self._stopping = False

    def stop(self) -> None:
        """The message in hand is still sent and marked; the rest is given back."""
        self._stopping = True

    async def deliver(self) -> bool:
        """Claims a batch and sends it. Says whether there may be more."""
        now = self._edge.clock.now()
        self._resting = {team: until for team, until in self._resting.items() if until > now}
        self._behind = {recipient: until for recipient, until in self._behind.items() if until > now}
        if self._stopping:
            return False
        async with self._edge.transaction() as db:
            rows = await claim(db, self._owner, now, self._lease, resting=self._resting)
        for position, row in enumerate(rows):
            if self._stopping:
                async with self._edge.transaction() as db:
                    await release(db, rows[position:])
                return False
            await self._deliver_one(row)
        return bool(rows)

    async def _deliver_one(self, row: OutboxRow) -> None:
        now = self._edge.clock.now()
        if row.team_id in self._resting:
            await self._postpone(row, self._resting[row.team_id], "ratelimited", counts=False)
            return
        if row.recipient in self._behind and not row.problem:
            await self._postpone(row, self._behind[row.recipient], "keeps its place", counts=False)
            return
        try:
            async with self._edge.transaction() as db:
                if not await renew(db, row, now, self._lease):
                    return
                with read_by(await self._reader_of(db, row.team_id, row.recipient, now)):
                    message = await self._kinds[row.kind].compose(db, row, now)
                if message is None:
                    await drop(db, row, now)
                    return
                if isinstance(message, Later):
                    await postpone(db, row, message.until, counts=False)
                    return
                known = await db.get(Conversation, (row.team_id, row.recipient))
            await self._send(row, message, known.channel_id if known else None)
        except SlackProblem as problem:
            await self._not_sent(row, problem, now)
        except Exception as error:
            reference = new_reference()
            log.error("delivery failed", outbox=row.id, kind=row.kind, reference=reference, exc_info=error)
            await self._not_sent(row, SlackProblem(f"bug {reference}", is_bug=True), now)
        else:
            async with self._edge.transaction() as db:
                await settle(db, row, Fate.SENT, self._edge.clock.now())

    async def _send(self, row: OutboxRow, message: Message | Document, known: str | None) -> None:
        try:
            channel = known or await self._open(row)
            await self._hand_over(message, channel)
        except SlackProblem as problem:
            if known is None or problem.code != "channel_not_found":
                raise
            # The app was installed anew: what Slack opened for the one before is not open to this one.
            await self._hand_over(message, await self._open(row))

    async def _hand_over(self, message: Message | Document, channel: str) -> None:
        if isinstance(message, Document):
            await self._slack.upload(channel, message.name, message.content, message.text)
        else:
            await self._slack.call("chat.postMessage", channel=channel, **message.arguments())

    async def _open(self, row: OutboxRow) -> str:
        if not row.recipient.startswith(("U", "W")):
            return row.recipient
        opened = await self._slack.call("conversations.open", users=row.recipient)
        channel = str(opened["channel"]["id"])
        async with self._edge.transaction() as db:
            await db.merge(Conversation(team_id=row.team_id, members=row.recipient, channel_id=channel))
        return channel

    async def _not_sent(self, row: OutboxRow, problem: SlackProblem, now: datetime) -> None:
        if problem.retry_after is not None:
            # The limit is the workspace's: its other messages wait as well.
            self._resting[row.team_id] = now + timedelta(seconds=problem.retry_after)
            await self._postpone(row, self._resting[row.team_id], problem.code, counts=False)
        elif problem.final or row.attempts >= self._attempts:
            log.warning(
                "message given up",
                outbox=row.id,
                kind=row.kind,
                tries=row.attempts,
                problem=problem.code,
                messages=problem.messages,
            )
            async with self._edge.transaction() as db:
                await settle(db, row, Fate.DEAD, now, problem=problem.code)
                if undelivered := self._kinds[row.kind].undelivered if row.kind in self._kinds else None:
                    await undelivered(db, row, now)
        else:
            wait = min(FIRST_WAIT * 2 ** (row.attempts - 1), LONGEST_WAIT)
            log.info("message postponed", outbox=row.id, kind=row.kind, problem=problem.code)
            if row.attempts == 1 and not problem.is_bug:  # a hiccup must not turn two messages around
                self._behind[row.recipient] = now + wait
            await self._postpone(row, now + wait, problem.code)

    async def _postpone(self, row: OutboxRow, until: datetime, problem: str, *, counts: bool = True) -> None:
        async with self._edge.transaction() as db:
            await postpone(db, row, until, problem=problem, counts=counts)
