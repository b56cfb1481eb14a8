"""Rewrites cards that say what is no longer so, where they stand. It rings nobody's bell, so it waits for no hour.

Beside the postman, so that no message ever waits for a card: Slack takes fewer updates than messages.
"""

from datetime import datetime, timedelta

import structlog

from bot.core.answers import LastWord, Message
from bot.core.cards import claim_stale, give_back
from bot.core.composing import reader_of
from bot.core.depot import REFUSED_REST, Depot
from bot.core.outbox import OutboxRow
from bot.core.reading import read_by
from bot.core.slack import SlackProblem
from bot.core.slack_errors import Remedy
from bot.core.telemetry import new_reference

log = structlog.get_logger()


class Rewriter:
    """Of one workspace."""

    def __init__(self, depot: Depot, team_id: str) -> None:
        self._depot = depot
        self._edge = depot.edge
        self._team_id = team_id
        self._rests_until: datetime | None = None

    async def rewrite(self) -> bool:
        """Rewrites one stale card. Says whether there may be more."""
        now = self._edge.clock.now()
        if self._rests_until is not None and self._rests_until > now:
            return False
        async with self._edge.transaction() as db:
            row = await claim_stale(db, self._depot.owner, self._team_id, now, self._depot.lease)
        return row is not None and await self._see_to(row)

    async def _see_to(self, row: OutboxRow) -> bool:
        """False once the bot is being stopped."""
        try:
            message = await self._compose(row)
            if message is not None:
                if not await self._depot.pace.turn_to_update(row.team_id):
                    await self._give_back(row)
                    return False
                slack = await self._depot.slacks.of(row.team_id)
                await slack.call("chat.update", channel=row.channel, ts=row.ts, **message.arguments())
        except SlackProblem as problem:
            await self._not_shown(row, problem)
        except Exception as error:
            reference = new_reference()
            log.error("card not rewritten", outbox=row.id, kind=row.kind, reference=reference, exc_info=error)
            await self._not_shown(row, SlackProblem(f"bug {reference}"))
        else:
            done = {"ts": None} if isinstance(message, LastWord) else {}
            await self._give_back(row, shows=row.changes, attempts=0, problem=None, **done)
        return True

    async def _compose(self, row: OutboxRow) -> Message | None:
        """What it says by now, or None where nothing is to be said, or nobody is there to read it."""
        letter = self._depot.letter(row.kind)
        if letter is None or letter.settled is None:
            return None
        now = self._edge.clock.now()
        async with self._edge.transaction() as db:
            readership = await self._depot.readers(db, row.team_id, row.recipient, now)
            if not readership.is_there:
                return None
            with read_by(await reader_of(db, row, letter, readership, now)):
                return await letter.settled(db, row, now)

    async def _not_shown(self, row: OutboxRow, problem: SlackProblem) -> None:
        now = self._edge.clock.now()
        if problem.retry_after is not None:
            self._rests_until = now + timedelta(seconds=problem.retry_after)
            await self._give_back(row)
        elif problem.remedy is Remedy.INSTALLATION:
            self._rests_until = now + REFUSED_REST
            await self._give_back(row)
        elif problem.final:
            # It was deleted, or is too old to be edited, or the app was installed anew: it stays as it is.
            log.info("card left alone", outbox=row.id, kind=row.kind, problem=problem.code, messages=problem.messages)
            await self._give_back(row, shows=row.changes, problem=problem.code, ts=None)
        elif row.attempts + 1 >= self._depot.attempts:
            log.warning("card given up", outbox=row.id, kind=row.kind, problem=problem.code)
            await self._give_back(row, shows=row.changes, problem=problem.code, attempts=0)
        else:
            await self._give_back(
                row, try_at=now + self._depot.wait_after(row.attempts), problem=problem.code, attempts=row.attempts + 1
            )

    async def _give_back(self, row: OutboxRow, **values: object) -> None:
        async with self._edge.transaction() as db:
            await give_back(db, row, **values)
