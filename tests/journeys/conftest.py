from collections.abc import AsyncIterator

import pytest

from bot.settings import Door
from tests.workplace import Workplace


@pytest.fixture
def door() -> Door:
    """By which people reach the bot."""
    return Door.SOCKET_MODE


@pytest.fixture
async def workplace(empty_database_url: str, door: Door) -> AsyncIterator[Workplace]:
    """A workspace with the bot in it, once on each kind of database. Nothing that Slack would refuse may be sent."""
    async with Workplace(empty_database_url, door=door) as workplace:
        yield workplace
        assert [violation for violation in workplace.violations if violation.refused] == []
