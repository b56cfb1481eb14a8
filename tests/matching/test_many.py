"""More people than are read, asked or published in one go."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from bot.core.clock import TurnedClock
from bot.core.database import Database
from bot.core.edge import Edge
from bot.core.outbox import OutboxRow, fold
from bot.enrolment.model import Enrolment, RoundAnswer
from bot.matching.model import MatchRun, Proposal, RunState
from bot.matching.review.publishing import AT_A_TIME, publish_proposals
from bot.matching.rounds.usecases import ask_who_is_in
from bot.matching.search.engine.passing import SLICE
from bot.matching.search.jobs import solve_asked_run
from bot.matching.search.usecases import ask_for_proposals
from bot.offers.kinds import OFFER
from bot.offers.model import Offer
from bot.people.model import Person
from tests.bench.crowd_rows import LEAD, PROGRAM, settle_crowd
from tests.matching.search.engine.crowd import crowd
from tests.workplace import MONDAY

A_SIDE = SLICE // 2 + 10  # so that all of them are more than a slice, and their pairs some slices of what is published


@pytest.fixture
async def edge(database: Database, database_url: str) -> Edge:
    await settle_crowd(database_url, crowd(A_SIDE, A_SIDE), MONDAY)
    return Edge(database, TurnedClock(MONDAY))


async def proposals(edge: Edge) -> int:
    """The run."""
    async with edge.transaction() as db:
        run_id = (await ask_for_proposals(db, await db.get_one(Person, LEAD), PROGRAM, MONDAY)).id
    assert await solve_asked_run(edge)
    return run_id


async def publish(edge: Edge, run_id: int) -> list[tuple[str, str]]:
    async with edge.transaction() as db:
        return (await publish_proposals(db, await db.get_one(Person, LEAD), run_id, MONDAY))[1]


async def asked(edge: Edge) -> tuple[int, int]:
    """How many offers there are, and how many messages about them."""
    async with edge.transaction() as db:
        about = OutboxRow.kind.in_(["offer", "offer_reminder"]) & (OutboxRow.recipient != "U0NOBODY")
        messages = await db.scalar(select(func.count()).select_from(OutboxRow).where(about)) or 0
        return await db.scalar(select(func.count()).where(Offer.program_id == PROGRAM)) or 0, messages


async def test_each_pair_is_offered_once_to_both_and_the_best_come_first(edge: Edge) -> None:
    run_id = await proposals(edge)
    published = await publish(edge, run_id)
    async with edge.transaction() as db:
        of_run = select(Proposal).where(Proposal.run_id == run_id)
        found = (await db.scalars(of_run.order_by(Proposal.score.desc(), Proposal.id))).all()
        offers = (await db.scalars(select(Offer).where(Offer.program_id == PROGRAM).order_by(Offer.id))).all()
        slack_ids = {person.id: person.slack_id for person in await db.scalars(select(Person))}
    assert len(found) > 2 * AT_A_TIME
    assert published == [(slack_ids[one.mentor_id], slack_ids[one.mentee_id]) for one in found]
    assert {(one.mentor_id, one.mentee_id, one.score) for one in offers} == {
        (one.mentor_id, one.mentee_id, one.score) for one in found
    }
    assert [one.reasons for one in sorted(offers, key=lambda one: (-one.score, one.mentor_id))] == [
        one.reasons for one in sorted(found, key=lambda one: (-one.score, one.mentor_id))
    ]
    assert await asked(edge) == (len(found), 4 * len(found))


async def test_a_publishing_that_breaks_in_its_middle_offers_nobody_anything(edge: Edge) -> None:
    run_id = await proposals(edge)
    async with edge.transaction() as db:
        of_run = select(Proposal).where(Proposal.run_id == run_id)
        last = (await db.scalars(of_run.order_by(Proposal.score, Proposal.id.desc()))).first()
        assert last is not None
        mentor = await db.get_one(Person, last.mentor_id)
        count = await db.scalar(select(func.count()).where(Proposal.run_id == run_id)) or 0
        # The key of a message about the last offer is taken, which cannot be; so it breaks there.
        before = await db.scalar(select(func.max(Offer.id))) or 0
        for offer_id in range(before + 1, before + count + 1):
            key = OFFER.key(mentor.slack_id, offer_id)
            row = {"team_id": "T1", "kind": "offer", "recipient": "U0NOBODY", "subject_id": offer_id, "due_at": MONDAY}
            db.add(OutboxRow(key=key, **row))
    with pytest.raises(IntegrityError):
        await publish(edge, run_id)
    assert await asked(edge) == (0, 0)
    async with edge.transaction() as db:
        assert (await db.get_one(MatchRun, run_id)).state is RunState.READY
        await db.execute(delete(OutboxRow).where(OutboxRow.recipient == "U0NOBODY"))
    assert len(await publish(edge, run_id)) == count, "a retry finishes"
    assert await asked(edge) == (count, 4 * count)


async def test_everybody_is_asked_once_who_is_in(edge: Edge) -> None:
    for _ in range(2):  # at the same moment, as two leads may
        async with edge.transaction() as db:
            lead = await db.get_one(Person, LEAD)
            _, count = await ask_who_is_in(db, lead, PROGRAM, MONDAY.date(), MONDAY)
    async with edge.transaction() as db:
        asked = (await db.scalars(select(OutboxRow).where(OutboxRow.kind == "still_in"))).all()
        old = await fold(db, asked, MONDAY + timedelta(days=7))  # when it is morning everywhere
        recipients = [row.recipient for row in asked if row.id not in old]
        answers = set(await db.scalars(select(Enrolment.round_answer).where(Enrolment.program_id == PROGRAM)))
    assert count == len(recipients) == len(set(recipients)) == 2 * A_SIDE
    assert answers == {RoundAnswer.ASKED}
