from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer
from bot.core.calls import Call
from bot.people.queries import find_person
from bot.people.usecases import learn_profile


async def change_user(db: AsyncSession, call: Call) -> Answer:
    """Slack tells of everybody in the workspace; only those who met the bot matter to it."""
    person = await find_person(db, call.team_id, call.user_id)
    if person is not None:
        learn_profile(db, person, call.payload["event"]["user"])
    return None
