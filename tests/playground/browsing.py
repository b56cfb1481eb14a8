"""The machine's own Chromium, for tests and for pictures."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, async_playwright

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


def chromium() -> str | None:
    """Where it is: Debian's name for it, or others'."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def chromium_or_skip() -> str:
    """For tests, which go without on a developer's machine but not where CI is set."""
    path = chromium()
    if path is None and os.environ.get("CI"):
        pytest.fail("no Chromium on the PATH, and CI does not go without: apt-get install chromium")
    if path is None:
        pytest.skip("no Chromium on the PATH: apt-get install chromium")
    return path


@asynccontextmanager
async def browsing(path: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        await browser.close()
