"""A workspace of the stand-in's with one person and one scripted app in it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import Actor, StandIn, Violation
from tests.playground.slack.scripted import Clock, Json, ScriptedApp, manifest


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def call_log(tmp_path: Path) -> Path:
    return tmp_path / "calls.jsonl"


@pytest.fixture
def app_manifest() -> Json:
    """The manifest; a test module overrides it for other scopes or events."""
    return manifest()


@pytest.fixture
def ack_timeout() -> float:
    """Long enough for a busy machine; tests of what is never acknowledged are `impatient`."""
    return 10.0


@pytest.fixture
async def slack(app_manifest: Json, clock: Clock, call_log: Path, ack_timeout: float) -> AsyncIterator[StandIn]:
    """Delivers events again at once."""
    stand_in = StandIn(
        app_manifest, now=clock, call_log=call_log, ack_timeout=ack_timeout, retry_delays=(0.0, 0.0, 0.0)
    )
    async with stand_in as running:
        yield running


@pytest.fixture
def maya(slack: StandIn) -> Actor:
    return slack.add_person("U0MAYA", name="maya", real_name="Maya Lund", tz="Europe/Oslo", locale="nb-NO")


@pytest.fixture
def omar(slack: StandIn) -> Actor:
    return slack.add_person("U0OMAR", name="omar", real_name="Omar Aziz", tz="Asia/Singapore")


@pytest.fixture
def web(slack: StandIn) -> AsyncWebClient:
    return AsyncWebClient(slack.bot_token, base_url=slack.api_url)


@pytest.fixture
async def app(slack: StandIn) -> AsyncIterator[ScriptedApp]:
    """Connected by one socket."""
    scripted = ScriptedApp(slack)
    await scripted.connect()
    yield scripted
    await scripted.close()


@pytest.fixture
def violations(slack: StandIn) -> list[Violation]:
    """Every rule that the app breaks from now on."""
    found: list[Violation] = []
    slack.observe(lambda record: found.append(record) if isinstance(record, Violation) else None)
    return found
