from datetime import timedelta

from sqlalchemy import func, select

from bot.core.outbox import OutboxRow
from bot.matching.rounds.usecases import ask_who_is_in
from tests.office import Office


async def test_two_rounds_asked_for_at_one_moment_are_asked_and_told_twice(office: Office) -> None:
    now = office.clock.now()
    day = (now + timedelta(days=3)).date()
    for _ in range(2):
        await office.does("lena", lambda db, lena: ask_who_is_in(db, lena, office.program_id, day, now))
    async with office.edge.transaction() as db:
        counted = await db.execute(
            select(OutboxRow.kind, func.count())
            .where(OutboxRow.kind.in_(("still_in", "match_day")))
            .group_by(OutboxRow.kind)
        )
        assert dict(list(counted)) == {"still_in": 2 * 2, "match_day": 2 * 1}
