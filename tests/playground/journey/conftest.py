from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser

from tests.playground.browsing import browsing, chromium_or_skip


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    async with browsing(chromium_or_skip()) as browser:
        yield browser
