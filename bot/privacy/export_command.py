"""`python -m bot export U0123ABCD`: the file of everything stored about somebody, where Slack does not take it."""

import sys
from collections.abc import Awaitable, Callable


async def export_person(
    slack_id: str, database_url: str, migrate: Callable[[str], Awaitable[None]], *, team: str | None = None
) -> int:
    """Writes it to the standard output. Returns the exit status: 0, or 2 where there is nothing. Raises Unreachable."""
    from sqlalchemy import select

    from bot.core.clock import Clock
    from bot.core.database import Database
    from bot.core.edge import Edge
    from bot.people.model import Person
    from bot.privacy.facts import everything_about
    from bot.privacy.views import export_file

    await migrate(database_url)
    database, clock = Database(database_url), Clock()
    try:
        edge = Edge(database, clock)
        async with edge.transaction() as db:
            theirs = select(Person).where(Person.slack_id == slack_id, Person.erased_at.is_(None))
            found = (await db.scalars(theirs.where(Person.team_id == team) if team else theirs)).all()
            if not found:
                return _complain(f"I have nothing stored about {slack_id}.")
            if len(found) > 1:
                return _complain(
                    f"There are several. Add --team with one of {', '.join(one.team_id for one in found)}."
                )
        facts = await everything_about(edge.transaction, found[0].id)
    finally:
        await database.dispose()
    if facts is None:
        return _complain(f"I have nothing stored about {slack_id}.")
    sys.stdout.write(export_file(facts, clock.now()).decode() + "\n")
    return 0


def _complain(line: str) -> int:
    sys.stderr.write(line + "\n")
    return 2
