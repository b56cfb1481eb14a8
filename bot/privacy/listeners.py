"""Nobody is met here: whoever only asks what is stored shall not be stored for it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer
from bot.core.calls import Call
from bot.people.model import Person
from bot.people.queries import find_person
from bot.privacy import usecases, views


async def show_privacy() -> Answer:
    return views.who_sees_what()


async def send_everything(db: AsyncSession, call: Call, now: datetime) -> Answer:
    await usecases.ask_for_export(db, await _known(db, call), now)
    return views.export_comes()


async def erase_me(db: AsyncSession, call: Call, now: datetime) -> Answer:
    return views.erased(await usecases.erase(db, await _known(db, call), now))


async def _known(db: AsyncSession, call: Call) -> Person:
    person = await find_person(db, call.team_id, call.user_id)
    if person is None:
        raise usecases.NothingStored
    return person
