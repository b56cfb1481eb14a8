"""Two bolt apps to compare the bot with: `python -m tests.bench.peers empty` and `python -m tests.bench.peers read`.

Both run as the bot does, over Socket Mode and with `process_before_response`, and have one listener. The empty one
only acks. The other one reads one row of 10,000 by an index, through SQLAlchemy's ORM with nothing set, and answers
in its ack: the least that an app with a database can do for a command.
"""

import asyncio
import os
import signal
import sys
from typing import TYPE_CHECKING

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

COMMAND = "/mentor"


def _empty(app: AsyncApp) -> None:
    @app.command(COMMAND)
    async def only_ack(ack: AsyncAck) -> None:
        await ack()


def _read(app: AsyncApp, url: str) -> "AsyncEngine":
    from sqlalchemy import select
    from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

    from tests.bench.peer_table import Note

    engine = create_async_engine(url)
    sessions = async_sessionmaker(engine)

    @app.command(COMMAND)
    async def read_and_answer(ack: AsyncAck, command: dict[str, str]) -> None:
        async with sessions() as session:
            note = await session.scalar(select(Note).where(Note.slack_id == command["user_id"]))
        await ack(note.text if note else "There is nothing about you.")

    return engine


async def main(kind: str) -> None:
    """Runs until SIGTERM."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    # Taken out of the environment, where bolt would find it a second time and say so.
    client = AsyncWebClient(token=os.environ.pop("SLACK_BOT_TOKEN"), base_url=os.environ["SLACK_API_URL"])
    app = AsyncApp(client=client, process_before_response=True)
    engine = None
    if kind == "read":
        engine = _read(app, os.environ["DATABASE_URL"])
    else:
        _empty(app)
    handler = AsyncSocketModeHandler(app, os.environ["SLACK_APP_TOKEN"])
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await stop.wait()
    await handler.close_async()  # type: ignore[no-untyped-call]
    if engine is not None:
        await engine.dispose()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
