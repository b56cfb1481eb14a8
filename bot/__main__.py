"""The command line: `python -m bot`."""

import argparse
import asyncio
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.matching.command import add_options

if TYPE_CHECKING:
    from bot.settings import Settings


def main(arguments: list[str] | None = None) -> int:
    """Returns the exit status: 0 after a clean stop, 1 for a file with problems, 2 for what cannot work."""
    options = _parser().parse_args(arguments)
    if options.command == "match":  # knows neither Slack nor a database, and starts without them
        from bot.core.clock import Clock
        from bot.matching.command import match

        return match(options, Clock().now().date())
    from bot.settings import BadSettings, read_settings

    try:
        settings = read_settings()
    except BadSettings as problem:
        print(problem, file=sys.stderr)  # noqa: T201
        return 2
    from bot.core.telemetry import start_logging

    # Somebody who tries it out reads the terminal; somebody who runs it reads the log.
    is_playing = options.command == "demo" or not settings.has_slack
    start_logging("warning" if is_playing and "log_level" not in settings.model_fields_set else settings.log_level)
    match options.command:
        case "demo":
            from bot.playground.demo import demo

            return asyncio.run(demo(settings))
        case "migrate":
            from bot.core.database import migrate

            migrate(settings.database_url)
            return 0
        case "roster":
            return asyncio.run(_import_roster(settings, options))
        case _:
            return asyncio.run(_run(settings))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Flipside, reverse mentoring in Slack.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("run", help="the bot (the default); without Slack tokens, in the playground")
    commands.add_parser("demo", help="a whole journey, played through and printed")
    commands.add_parser("migrate", help="bring the database up to date, and nothing else")
    add_options(commands.add_parser("match", help="pairs out of a CSV file of people, without Slack or a database"))
    _add_roster(commands.add_parser("roster", help="reporting lines and levels: `roster import people.csv`"))
    return parser


def _add_roster(roster: argparse.ArgumentParser) -> None:
    roster.description = "Who reports to whom, and at which level."
    deeds = roster.add_subparsers(dest="deed", metavar="DEED", required=True)
    text = "takes over a CSV file: all of it, or nothing where a line has a problem"
    columns = "Its first line is email,name,manager_email,department,level,location. A higher level is more senior."
    bring = deeds.add_parser("import", help=text, description=f"This {text}. {columns}")
    bring.add_argument("file", type=Path, metavar="people.csv")
    bring.add_argument("--team", metavar="T0123ABCD", help="the workspace, where the bot knows several")
    bring.add_argument("--check", action="store_true", help="say what would change, and change nothing")


async def _import_roster(settings: "Settings", options: argparse.Namespace) -> int:
    from bot.app import RECONCILERS
    from bot.people.roster_command import import_file

    return await import_file(
        options.file,
        settings.database_url,
        _migrate_if_needed,
        RECONCILERS,
        team=options.team,
        only_check=options.check,
    )


async def _run(settings: "Settings") -> int:
    from bot.core.database import Unreachable
    from bot.core.telemetry import log_what_nobody_awaited

    log_what_nobody_awaited(asyncio.get_running_loop())
    stop = _stop_signal()
    if not settings.has_slack:
        from bot.playground.run import run_playground

        return await run_playground(settings, stop)
    try:
        await _migrate_if_needed(settings.database_url)
    except Unreachable as problem:
        return _cannot_work(f"DATABASE_URL: cannot open this database ({problem}).")
    return await _run_connected(settings, stop)


async def _run_connected(settings: "Settings", stop: asyncio.Event) -> int:
    from bot.core.clock import Clock
    from bot.core.slack import SlackProblem
    from bot.core.socket_mode import AppTokenRefused
    from bot.flipside import Flipside

    bot = Flipside(settings, Clock())
    starting = asyncio.create_task(bot.start())
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            starting.result()
            await stopping
    except SlackProblem as problem:
        return _cannot_work(f"SLACK_BOT_TOKEN: Slack refused it ({problem.code}).")
    except AppTokenRefused as problem:
        return _cannot_work(f"SLACK_APP_TOKEN: Slack refused it ({problem}).")
    finally:
        for task in (starting, stopping):
            task.cancel()
        await bot.stop()
    return 0


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


if __name__ == "__main__":
    sys.exit(main())
