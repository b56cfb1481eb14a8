"""Rewrites cards that say what is no longer so, where they stand. It rings nobody's bell, so it waits for no hour.

Beside the postman, so that no message ever waits for a card: Slack takes fewer updates than messages.
"""

import asyncio
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog

from bot.core.answers import LastWord, Message
from bot.core.cards import claim_stale, give_back
from bot.core.composing import Letter, Readers
from bot.core.edge import Edge
from bot.core.outbox import OutboxRow
from bot.core.pace import Pace
from bot.core.postman import FIRST_WAIT, LONGEST_WAIT, REFUSED_REST
from bot.core.reading import read_by
from bot.core.slack import Slack, SlackProblem
from bot.core.slack_errors import Remedy
from bot.core.telemetry import new_reference

AT_ONCE = 5  # workspaces, one card each

log = structlog.get_logger()


class Rewriter:
    """`attempts` are the tries after which a card is left as it is. A `lease` outlasts the longest call."""

    def __init__(
        self,
        edge: Edge,
        slack: Slack,
        letters: Mapping[str, Letter],
        readers: Readers,
        pace: Pace,
        *,
        lease: timedelta,
        attempts: int,
    ) -> None:
        self._edge = edge
        self._slack = slack
        self._letters = letters
        self._readers = readers
        self._pace = pace
        self._lease = lease
        self._attempts = attempts
        self._owner = secrets.token_hex(8)
        self._resting: dict[str, datetime] = {}
        self._served = ""  # the workspace that had its turn last

    async def rewrite(self) -> bool:
        """Rewrites a stale card in each of a few workspaces. Says whether there may be more."""
        now = self._edge.clock.now()
        self._resting = {team: until for team, until in self._resting.items() if until > now}
        async with self._edge.transaction() as db:
            rows = await claim_stale(
                db, self._owner, now, self._lease, most=AT_ONCE, after=self._served, resting=self._resting
            )
        if not rows:
            return False
        self._served = max(row.team_id for row in rows)
        went = await asyncio.gather(*(self._see_to(row) for row in rows))
        return all(went)

    async def _see_to(self, row: OutboxRow) -> bool:
        """False once the bot is being stopped."""
        try:
            message = await self._compose(row)
            if message is not None:
                if not await self._pace.turn_to_update(row.team_id):
                    await self._give_back(row)
                    return False
                await self._slack.call("chat.update", channel=row.channel, ts=row.ts, **message.arguments())
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
        settled = self._letters[row.kind].settled if row.kind in self._letters else None
        if settled is None:
            return None
        now = self._edge.clock.now()
        async with self._edge.transaction() as db:
            readership = await self._readers(db, row.team_id, row.recipient, now)
            if not readership.is_there:
                return None
            with read_by(readership.reader):
                return await settled(db, row, now)

    async def _not_shown(self, row: OutboxRow, problem: SlackProblem) -> None:
        now = self._edge.clock.now()
        if problem.retry_after is not None:
            self._resting[row.team_id] = now + timedelta(seconds=problem.retry_after)
            await self._give_back(row)
        elif problem.remedy is Remedy.INSTALLATION:
            self._resting[row.team_id] = now + REFUSED_REST
            await self._give_back(row)
        elif problem.final:
            # It was deleted, or is too old to be edited, or the app was installed anew: it stays as it is.
            log.info("card left alone", outbox=row.id, kind=row.kind, problem=problem.code, messages=problem.messages)
            await self._give_back(row, shows=row.changes, problem=problem.code, ts=None)
        elif row.attempts + 1 >= self._attempts:
            log.warning("card given up", outbox=row.id, kind=row.kind, problem=problem.code)
            await self._give_back(row, shows=row.changes, problem=problem.code, attempts=0)
        else:
            wait = min(FIRST_WAIT * 2 ** min(row.attempts, 10), LONGEST_WAIT)
            await self._give_back(row, try_at=now + wait, problem=problem.code, attempts=row.attempts + 1)

    async def _give_back(self, row: OutboxRow, **values: object) -> None:
        async with self._edge.transaction() as db:
            await give_back(db, row, **values)
