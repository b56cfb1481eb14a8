from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer, ShowHome
from bot.core.calls import Call, number_of
from bot.core.routing import Labels, Subcommands
from bot.people.model import Person
from bot.status import usecases, views
from bot.status.queries import Overview
from bot.status.rules.meant import nearest
from bot.workspaces.creators import Creators


async def show_status(db: AsyncSession, call: Call, known: Person | None, creators: Creators, labels: Labels) -> Answer:
    return views.status(await _seen(db, call, known, creators), labels)


async def show_figures(db: AsyncSession, person: Person, call: Call, labels: Labels) -> Answer:
    """Of a program that may have closed."""
    return views.figures(await usecases.figures_of(db, person, number_of(call)), labels)


async def send_what_waits(db: AsyncSession, person: Person, creators: Creators, now: datetime) -> Answer:
    await usecases.send_what_waits(db, person, creators, now)
    return views.sending_what_waits()


async def show_help(db: AsyncSession, call: Call, known: Person | None, creators: Creators, labels: Labels) -> Answer:
    return views.help_(await _seen(db, call, known, creators), labels)


async def misunderstand(
    db: AsyncSession,
    call: Call,
    known: Person | None,
    creators: Creators,
    labels: Labels,
    subcommands: Subcommands,
) -> Answer:
    meant = nearest(f"{call.name} {call.text}", subcommands)
    return views.unknown_command(call.name[:50], meant, await _seen(db, call, known, creators), labels)


async def open_home(db: AsyncSession, call: Call, known: Person | None, creators: Creators, labels: Labels) -> Answer:
    """Slack tells of the other tab, Messages, as well."""
    if call.payload["event"].get("tab") != "home":
        return None
    return ShowHome(views.home(await _seen(db, call, known, creators), labels))


async def _seen(db: AsyncSession, call: Call, known: Person | None, creators: Creators) -> Overview:
    """Looking is not taking part: nobody is stored for it."""
    if known is None:
        return await usecases.look_at_nothing(db, call.team_id, call.user_id, creators)
    return await usecases.look_over(db, known, creators)
