import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from bot.core.telemetry import start_logging


@pytest.fixture
def logs(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """The log as the program writes it: what has come since it was last asked for."""
    handlers = logging.getLogger().handlers[:]
    start_logging("info")
    yield lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    structlog.reset_defaults()
    logging.getLogger().handlers[:] = handlers
