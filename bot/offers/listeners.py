from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer
from bot.core.calls import Call, number_of
from bot.offers import views
from bot.offers.model import Reply
from bot.offers.usecases import answer_offer, take_back
from bot.people.model import Person


async def accept_offer(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    return views.accepted(await answer_offer(db, person, number_of(call), Reply.YES, now), person)


async def decline_offer(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    return views.declined(await answer_offer(db, person, number_of(call), Reply.NO, now))


async def take_back_request(db: AsyncSession, person: Person, call: Call) -> Answer:
    return views.taken_back(await take_back(db, person, number_of(call)), person)
