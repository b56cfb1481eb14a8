"""A browser for all tests of this folder, and a stage for each."""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from tests.playground.page.stage import PATIENCE, Stage

HERE = Path(__file__).parent
# Without these Chromium asks the network for things at every start, and does not run as root.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One event loop for the folder, since the browser outlives each test."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    path = shutil.which("chromium")
    if path is None and os.environ.get("CI"):
        pytest.fail("no chromium on the PATH, and CI does not go without: apt-get install chromium")
    if path is None:
        pytest.skip("no chromium on the PATH: apt-get install chromium")
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        await browser.close()


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
