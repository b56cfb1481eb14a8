"""The stage turns its clock by the same list of jobs that the bot runs."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.ticker import Job
from tests.workplace import MONDAY, Workplace

DUE = MONDAY + timedelta(hours=5)


class Bell:
    """Rings in somebody's direct message at its time, and notes when it rang."""

    def __init__(self, workplace: Workplace) -> None:
        self._workplace = workplace
        self.rang: list[datetime] = []

    async def ring(self) -> bool:
        now = self._workplace.clock.now()
        if now < DUE or self.rang:
            return False
        self.rang.append(now)
        await self._workplace.slack.person("U0MAYA").say(self._workplace.channel, "Ding")
        return True

    async def next_due(self, _db: AsyncSession) -> datetime | None:
        return None if self.rang else DUE


async def test_a_job_that_is_added_to_the_list_runs_at_its_time_when_the_clock_is_turned(migrated: str) -> None:
    async with Workplace(migrated) as workplace:
        bell = Bell(workplace)
        workplace.bot.ticker.add(Job("ring", bell.ring, bell.next_due))
        await workplace.turn(timedelta(days=2))
        assert bell.rang == [DUE]
        assert workplace.clock.now() == MONDAY + timedelta(days=2)


async def test_the_next_nudge_goes_to_what_such_a_job_writes(migrated: str) -> None:
    async with Workplace(migrated) as workplace:
        bell = Bell(workplace)
        workplace.bot.ticker.add(Job("ring", bell.ring, bell.next_due))
        assert await workplace.turn_to_next() == DUE


async def test_there_is_no_next_nudge_where_no_job_has_work_to_come(migrated: str) -> None:
    async with Workplace(migrated) as workplace:
        assert await workplace.turn_to_next() is None


async def test_the_bots_own_jobs_are_asked_too(migrated: str) -> None:
    async with Workplace(migrated) as workplace:
        await workplace.has_pair()
        before = len(workplace.maya.messages())
        assert await workplace.turn_to_next() is not None
        assert len(workplace.maya.messages()) > before
