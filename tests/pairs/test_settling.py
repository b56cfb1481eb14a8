"""A step in the life of a program with many pairs is done in pieces, whoever goes on with it, and once for each."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from bot.core.outbox import OutboxRow
from bot.core.pieces import PIECE
from bot.enrolment.model import Enrolment, EnrolmentState, Role
from bot.pairs.kinds import PROGRAM_SETTLED
from bot.pairs.model import Pair
from bot.pairs.queries import pair_with_id
from bot.pairs.rules.lifecycle import PairState
from bot.pairs.settling import PIECES_AT_ONCE, go_on_settling
from bot.pairs.usecases import PairEnded, move_program_on, own_running_pair
from bot.people.model import Person
from bot.programs.model import Program
from bot.programs.rules.lifecycle import ProgramState
from bot.sessions.model import Session
from bot.sessions.rules.lifecycle import SessionState
from tests.office import Office
from tests.pairs.beside import opened_beside, running

MANY = PIECES_AT_ONCE * PIECE + 5  # pairs beside Maya's and Henrik's


@pytest.fixture
async def crowd(office: Office) -> Office:
    """The program has many more pairs, written straight into the tables, and two people more who wait for a place."""
    now = office.clock.now()
    async with office.edge.transaction() as db:
        names = [f"UC{number}" for number in range(2 * MANY + 2)]
        await db.execute(insert(Person), [{"team_id": "T1", "slack_id": name, "met_at": now} for name in names])
        ids = list(await db.scalars(select(Person.id).where(Person.slack_id.in_(names)).order_by(Person.id)))
        here = {"program_id": office.program_id, "enrolled_at": now}
        states = [EnrolmentState.ENROLLED] * 2 * MANY + [EnrolmentState.WAITING] * 2
        roles = [Role.MENTOR, Role.MENTEE] * (MANY + 1)
        each = zip(ids, states, roles, strict=True)
        await db.execute(insert(Enrolment), [{**here, "person_id": i, "state": s, "role": r} for i, s, r in each])
        couples = zip(ids[: 2 * MANY : 2], ids[1 : 2 * MANY : 2], strict=True)
        there = {"program_id": office.program_id, "started_at": now}
        await db.execute(
            insert(Pair), [{**there, "mentor_id": mentor, "mentee_id": mentee} for mentor, mentee in couples]
        )
    return office


async def moves_on(office: Office, to: ProgramState) -> int | None:
    """How far it has come by then."""
    now = office.clock.now()
    await office.does("lena", lambda db, lena: move_program_on(db, lena, office.program_id, to, now))
    async with office.edge.transaction() as db:
        return (await db.get_one(Program, office.program_id)).settles_from


async def goes_on(office: Office) -> int:
    """Until nothing is left, a transaction each, as any process would. Returns how many it took."""
    pieces = 0
    while True:
        async with office.edge.transaction() as db:
            if not await go_on_settling(db, office.clock.now()):
                return pieces
        pieces += 1


async def told(office: Office, kind: str) -> list[str]:
    async with office.edge.transaction() as db:
        return sorted(await db.scalars(select(OutboxRow.recipient).where(OutboxRow.kind == kind)))


async def test_a_large_program_that_closes_counts_as_closed_at_once_and_sees_to_everybody_later(crowd: Office) -> None:
    beside = await opened_beside(crowd)
    assert await moves_on(crowd, ProgramState.CLOSED) is not None
    assert len(await running(crowd)) > 2, "not all pairs have ended yet"
    async with crowd.edge.transaction() as db:
        assert (await pair_with_id(db, crowd.pair_id)).has_ended
        with pytest.raises(PairEnded):
            await own_running_pair(db, await db.get_one(Person, crowd.ids["maya"]), crowd.pair_id)
    assert await told(crowd, PROGRAM_SETTLED.name) == []

    assert await goes_on(crowd) > MANY / PIECE
    assert await running(crowd) == [beside.pair_id, beside.far_pair_id]
    both = [f"UC{number}" for number in range(2 * MANY)]
    assert await told(crowd, "pair_ended") == sorted(["U0HENRIK", "U0MAYA", *both])
    assert await told(crowd, "program_over") == ["U0WEI", "U0ZOE"]
    assert await told(crowd, "application_answered") == sorted([f"UC{2 * MANY}", f"UC{2 * MANY + 1}"])
    assert await told(crowd, PROGRAM_SETTLED.name) == ["U0LENA"]
    assert await goes_on(crowd) == 0


async def test_a_small_one_is_seen_to_at_once_and_its_lead_hears_no_more_of_it(office: Office) -> None:
    assert await moves_on(office, ProgramState.CLOSED) is None
    assert await running(office) == []
    assert await goes_on(office) == 0
    assert await told(office, PROGRAM_SETTLED.name) == []


async def test_a_large_one_that_goes_on_plans_every_session_once(crowd: Office) -> None:
    async with crowd.edge.transaction() as db:
        (await db.get_one(Program, crowd.program_id)).state = ProgramState.CLOSING
    assert await moves_on(crowd, ProgramState.RUNNING) is not None
    assert await goes_on(crowd) == 1
    async with crowd.edge.transaction() as db:
        planned = select(Session.pair_id).where(Session.state == SessionState.PLANNED)
        assert sorted(await db.scalars(planned)) == sorted(
            await db.scalars(select(Pair.id).where(Pair.state == PairState.ACTIVE))
        )
    assert await told(crowd, PROGRAM_SETTLED.name) == []


async def test_one_that_closes_while_it_is_still_getting_under_way_ends_them_all(crowd: Office) -> None:
    async with crowd.edge.transaction() as db:
        (await db.get_one(Program, crowd.program_id)).state = ProgramState.CLOSING
    await moves_on(crowd, ProgramState.RUNNING)
    crowd.clock.turn(timedelta(minutes=1))
    await moves_on(crowd, ProgramState.CLOSED)
    await goes_on(crowd)
    assert await running(crowd) == []
