from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import update

from bot.core.edge import Edge
from bot.core.slack import Slack, SlackProblem
from bot.people.model import Person
from bot.people.queries import profiles_due
from bot.people.usecases import ASK_AGAIN, learn_profile

AT_A_TIME = 20
GONE: Mapping[str, Any] = {"deleted": True}

log = structlog.get_logger()


async def learn_profiles(edge: Edge, slack: Slack) -> bool:
    """Asks Slack about people it has not been asked about: time zone, language, whether the account is active."""
    now = edge.clock.now()
    async with edge.transaction() as db:
        people = await profiles_due(db, now, AT_A_TIME)
        # Whoever else looks meanwhile passes them by; they come up again should this process die.
        for person in people:
            person.profile_due_at = now + ASK_AGAIN
    for person in people:
        try:
            told = await slack.call("users.info", user=person.slack_id, include_locale=True)
        except SlackProblem as problem:
            log.info("profile not learnt yet", person=person.id, problem=problem.code)
            if problem.retry_after is not None:
                await _ask_later(edge, now + timedelta(seconds=problem.retry_after))
                return False
            if problem.code != "user_not_found":
                continue
            told = {"user": GONE}
        if isinstance(user := told.get("user"), Mapping):
            async with edge.transaction() as db:
                learn_profile(db, await db.get_one(Person, person.id, with_for_update=True), user)
    return len(people) == AT_A_TIME


async def _ask_later(edge: Edge, moment: datetime) -> None:
    """Slack wants to be left alone: nobody is asked about before."""
    async with edge.transaction() as db:
        await db.execute(update(Person).where(Person.profile_due_at.is_not(None)).values(profile_due_at=moment))
