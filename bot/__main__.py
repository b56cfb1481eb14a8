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
    if options.command == "manifest":
        return _print_manifest(options)
    if options.command == "match":  # knows neither Slack nor a database, and starts without them
        from bot.core.clock import Clock
        from bot.matching.search.command import match

        return match(options, Clock().now().date())
    import asyncio

    from bot.settings import BadSettings, misspelled_names, read_settings

    try:
        for line in misspelled_names():
            print(line, file=sys.stderr)  # noqa: T201
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
            from bot.running import bring_up_to_date

            return asyncio.run(bring_up_to_date(settings))
        case "roster":
            from bot.running import import_roster

            return asyncio.run(import_roster(settings, options))
        case "export":
            from bot.running import export_person

            return asyncio.run(export_person(settings, options))
        case _:
            from bot.running import run

            return asyncio.run(run(settings, must_connect=options.command == "run" and options.connected))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Flipside, reverse mentoring in Slack.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    run = commands.add_parser("run", help="the bot (the default); without Slack tokens, in the playground")
    run.add_argument("--connected", action="store_true", help="to Slack or not at all: without tokens it ends at once")
    commands.add_parser("demo", help="a whole journey, played through and printed")
    commands.add_parser("migrate", help="bring the database up to date, and nothing else")
    commands.add_parser("key", help="a new key for TOKEN_KEYS")
    _add_manifest(commands.add_parser("manifest", help="what Slack wants to know about the app, to paste there"))
    add_options(commands.add_parser("match", help="pairs out of a CSV file of people, without Slack or a database"))
    _add_roster(commands.add_parser("roster", help="reporting lines and levels: `roster import people.csv`"))
    export = commands.add_parser("export", help="the file of everything stored about somebody: `export U0123ABCD`")
    export.add_argument("person", metavar="U0123ABCD", help="their Slack id")
    export.add_argument("--team", metavar="T0123ABCD", help="the workspace, where the bot knows several")
    return parser


def _add_manifest(manifest: argparse.ArgumentParser) -> None:
    manifest.description = "The app manifest: for Socket Mode, or for a host that Slack calls by HTTP."
    manifest.add_argument(
        "--url", type=_https_address, metavar="https://HOST", help="where Slack reaches the bot, as in PUBLIC_URL"
    )
    manifest.add_argument("--rotate-tokens", action="store_true", help="with --url: tokens that expire in 12 hours")


def _print_manifest(options: argparse.Namespace) -> int:
    from bot.manifest import written

    if options.rotate_tokens and options.url is None:
        print("--rotate-tokens: needs --url. By Socket Mode the token in SLACK_BOT_TOKEN stays.", file=sys.stderr)  # noqa: T201
        return 2
    print(written(options.url, rotates_tokens=options.rotate_tokens), end="")  # noqa: T201
    return 0


def _https_address(text: str) -> str:
    from bot.manifest import https_address

    try:
        return https_address(text)
    except ValueError:
        problem = "Slack calls https:// addresses only, such as https://flipside.example.com"
        raise argparse.ArgumentTypeError(problem) from None


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
