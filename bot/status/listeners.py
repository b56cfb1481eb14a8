from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer, ShowHome
from bot.core.calls import Call, number_of
from bot.core.reading import read_by
from bot.people.model import Person
from bot.people.queries import find_person
from bot.programs.usecases import Creators
from bot.status import usecases, views
from bot.status.usecases import figures_of, look_at_nothing, look_over
from bot.vocabulary import nearest


async def show_status(db: AsyncSession, person: Person, creators: Creators) -> Answer:
    return views.status(await look_over(db, person, creators))


async def show_figures(db: AsyncSession, person: Person, call: Call) -> Answer:
    """Of a program that may have closed."""
    return views.figures(await figures_of(db, person, number_of(call)))


async def send_what_waits(db: AsyncSession, person: Person, creators: Creators, now: datetime) -> Answer:
    await usecases.send_what_waits(db, person, creators, now)
    return views.sending_what_waits()


async def show_help(db: AsyncSession, person: Person, creators: Creators) -> Answer:
    return views.help_(await look_over(db, person, creators))


async def misunderstand(
    db: AsyncSession, person: Person, call: Call, subcommands: tuple[str, ...], creators: Creators
) -> Answer:
    meant = nearest(f"{call.name} {call.text}", subcommands)
    return views.unknown_command(call.name[:50], meant, await look_over(db, person, creators))


async def open_home(db: AsyncSession, call: Call, creators: Creators, now: datetime) -> Answer:
    """Looking is not taking part: nobody is stored for it. Slack tells of the other tab, Messages, as well."""
    if call.payload["event"].get("tab") != "home":
        return None
    person = await find_person(db, call.team_id, call.user_id)
    if person is None:
        return ShowHome(views.home(await look_at_nothing(db, call.team_id, call.user_id, creators)))
    with read_by(person.reader(now)):
        return ShowHome(views.home(await look_over(db, person, creators)))
