"""What the command line starts that runs until it is stopped, or needs the database."""

import argparse
import asyncio
import gc
import signal
import sys
from collections.abc import Awaitable

from bot.settings import Door, Settings


async def import_roster(settings: Settings, options: argparse.Namespace) -> int:
    from bot.app import RECONCILERS
    from bot.people.roster_command import import_file

    return await _or_say_why(
        import_file(
            options.file,
            settings.database_url,
            _migrate_if_needed,
            RECONCILERS,
            team=options.team,
            only_check=options.check,
        )
    )


async def export_person(settings: Settings, options: argparse.Namespace) -> int:
    from bot.privacy import export_command

    return await _or_say_why(
        export_command.export_person(options.person, settings.database_url, _migrate_if_needed, team=options.team)
    )


async def bring_up_to_date(settings: Settings) -> int:
    return await _or_say_why(_migrate_if_needed(settings.database_url))


async def run(settings: Settings, *, must_connect: bool) -> int:
    """Without Slack tokens there is the playground, unless nobody could reach it."""
    from bot.core.proxies import problem_in
    from bot.core.telemetry import log_what_nobody_awaited

    log_what_nobody_awaited(asyncio.get_running_loop())
    stop = _stop_signal()
    if not settings.has_slack:
        if must_connect:
            return _cannot_work("SLACK_BOT_TOKEN, SLACK_APP_TOKEN: missing. README.md says where Slack shows them.")
        from bot.playground.run import run_playground

        return await run_playground(settings, stop)
    if at_fault := problem_in(settings.proxies):
        return _cannot_work(at_fault)
    return await _or_say_why(_run_connected(settings, stop))


async def _run_connected(settings: Settings, stop: asyncio.Event) -> int:
    from bot.core.clock import Clock
    from bot.core.slack import SlackProblem
    from bot.doors.socket_mode import AppTokenRefused
    from bot.doors.way_in import CannotListen
    from bot.flipside import Flipside

    _say_which_door(settings)
    await _migrate_if_needed(settings.database_url)
    bot = Flipside(settings, Clock())
    starting = asyncio.create_task(bot.start())
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            starting.result()
            # All that a start brings in stays until the end. A full collection would look through it again and again,
            # each time for the better part of the 50 ms that nobody should wait for.
            gc.freeze()
            await stopping
    except SlackProblem as problem:
        return _cannot_work(f"SLACK_BOT_TOKEN: Slack refused it ({problem.code}).")
    except AppTokenRefused as problem:
        return _cannot_work(f"SLACK_APP_TOKEN: Slack refused it ({problem}).")
    except CannotListen as problem:
        return _cannot_work(f"HOST, PORT: cannot listen there ({problem}).")
    finally:
        for task in (starting, stopping):
            task.cancel()
        await bot.stop()
    return 0


def _say_which_door(settings: Settings) -> None:
    import structlog

    log = structlog.get_logger()
    if settings.door is Door.SOCKET_MODE and not settings.missing_for_http:
        log.info("by Socket Mode, because SLACK_APP_TOKEN is set; what is set for the HTTP door is not used")
    elif settings.door is Door.HTTP and settings.slack_bot_token:
        log.info(
            "over HTTP, where SLACK_BOT_TOKEN is not used: each workspace gets its token when it is installed there"
        )


async def _or_say_why(work: Awaitable[int | None]) -> int:
    """For what needs the database: where that does not work, one line says why."""
    from bot.core.unreachable import Unreachable, telling_why

    try:
        with telling_why():
            return await work or 0
    except Unreachable as problem:
        return _cannot_work(f"DATABASE_URL: {problem}")


def _cannot_work(line: str) -> int:
    print(line, file=sys.stderr)  # noqa: T201
    return 2


def _stop_signal() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return stop


async def _migrate_if_needed(url: str) -> None:
    from bot.core.database import Database, migrate

    database = Database(url)
    try:
        current = await database.is_current()
    finally:
        await database.dispose()
    if not current:
        await asyncio.to_thread(migrate, url)
