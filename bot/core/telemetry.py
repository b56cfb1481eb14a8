"""Logs: one JSON object a line, with ids and references, never with names, texts or tokens."""

import asyncio
import logging
import re
import secrets
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog

# Letters and digits that cannot be taken for one another when somebody reads them out.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
SECRETS = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+|xoxe\.[\w.-]+|(?<=://)[^/\s@]+@|(?<=ticket=)[^&\s\"']+")
ROOT = Path(__file__).parents[2]


def new_reference() -> str:
    """What an apology and its log line share; 30^6 of them, enough to find one line in a month's logs."""
    return "".join(secrets.choice(ALPHABET) for _ in range(6))


def told_without_words(error: BaseException) -> dict[str, Any]:
    """An exception's type and where it came from. Its message is left out: it may quote what somebody wrote."""
    frames = [
        f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
    ]
    told: dict[str, Any] = {"type": f"{type(error).__module__}.{type(error).__qualname__}", "frames": frames}
    if (cause := error.__cause__ or error.__context__) is not None:
        told["cause"] = told_without_words(cause)
    return told


def bolt_logger() -> logging.Logger:
    """For bolt, which gives its loggers the level of this one: its warnings print requests, and so people's words."""
    logger = logging.getLogger("slack_bolt")
    logger.setLevel(logging.ERROR)
    return logger


def log_what_nobody_awaited(loop: asyncio.AbstractEventLoop) -> None:
    """The loop's own handler would print exceptions with their messages, and those may quote people."""

    def handle(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        structlog.get_logger().error("nobody awaited this", exc_info=context.get("exception"))

    loop.set_exception_handler(handle)


def start_logging(level: str) -> None:
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _exceptions_without_words,
        _without_secrets,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    # Libraries log payloads at debug, and payloads hold what people wrote: theirs start at warning.
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


def _exceptions_without_words(_logger: Any, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    given = entry.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else sys.exc_info()[1] if given is True else given
    if isinstance(error, BaseException):
        entry["exception"] = told_without_words(error)
    return entry


def _without_secrets(_logger: Any, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in entry.items():
        if isinstance(value, str):
            entry[key] = SECRETS.sub("[secret]", value)
    return entry


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else "/".join(path.parts[-2:])
