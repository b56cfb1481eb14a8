"""A token that expires is exchanged for a new one in time, by one of all processes.

A refresh token is good once: two who use it at the same moment would leave one of them with nothing.
"""

import asyncio
from collections import defaultdict
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.edge import Edge
from bot.core.slack import SlackProblem
from bot.workspaces.model import Installation
from bot.workspaces.oauth import OAuth
from bot.workspaces.sealing import TokenKeys, WrongKeys
from bot.workspaces.usecases import hold_token

EARLY = timedelta(hours=1)  # of the twelve that a token lives: an outage of Slack's may last that long
LEASE = timedelta(minutes=1)  # outlasts the exchange; where it failed, the rest before the next one

log = structlog.get_logger()


class Renewal:
    def __init__(self, edge: Edge, keys: TokenKeys, oauth: OAuth) -> None:
        self._edge = edge
        self._keys = keys
        self._oauth = oauth
        self._turns: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def fresh(self, installation: Installation) -> Installation:
        """With a token that is good for a while. Raises SlackProblem where it has expired and no new one is to be had,
        and WrongKeys."""
        if not _is_due(installation, self._edge.clock.now()):
            return installation
        async with self._turns[installation.place]:
            return await self._renewed(installation.place)

    async def _renewed(self, place: str) -> Installation:
        now = self._edge.clock.now()
        async with self._edge.transaction() as db:
            row, is_ours = await _claim(db, place, now)
        try:
            if is_ours:
                row = await self._exchanged(row)
        except (SlackProblem, WrongKeys) as problem:
            log.error("token not renewed", place=place, problem=getattr(problem, "code", "TOKEN_KEYS do not open it"))
            if _has_expired(row, now):
                raise
        if _has_expired(row, now):  # while another process is at it, or rests after it failed
            raise SlackProblem("token_expired")
        return row

    async def _exchanged(self, row: Installation) -> Installation:
        assert row.sealed_refresh_token is not None
        new = await self._oauth.renewed(self._keys.open(row.sealed_refresh_token), self._edge.clock.now())
        async with self._edge.transaction() as db:
            stored = await db.get_one(Installation, row.place, with_for_update=True)
            if stored.installed_at == row.installed_at:  # what came with a new installation is newer
                hold_token(stored, self._keys, new.token, new.refresh_token, new.expires_at)
        log.info("token renewed", place=row.place)
        return stored


async def _claim(db: AsyncSession, place: str, now: datetime) -> tuple[Installation, bool]:
    """The row as it is by now, and whether it is for us to renew its token."""
    row = await db.get_one(Installation, place, with_for_update=True)
    is_leased = row.refreshed_until is not None and row.refreshed_until > now
    if not _is_due(row, now) or is_leased:
        return row, False
    row.refreshed_until = now + LEASE
    return row, True


def _is_due(row: Installation, now: datetime) -> bool:
    return row.expires_at is not None and row.sealed_refresh_token is not None and row.expires_at - EARLY <= now


def _has_expired(row: Installation, now: datetime) -> bool:
    return row.expires_at is not None and row.expires_at <= now
