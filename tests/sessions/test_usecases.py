import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.refusals import Refusal
from bot.feedback.rules.verdict import TookPlace
from bot.feedback.usecases import NotYet, answer_check_in
from bot.pairs.usecases import NotYourPair
from bot.people.model import Person
from bot.sessions.model import Session
from bot.sessions.usecases import (
    BadTime,
    SessionGone,
    agree_to_agenda,
    finish_past_sessions,
    move_session,
    post_agenda,
    propose_topic,
)
from tests.office import Office


async def the_session(office: Office) -> int:
    async with office.edge.transaction() as db:
        found = await db.scalars(select(Session.id).where(Session.pair_id == office.pair_id).order_by(Session.id))
        return found.all()[-1]


@pytest.mark.parametrize("stranger", ["oscar", "lena", "zoe", "wei"])
async def test_a_pairs_session_is_nobody_elses_business(office: Office, stranger: str) -> None:
    session_id, now = await the_session(office), office.clock.now()
    deeds = [
        lambda db, one: post_agenda(db, one, session_id, "x", now),
        lambda db, one: agree_to_agenda(db, one, session_id, 0, now),
        lambda db, one: propose_topic(db, one, session_id, "x", now),
        lambda db, one: move_session(db, one, session_id, now + timedelta(days=2), now),
        lambda db, one: answer_check_in(db, one, session_id, TookPlace.YES, now),
    ]
    for deed in deeds:
        with pytest.raises(NotYourPair):
            await office.does(stranger, deed)


async def test_a_session_that_never_was_is_gone(office: Office) -> None:
    async def posts(db: AsyncSession, maya: Person) -> None:
        await post_agenda(db, maya, 404, "x", office.clock.now())

    with pytest.raises(SessionGone):
        await office.does("maya", posts)


@pytest.mark.parametrize("by", [timedelta(minutes=14), timedelta(days=-1), timedelta(days=121)])
async def test_a_session_moves_neither_into_the_past_nor_out_of_sight(office: Office, by: timedelta) -> None:
    session_id, now = await the_session(office), office.clock.now()
    with pytest.raises(BadTime):
        await office.does("maya", lambda db, maya: move_session(db, maya, session_id, now + by, now))


async def test_what_is_over_can_no_longer_be_prepared_and_what_is_to_come_not_yet_be_judged(office: Office) -> None:
    session_id = await the_session(office)
    with pytest.raises(NotYet):
        await office.does(
            "maya", lambda db, maya: answer_check_in(db, maya, session_id, TookPlace.YES, office.clock.now())
        )
    office.clock.turn(timedelta(days=8))
    async with office.edge.transaction() as db:
        assert await finish_past_sessions(db, office.clock.now()) == 1
    with pytest.raises(SessionGone):
        await office.does("maya", lambda db, maya: post_agenda(db, maya, session_id, "x", office.clock.now()))
    assert await the_session(office) != session_id, "and the next one is planned"


async def test_sessions_that_end_while_their_pair_acts_make_nobody_wait_for_each_other(office: Office) -> None:
    async def finish() -> None:
        async with office.edge.transaction() as db:
            await finish_past_sessions(db, office.clock.now())

    async def acts(handle: str, deed: Callable[[AsyncSession, Person], Awaitable[object]]) -> None:
        with suppress(Refusal):
            await office.does(handle, deed)

    for _ in range(12):
        session_id, now = await the_session(office), office.clock.now()
        office.clock.turn(timedelta(days=8))
        await asyncio.gather(
            finish(),
            acts("maya", lambda db, one, at=now, of=session_id: post_agenda(db, one, of, "x", at)),  # type: ignore[misc]
            acts("henrik", lambda db, one, at=now, of=session_id: propose_topic(db, one, of, "x", at)),  # type: ignore[misc]
            finish(),
        )
        await finish()
    async with office.edge.transaction() as db:
        theirs = select(Session.number).where(Session.pair_id == office.pair_id).order_by(Session.number)
        numbers = (await db.scalars(theirs)).all()
    assert list(numbers) == list(range(1, 14))
