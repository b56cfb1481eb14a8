from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer
from bot.core.calls import Call, number_of
from bot.feedback.model import TookPlace
from bot.feedback.usecases import answer_check_in
from bot.feedback.views import thanks
from bot.people.model import Person


async def say_it_took_place(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    await answer_check_in(db, person, number_of(call), TookPlace.YES, now)
    return thanks(TookPlace.YES)


async def say_it_did_not(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    await answer_check_in(db, person, number_of(call), TookPlace.NO, now)
    return thanks(TookPlace.NO)
