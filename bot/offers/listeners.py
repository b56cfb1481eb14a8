from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer
from bot.core.calls import Call, number_of
from bot.offers import views
from bot.offers.model import Reply
from bot.offers.usecases import answer_offer
from bot.people.model import Person


async def accept_offer(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    return views.accepted(await answer_offer(db, person, number_of(call), Reply.YES, now), person)


async def decline_offer(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    return views.declined(await answer_offer(db, person, number_of(call), Reply.NO, now))
