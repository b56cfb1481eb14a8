import os
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.playground.browsing import browsing, chromium


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    path = chromium()
    if path is None and os.environ.get("CI"):
        pytest.fail("no Chromium on the PATH, and CI does not go without: apt-get install chromium")
    if path is None:
        pytest.skip("no Chromium on the PATH: apt-get install chromium")
    async with browsing(path) as browser:
        yield browser
