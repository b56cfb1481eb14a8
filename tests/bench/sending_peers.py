"""What people write who have no outbox: a loop over slack_sdk that commits after each message, and APScheduler's jobs.

Both send over one session, and into a database with the bot's settings, which is faster than the defaults of either.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_EXECUTED, EVENT_JOB_MISSED
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import String, insert, select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bot.core.database import Database

AHEAD = timedelta(milliseconds=10)  # for each job that is added: so much before it comes due, so that none is late


class Base(DeclarativeBase):
    pass


class Letter(Base):
    __tablename__ = "letters"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    ts: Mapped[str | None] = mapped_column(String(32))


class Loop:
    """One message after the other."""

    def __init__(self, url: str, say: Callable[[str], dict[str, Any]]) -> None:
        self._database = Database(url)
        self._say = say

    async def fill(self, channels: list[str]) -> None:
        async with self._database.engine.begin() as connection:
            await connection.run_sync(Base.metadata.drop_all)
            await connection.run_sync(Base.metadata.create_all)
            await connection.execute(insert(Letter), [{"channel": channel} for channel in channels])

    async def send(self, api_url: str) -> int:
        sent = 0
        async with aiohttp.ClientSession() as http:
            client = AsyncWebClient(token="xoxb-peer", base_url=api_url, session=http)
            async with self._database.session() as db, db.begin():
                letters = (await db.scalars(select(Letter).where(Letter.ts.is_(None)).order_by(Letter.id))).all()
            for letter in letters:
                posted = await client.chat_postMessage(channel=letter.channel, **self._say(letter.channel))
                async with self._database.session() as db, db.begin():
                    await db.execute(update(Letter).where(Letter.id == letter.id).values(ts=posted["ts"]))
                sent += 1
        return sent

    async def close(self) -> None:
        await self._database.dispose()


_job_client: AsyncWebClient
_job_say: Callable[[str], dict[str, Any]]


async def _job(channel: str) -> None:
    await _job_client.chat_postMessage(channel=channel, **_job_say(channel))


async def jobs_sent(
    url: str, api_url: str, channels: list[str], say: Callable[[str], dict[str, Any]], **options: Any
) -> tuple[int, float]:
    """How many of so many jobs, due at one moment, APScheduler ran, and the seconds from that moment on.

    The job store blocks, and needs a driver that does: `url` is SQLite's.
    """
    global _job_client, _job_say  # noqa: PLW0603 - a stored job names a function of a module
    over = asyncio.Event()
    left, sent = len(channels), 0

    def count(event: Any) -> None:
        nonlocal left, sent
        left -= 1
        sent += event.code == EVENT_JOB_EXECUTED
        if not left:
            over.set()

    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)  # it has a line for each that it missed
    scheduler = AsyncIOScheduler(timezone="UTC", jobstores={"default": {"type": "sqlalchemy", "url": url}})
    scheduler.add_listener(count, EVENT_JOB_EXECUTED | EVENT_JOB_ERROR | EVENT_JOB_MISSED)
    async with aiohttp.ClientSession() as http:
        _job_client = AsyncWebClient(token="xoxb-peer", base_url=api_url, session=http)
        _job_say = say
        scheduler.start()
        due = datetime.now(UTC) + AHEAD * len(channels)
        for channel in channels:
            scheduler.add_job(_job, "date", run_date=due, args=[channel], **options)
        if datetime.now(UTC) > due:
            raise RuntimeError("the jobs came due while they were still being added")
        await over.wait()
        seconds = (datetime.now(UTC) - due).total_seconds()
        scheduler.shutdown()
    return sent, seconds
