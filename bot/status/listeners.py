import difflib

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer, ShowHome
from bot.core.calls import Call
from bot.people.model import Person
from bot.people.queries import find_person
from bot.status import views
from bot.status.queries import Overview
from bot.status.usecases import look_over

STRANGER = Overview(None, [], [], [])
LIKE_ENOUGH = 0.5  # of 1; difflib's ratio, at which "sginup" still finds "signup" and "pizza" finds nothing


async def show_status(db: AsyncSession, person: Person) -> Answer:
    return views.status(await look_over(db, person))


async def show_help(db: AsyncSession, person: Person) -> Answer:
    return views.help_(await look_over(db, person))


async def misunderstand(db: AsyncSession, person: Person, call: Call, subcommands: tuple[str, ...]) -> Answer:
    nearest = difflib.get_close_matches(call.name, subcommands, n=1, cutoff=LIKE_ENOUGH)
    return views.unknown_command(call.name[:50], nearest[0] if nearest else None, await look_over(db, person))


async def open_home(db: AsyncSession, call: Call) -> Answer:
    """Looking is not taking part: nobody is stored for it. Slack tells of the other tab, Messages, as well."""
    if call.payload["event"].get("tab") != "home":
        return None
    person = await find_person(db, call.team_id, call.user_id)
    return ShowHome(views.home(await look_over(db, person) if person else STRANGER))
