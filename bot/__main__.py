"""The command line: `python -m bot`."""

import argparse
import sys
from pathlib import Path

from bot.matching.search.command import add_options


def main(arguments: list[str] | None = None) -> int:
    """Returns the exit status: 0 after a clean stop, 1 for a file with problems, 2 for what cannot work."""
    options = _parser().parse_args(arguments)
    if options.command == "key":
        from bot.workspaces.sealing import new_key

        print(new_key())  # noqa: T201
        return 0
    if options.command == "match":  # knows neither Slack nor a database, and starts without them
        from bot.core.clock import Clock
        from bot.matching.search.command import match

        return match(options, Clock().now().date())
    import asyncio

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
            from bot.running import import_roster

            return asyncio.run(import_roster(settings, options))
        case "export":
            from bot.running import export_person

            return asyncio.run(export_person(settings, options))
        case _:
            from bot.running import run

            return asyncio.run(run(settings))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Flipside, reverse mentoring in Slack.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("run", help="the bot (the default); without Slack tokens, in the playground")
    commands.add_parser("demo", help="a whole journey, played through and printed")
    commands.add_parser("migrate", help="bring the database up to date, and nothing else")
    commands.add_parser("key", help="a new key for TOKEN_KEYS")
    add_options(commands.add_parser("match", help="pairs out of a CSV file of people, without Slack or a database"))
    _add_roster(commands.add_parser("roster", help="reporting lines and levels: `roster import people.csv`"))
    export = commands.add_parser("export", help="the file of everything stored about somebody: `export U0123ABCD`")
    export.add_argument("person", metavar="U0123ABCD", help="their Slack id")
    export.add_argument("--team", metavar="T0123ABCD", help="the workspace, where the bot knows several")
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


if __name__ == "__main__":
    sys.exit(main())
