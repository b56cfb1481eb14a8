from collections.abc import AsyncIterator

import pytest

from tests.workplace import Workplace


@pytest.fixture
async def workplace(database_url: str) -> AsyncIterator[Workplace]:
    """A workspace with the bot in it, once on each kind of database. Nothing that Slack would refuse may be sent."""
    async with Workplace(database_url) as workplace:
        yield workplace
        assert [violation for violation in workplace.violations if violation.refused] == []
