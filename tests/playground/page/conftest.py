"""A browser for all tests of this folder, and a stage for each."""

from collections.abc import AsyncIterator
from inspect import iscoroutinefunction
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.playground.browsing import browsing, chromium_or_skip
from tests.playground.page.stage import PATIENCE, Stage

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One event loop for the folder, since the browser outlives each test."""
    for item in items:
        if item.path.is_relative_to(HERE) and iscoroutinefunction(getattr(item, "function", None)):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    async with browsing(chromium_or_skip()) as browser:
        yield browser


@pytest.fixture
def ack_timeout() -> float:
    """Seconds that Slack waits for the app."""
    return 3.0


@pytest_asyncio.fixture(loop_scope="session")
async def stage(browser: Browser, ack_timeout: float) -> AsyncIterator[Stage]:
    stage = Stage(browser, ack_timeout)
    await stage.open()
    yield stage
    await stage.close()
    assert stage.complaints == []
