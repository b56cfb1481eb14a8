from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer
from bot.core.calls import Call, number_of
from bot.feedback.rules.verdict import TookPlace
from bot.feedback.usecases import answer_check_in
from bot.feedback.views import thanks
from bot.people.model import Person
from bot.sessions.queries import coming_sessions


async def say_it_took_place(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    return await _answer(db, person, call, TookPlace.YES, now)


async def say_it_did_not(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    return await _answer(db, person, call, TookPlace.NO, now)


async def _answer(db: AsyncSession, person: Person, call: Call, answer: TookPlace, now: datetime) -> Answer:
    up = await answer_check_in(db, person, number_of(call), answer, now)
    coming = (await coming_sessions(db, [up.pair.id])).get(up.pair.id)
    return thanks(answer, up.partner_of(person.id).slack_id, coming, may_move=person in up.schedulers)
