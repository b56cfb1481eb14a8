"""Carries the outbox to Slack: several messages at once, never two to one recipient."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import String
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.answers import Document, Message
from bot.core.database import Row
from bot.core.edge import Edge
from bot.core.outbox import Fate, OutboxRow, claim, drop, fold, postpone, release, settle
from bot.core.pace import Pace
from bot.core.reading import Readership, read_by
from bot.core.slack import Slack, SlackProblem
from bot.core.slack_errors import TO_EVERYBODY, Remedy, what_to_do
from bot.core.telemetry import new_reference

IN_FLIGHT = 10  # messages on their way at once; a kill repeats at most these
GLANCE = 0.2  # seconds between two looks for more while some are on their way
# 20 s, 40 s, … up to an hour between tries: the default of twelve outlasts an outage of over four hours.
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=20), timedelta(hours=1)
# What Slack asks for in Retry-After is obeyed within these; it may be 0, or nonsense.
SHORTEST_REST, LONGEST_REST = timedelta(seconds=1), timedelta(hours=1)

REFUSED_REST = timedelta(minutes=5)  # between two tries while Slack refuses the whole installation
ADMINS_TIME = timedelta(days=1)  # between two tries of what somebody can mend in a minute, once they know

log = structlog.get_logger()

Compose = Callable[[AsyncSession, OutboxRow, datetime], Awaitable[Message | Document | None]]
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
    recipient, only that one is sent.
    """

    compose: Compose
    undelivered: Heard | None = None
    at_once: bool = False
    folds: bool = False
    no_later_than: Deadline | None = None  # what would ring too late rings at once


class Conversation(Row):
    """The conversation that Slack opened for these people, so that it is asked for only once."""

    __tablename__ = "conversations"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    members: Mapped[str] = mapped_column(String(200), primary_key=True)
    channel_id: Mapped[str] = mapped_column(String(32))


@dataclass(frozen=True)
class Letter:
    """A row with its words, and the conversation where it is known."""

    row: OutboxRow
    message: Message | Document
    channel: str | None


@dataclass(frozen=True)
class Sent:
    row: OutboxRow
    channel: str
    ts: str | None
    is_new: bool  # the conversation was opened for this one


@dataclass(frozen=True)
class Dropped:
    row: OutboxRow


@dataclass(frozen=True)
class Postponed:
    row: OutboxRow
    until: datetime
    problem: str | None = None
    counts: bool = False


@dataclass(frozen=True)
class GivenBack:
    row: OutboxRow


Outcome = Sent | Dropped | Postponed | GivenBack


class Postman:
    """`attempts` are the tries after which a row is given up. A `lease` outlasts the longest delivery of one row."""

    def __init__(
        self,
        edge: Edge,
        slack: Slack,
        kinds: Mapping[str, Kind],
        readers: Readers,
        pace: Pace,
        *,
        lease: timedelta,
        attempts: int,
    ) -> None:
        self._edge = edge
        self._slack = slack
        self._kinds = kinds
        self._readers = readers
        self._pace = pace
        self._lease = lease
        self._attempts = attempts
        self._owner = secrets.token_hex(8)
        self._resting: dict[str, datetime] = {}
        self._in_hand: dict[int, OutboxRow] = {}  # claimed, and how it went not yet stored
        self._flying: set[asyncio.Task[None]] = set()
        self._outcomes: list[Outcome] = []
        self._stopping = False

    def stop(self) -> None:
        """What is on its way is still sent and marked; the rest is given back."""
        self._stopping = True
        self._pace.stop()

    async def deliver(self) -> bool:
        """Sends what is due, and what comes due meanwhile, until nothing is left. Never says that there is more."""
        while True:
            claimed = await self._store_and_claim()
            for letter in await self._compose(claimed):
                task = asyncio.create_task(self._carry(letter))
                self._flying.add(task)
                task.add_done_callback(self._flying.discard)
            if self._flying and not self._outcomes:
                await asyncio.wait(self._flying, timeout=GLANCE, return_when=asyncio.FIRST_COMPLETED)
            elif not self._outcomes:
                return False

    async def _store_and_claim(self) -> list[OutboxRow]:
        """In one transaction, since one for each message would cost more than sending it."""
        now = self._edge.clock.now()
        self._resting = {team: until for team, until in self._resting.items() if until > now}
        outcomes = list(self._outcomes)
        async with self._edge.transaction() as db:
            for outcome in outcomes:
                await _store(db, outcome, now)
                if isinstance(outcome, Sent):
                    await self._tell_at_last(db, outcome.row, now)
            free = 0 if self._stopping else IN_FLIGHT - len(self._in_hand) + len(outcomes)
            stored = {outcome.row.id for outcome in outcomes}
            held = self._in_hand.keys() - stored
            rows = (
                await claim(db, self._owner, now, self._lease, most=free, resting=self._resting, held=held)
                if free
                else []
            )
        del self._outcomes[: len(outcomes)]
        for row_id in stored:
            del self._in_hand[row_id]
        self._in_hand |= {row.id: row for row in rows}
        return rows

    async def _compose(self, rows: Sequence[OutboxRow]) -> list[Letter]:
        """All in one transaction; where a letter has a bug, each in one of its own."""
        try:
            if rows:
                async with self._edge.transaction() as db:
                    folding = [row for row in rows if row.kind in self._kinds and self._kinds[row.kind].folds]
                    old = await fold(db, folding, self._edge.clock.now())
                    composed = [Dropped(row) if row.id in old else await self._compose_one(db, row) for row in rows]
        except Exception as error:
            if len(rows) > 1:
                log.info("letters composed one by one", because=type(error).__name__, exc_info=error)
                return [letter for row in rows for letter in await self._compose([row])]
            reference = new_reference()
            log.error("no words", outbox=rows[0].id, kind=rows[0].kind, reference=reference, exc_info=error)
            await self._not_sent(rows[0], SlackProblem(f"bug {reference}"))
            return []
        letters = [one for one in composed if isinstance(one, Letter)] if rows else []
        self._outcomes += [one for one in composed if not isinstance(one, Letter)] if rows else []
        return letters

    async def _compose_one(self, db: AsyncSession, row: OutboxRow) -> Letter | Outcome:
        message = await compose(db, row, self._kinds[row.kind], self._readers, self._edge.clock.now())
        if message is None:
            return Dropped(row)
        if isinstance(message, datetime):
            return Postponed(row, message)
        known = await db.get(Conversation, (row.team_id, _members(row.recipient)))
        return Letter(row, message, known.channel_id if known else None)

    async def _carry(self, letter: Letter) -> None:
        row = letter.row
        await self._pace.turn_of(row.team_id, row.recipient)
        if self._stopping:
            self._outcomes.append(GivenBack(row))
        elif (rests := self._resting.get(row.team_id)) is not None:
            self._outcomes.append(Postponed(row, rests, "ratelimited"))
        else:
            try:
                self._outcomes.append(await self._send(letter))
            except SlackProblem as problem:
                await self._not_sent(row, problem)
            except Exception as error:
                reference = new_reference()
                log.error("delivery failed", outbox=row.id, kind=row.kind, reference=reference, exc_info=error)
                await self._not_sent(row, SlackProblem(f"bug {reference}"))

    async def _send(self, letter: Letter) -> Sent:
        row, channel = letter.row, letter.channel
        is_new = channel is None
        try:
            channel = channel or await self._open(row)
            ts = await self._hand_over(letter.message, channel)
        except SlackProblem as problem:
            if is_new or problem.code != "channel_not_found":
                raise
            # The app was installed anew: what Slack opened for the one before is not open to this one.
            channel, is_new = await self._open(row), True
            ts = await self._hand_over(letter.message, channel)
        return Sent(row, channel, ts, is_new and channel != row.recipient)

    async def _hand_over(self, message: Message | Document, channel: str) -> str | None:
        if isinstance(message, Document):
            await self._slack.upload(channel, message.name, message.content, message.text)
            return None
        posted = await self._slack.call("chat.postMessage", channel=channel, **message.arguments())
        return str(posted["ts"]) if "ts" in posted else None

    async def _open(self, row: OutboxRow) -> str:
        if not row.recipient.startswith(("U", "W")):
            return row.recipient
        opened = await self._slack.call("conversations.open", users=row.recipient)
        return str(opened["channel"]["id"])

    async def _not_sent(self, row: OutboxRow, problem: SlackProblem) -> None:
        now = self._edge.clock.now()
        if problem.retry_after is not None:
            # The limit is the workspace's: its other messages wait as well. Being told to wait is no failure.
            self._let_rest(row, now + _rest(problem.retry_after), problem)
        elif problem.remedy is Remedy.INSTALLATION:
            # Until somebody mends the token nothing can be sent, and nothing is the message's fault.
            if row.team_id not in self._resting:  # else another message on its way has just been refused, too
                log.error(
                    "Slack refuses the installation: nothing is lost, and everything waits",
                    team=row.team_id,
                    problem=problem.code,
                    what_to_do=what_to_do(problem.code),
                    next_try=(now + REFUSED_REST).isoformat(timespec="seconds"),
                )
            self._let_rest(row, now + REFUSED_REST, problem)
        elif problem.remedy is Remedy.ADMIN and row.attempts + 1 < self._attempts:
            log.warning(
                "somebody can mend this",
                outbox=row.id,
                kind=row.kind,
                problem=problem.code,
                what_to_do=what_to_do(problem.code),
            )
            # Where Slack lets nobody be written to, a message about it would not arrive either: Home says it.
            if row.problem != problem.code and problem.code not in TO_EVERYBODY:
                await self._tell_who_can_mend(row)
            self._outcomes.append(Postponed(row, now + ADMINS_TIME, problem.code, counts=True))
        elif problem.final or row.attempts + 1 >= self._attempts:
            log.warning(
                "message given up",
                outbox=row.id,
                kind=row.kind,
                tries=row.attempts + 1,
                problem=problem.code,
                messages=problem.messages,
            )
            await self._give_up(row, problem.code)
        else:
            wait = min(FIRST_WAIT * 2 ** min(row.attempts, 10), LONGEST_WAIT)
            log.info("message postponed", outbox=row.id, kind=row.kind, problem=problem.code)
            self._outcomes.append(Postponed(row, now + wait, problem.code, counts=True))

    def _let_rest(self, row: OutboxRow, until: datetime, problem: SlackProblem) -> None:
        self._resting[row.team_id] = until
        self._outcomes.append(Postponed(row, until, problem.code))

    async def _give_up(self, row: OutboxRow, code: str) -> None:
        """Whoever hears of it does so with it; where telling them fails the row is given up all the same."""
        hook = self._undelivered(row)
        if not await self._settle_dead(row, code, hook) and (
            hook is None or not await self._settle_dead(row, code, None)
        ):
            self._outcomes.append(Postponed(row, self._edge.clock.now() + FIRST_WAIT, code, counts=True))

    async def _settle_dead(self, row: OutboxRow, code: str, hook: Undelivered | None) -> bool:
        now = self._edge.clock.now()
        try:
            async with self._edge.transaction() as db:
                if await settle(db, row, Fate.DEAD, now, problem=code, tried=True) and hook:
                    await hook(db, row, now)
        except Exception as error:
            log.error("not given up", outbox=row.id, kind=row.kind, reference=new_reference(), exc_info=error)
            return False
        del self._in_hand[row.id]
        return True

    async def _tell_who_can_mend(self, row: OutboxRow) -> None:
        if hook := self._undelivered(row):
            try:
                async with self._edge.transaction() as db:
                    await hook(db, row, self._edge.clock.now())
            except Exception as error:
                log.error("nobody told", outbox=row.id, kind=row.kind, reference=new_reference(), exc_info=error)

    async def _tell_at_last(self, db: AsyncSession, row: OutboxRow, now: datetime) -> None:
        heard = self._kinds[row.kind].undelivered
        if heard and heard.at_last:
            try:
                async with db.begin_nested():
                    await heard.at_last(db, row, now)
            except Exception as error:
                log.error("nobody told", outbox=row.id, kind=row.kind, reference=new_reference(), exc_info=error)

    def _undelivered(self, row: OutboxRow) -> Undelivered | None:
        heard = self._kinds[row.kind].undelivered if row.kind in self._kinds else None
        return heard.tell if heard else None


async def compose(
    db: AsyncSession, row: OutboxRow, kind: Kind, readers: Readers, now: datetime
) -> Message | Document | datetime | None:
    """What the row says by now: its words, when it may ring instead, or None where nobody needs it any more."""
    readership = await readers(db, row.team_id, row.recipient, now)
    if not readership.is_there:
        return None
    if readership.rings_at > now and not (row.is_urgent or kind.at_once):
        deadline = await kind.no_later_than(db, row) if kind.no_later_than else None
        if deadline is None or readership.rings_at < deadline:
            return readership.rings_at
    with read_by(readership.reader):
        return await kind.compose(db, row, now)


async def _store(db: AsyncSession, outcome: Outcome, now: datetime) -> None:
    row = outcome.row
    match outcome:
        case Sent(channel=channel, ts=ts, is_new=is_new):
            await settle(db, row, Fate.SENT, now, channel=channel, ts=ts, tried=True)
            if is_new:
                await db.merge(Conversation(team_id=row.team_id, members=_members(row.recipient), channel_id=channel))
        case Dropped():
            await drop(db, row, now)
        case Postponed(until=until, problem=problem, counts=counts):
            await postpone(db, row, until, problem=problem, counts=counts)
        case GivenBack():
            await release(db, [row])


def _members(recipient: str) -> str:
    """A group is the same whoever of it is named first."""
    return ",".join(sorted(recipient.split(",")))


def _rest(seconds: int) -> timedelta:
    if seconds >= LONGEST_REST.total_seconds():  # a billion is more than a timedelta of milliseconds holds
        return LONGEST_REST
    return max(timedelta(seconds=seconds), SHORTEST_REST)
