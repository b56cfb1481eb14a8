"""What can be measured, by name. A suite is a module with a `measure` that returns its figures."""

from collections.abc import Callable, Coroutine
from typing import Any

from tests.bench import (
    command,
    directory,
    doors,
    journey,
    matching,
    page,
    roster,
    search,
    sending,
    sharing,
    start,
    waiting,
)
from tests.bench.figures import Figure

SUITES: dict[str, Callable[[], Coroutine[Any, Any, list[Figure]]]] = {
    "start": start.measure,
    "journey": journey.measure,
    "page": page.measure,
    "roster": roster.measure,
    "directory": directory.measure,
    "matching": matching.measure,
    "search": search.measure,
    "command": command.measure,
    "doors": doors.measure,
    "sending": sending.measure,
    "sharing": sharing.measure,
    "waiting": waiting.measure,
}
