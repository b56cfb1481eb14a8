"""Carries the outbox of one workspace to Slack: several messages at once, never two to one recipient."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Document, Message, Upload
from bot.core.claims import claim
from bot.core.composing import Undelivered, words_of
from bot.core.depot import FIRST_WAIT, REFUSED_REST, Depot
from bot.core.outbox import Fate, OutboxRow, fold, settle
from bot.core.outcomes import Dropped, GivenBack, Outcome, Postponed, Sent, known_conversations, members, store
from bot.core.second_try import is_away
from bot.core.slack import Slack, SlackProblem
from bot.core.slack_errors import TO_EVERYBODY, Remedy, what_to_do
from bot.core.telemetry import new_reference

IN_FLIGHT = 10  # messages on their way at once, or arrived and not yet stored; a kill repeats at most these
READY = 10  # messages composed and waiting for their turn, so that none of those waits for the database
TOGETHER = 0.005  # seconds for which one that arrived waits for others, so as to be stored with them
GLANCE = 0.2  # seconds between two looks for more while some are on their way
ADMINS_TIME = timedelta(days=1)  # between two tries of what somebody can mend in a minute, once they know

log = structlog.get_logger()


@dataclass(frozen=True)
class Parcel:
    """A row with its words, and the conversation where it is known."""

    row: OutboxRow
    message: Message | Document
    channel: str | None


class Postman:
    def __init__(self, depot: Depot, team_id: str) -> None:
        self._depot = depot
        self._edge = depot.edge
        self._team_id = team_id
        self._rests_until: datetime | None = None
        self._in_hand: dict[int, OutboxRow] = {}  # claimed, and how it went not yet stored
        self._ready: deque[Parcel] = deque()
        self._out: set[int] = set()  # of those in hand: handed to Slack
        self._flying: set[asyncio.Task[None]] = set()
        self._outcomes: list[Outcome] = []
        self._stopping = False

    def stop(self) -> None:
        """What is on its way is still sent and marked; the rest is given back."""
        self._stopping = True

    async def deliver(self) -> bool:
        """Sends what is due, and what comes due meanwhile, until nothing is left. Never says that there is more."""
        while True:
            claimed = await self._store_and_claim()
            self._start_ready()
            self._ready += await self._compose(claimed)
            self._start_ready()
            if self._flying and not self._outcomes:
                await asyncio.wait(self._flying, timeout=GLANCE, return_when=asyncio.FIRST_COMPLETED)
                if self._flying and self._outcomes:
                    await asyncio.wait(self._flying, timeout=TOGETHER)
            elif not self._outcomes:
                return False

    def _start_ready(self) -> None:
        now = self._edge.clock.now()
        while self._ready and len(self._out) < IN_FLIGHT:
            parcel = self._ready.popleft()
            lease = parcel.row.leased_until
            if self._stopping or lease is None or lease <= now:  # by now somebody else may have it
                self._outcomes.append(GivenBack(parcel.row))
                continue
            self._out.add(parcel.row.id)
            task = asyncio.create_task(self._carry(parcel))
            self._flying.add(task)
            task.add_done_callback(self._flying.discard)

    async def _store_and_claim(self) -> list[OutboxRow]:
        """In one transaction, since one for each message would cost more than sending it."""
        now = self._edge.clock.now()
        if self._rests_until is not None and self._rests_until <= now:
            self._rests_until = None
        outcomes = list(self._outcomes)
        stored = {outcome.row.id for outcome in outcomes}
        held = self._in_hand.keys() - stored
        room = 0 if self._stopping or self._rests_until else IN_FLIGHT + READY - len(held)
        free = room if room >= READY / 2 else 0  # a few at a time are not worth a claim of their own
        if not outcomes and not free:
            return []
        async with self._edge.transaction() as db:
            await store(db, outcomes, now)
            for outcome in outcomes:
                if isinstance(outcome, Sent):
                    await self._tell_at_last(db, outcome.row, now)
            rows: list[OutboxRow] = []
            if free:
                by, lease = self._depot.owner, self._depot.lease
                rows = await claim(db, by, self._team_id, now, lease, most=free, held=held, looks_first=not outcomes)
        del self._outcomes[: len(outcomes)]
        for row_id in stored:
            self._let_go(row_id)
        self._in_hand |= {row.id: row for row in rows}
        return rows

    def _let_go(self, row_id: int) -> None:
        del self._in_hand[row_id]
        self._out.discard(row_id)

    async def _compose(self, rows: Sequence[OutboxRow]) -> list[Parcel]:
        """All in one transaction; where a letter has a bug, each in one of its own."""
        if not rows:
            return []
        try:
            async with self._edge.transaction() as db:
                known = await known_conversations(db, self._team_id, rows)
                folding = [row for row in rows if (letter := self._depot.letter(row.kind)) and letter.kind.folds]
                old = await fold(db, folding, self._edge.clock.now())
                composed = [
                    Dropped(row)
                    if row.id in old
                    else await self._compose_one(db, row, known.get(members(row.recipient)))
                    for row in rows
                ]
        except Exception as error:
            if is_away(error):  # no letter's fault, and no try of one
                self._outcomes += [GivenBack(row) for row in rows]
                return []
            if len(rows) > 1:
                log.info("letters composed one by one", because=type(error).__name__, exc_info=error)
                return [parcel for row in rows for parcel in await self._compose([row])]
            reference = new_reference()
            log.error("no words", outbox=rows[0].id, kind=rows[0].kind, reference=reference, exc_info=error)
            await self._not_sent(rows[0], SlackProblem(f"bug {reference}"))
            return []
        self._outcomes += [one for one in composed if not isinstance(one, Parcel)]
        return [one for one in composed if isinstance(one, Parcel)]

    async def _compose_one(self, db: AsyncSession, row: OutboxRow, channel: str | None) -> Parcel | Outcome:
        message = await words_of(db, row, self._depot.letters[row.kind], self._depot.readers, self._edge.clock.now())
        if message is None:
            return Dropped(row)
        if isinstance(message, datetime):
            return Postponed(row, message)
        return Parcel(row, message, channel)

    async def _carry(self, parcel: Parcel) -> None:
        row = parcel.row
        await self._depot.pace.turn_of(row.team_id, row.recipient)
        if self._stopping:
            self._outcomes.append(GivenBack(row))
        elif self._rests_until is not None:
            self._outcomes.append(Postponed(row, self._rests_until, "ratelimited"))
        else:
            try:
                self._outcomes.append(await self._send(parcel))
            except SlackProblem as problem:
                await self._not_sent(row, problem)
            except Exception as error:
                reference = new_reference()
                log.error("delivery failed", outbox=row.id, kind=row.kind, reference=reference, exc_info=error)
                await self._not_sent(row, SlackProblem(f"bug {reference}"))

    async def _send(self, parcel: Parcel) -> Outcome:
        row, channel = parcel.row, parcel.channel
        message = await self._written(parcel.message)
        if message is None:
            return Dropped(row)
        is_new = channel is None
        try:
            channel = channel or await self._open(row)
            ts = await self._hand_over(message, channel)
        except SlackProblem as problem:
            if is_new or problem.code != "channel_not_found":
                raise
            # The app was installed anew: what Slack opened for the one before is not open to this one.
            channel, is_new = await self._open(row), True
            ts = await self._hand_over(message, channel)
        return Sent(row, channel, ts, is_new and channel != row.recipient)

    async def _written(self, message: Message | Document) -> Message | Upload | None:
        if isinstance(message, Message):
            return message
        content = await message.write(self._edge.transaction)
        return None if content is None else Upload(message.name, content, message.text)

    async def _hand_over(self, message: Message | Upload, channel: str) -> str | None:
        if isinstance(message, Upload):
            await (await self._slack()).upload(channel, message.name, message.content, message.text)
            return None
        posted = await (await self._slack()).call("chat.postMessage", channel=channel, **message.arguments())
        return str(posted["ts"]) if "ts" in posted else None

    async def _open(self, row: OutboxRow) -> str:
        if not row.recipient.startswith(("U", "W")):
            return row.recipient
        opened = await (await self._slack()).call("conversations.open", users=row.recipient)
        return str(opened["channel"]["id"])

    async def _slack(self) -> Slack:
        return await self._depot.slacks.of(self._team_id)

    async def _not_sent(self, row: OutboxRow, problem: SlackProblem) -> None:
        now = self._edge.clock.now()
        if problem.retry_after is not None:
            # The limit is the workspace's: its other messages wait as well. Being told to wait is no failure.
            self._let_rest(row, now + timedelta(seconds=problem.retry_after), problem)
        elif problem.remedy is Remedy.INSTALLATION:
            # Until somebody mends the token nothing can be sent, and nothing is the message's fault.
            if self._rests_until is None:  # else another message on its way has just been refused, too
                log.error(
                    "Slack refuses the installation: nothing is lost, and everything waits",
                    team=row.team_id,
                    problem=problem.code,
                    what_to_do=what_to_do(problem.code),
                    next_try=(now + REFUSED_REST).isoformat(timespec="seconds"),
                )
            self._let_rest(row, now + REFUSED_REST, problem)
        elif problem.remedy is Remedy.ADMIN and row.attempts + 1 < self._depot.attempts:
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
        elif problem.final or row.attempts + 1 >= self._depot.attempts:
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
            wait = self._depot.wait_after(row.attempts)
            log.info("message postponed", outbox=row.id, kind=row.kind, problem=problem.code)
            self._outcomes.append(Postponed(row, now + wait, problem.code, counts=True))

    def _let_rest(self, row: OutboxRow, until: datetime, problem: SlackProblem) -> None:
        self._rests_until = until
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
        self._let_go(row.id)
        return True

    async def _tell_who_can_mend(self, row: OutboxRow) -> None:
        if hook := self._undelivered(row):
            try:
                async with self._edge.transaction() as db:
                    await hook(db, row, self._edge.clock.now())
            except Exception as error:
                log.error("nobody told", outbox=row.id, kind=row.kind, reference=new_reference(), exc_info=error)

    async def _tell_at_last(self, db: AsyncSession, row: OutboxRow, now: datetime) -> None:
        if hook := self._depot.letters[row.kind].arrived:
            try:
                async with db.begin_nested():
                    await hook(db, row, now)
            except Exception as error:
                log.error("nobody told", outbox=row.id, kind=row.kind, reference=new_reference(), exc_info=error)

    def _undelivered(self, row: OutboxRow) -> Undelivered | None:
        letter = self._depot.letter(row.kind)
        return letter.failed if letter else None
