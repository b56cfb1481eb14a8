"""Rows of the outbox: each goes to somebody of one workspace, though somebody elsewhere has the same Slack id."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, select, update

from bot.core.cards import claim_stale
from bot.core.claims import claim, teams_with_due_messages
from bot.core.held_up import problem_to_everybody, ring_anew, try_everybody_again
from bot.core.outbox import OutboxRow, fold
from bot.core.outcomes import Conversation, known_conversations
from bot.core.slack_errors import TO_EVERYBODY
from bot.nudges.kinds import NUDGES
from bot.nudges.queries import waiting_nudges
from bot.pairs.absences import leave_program
from bot.pairs.model import Pair
from bot.pairs.rules.lifecycle import PairState
from bot.sessions.model import Session
from bot.sessions.queries import coming_sessions, next_end_of_session, sessions_of, sessions_past
from bot.sessions.usecases import move_session
from tests.isolation.worlds import Worlds

LEASE = timedelta(minutes=1)
PROBLEM = min(TO_EVERYBODY)


@pytest.fixture
async def told(worlds: Worlds) -> Worlds:
    """Maya and a Maya elsewhere are to be told the same."""
    async with worlds.edge.transaction() as db:
        await db.execute(delete(OutboxRow))
        for team in ("T0", "T1"):
            for number in (1, 2):
                db.add(
                    OutboxRow(
                        key=f"{team}:{number}",
                        team_id=team,
                        kind="hello",
                        about="greeting",
                        subject_id=1,
                        version=number,
                        recipient="U0MAYA",
                        due_at=worlds.clock.now(),
                        problem=PROBLEM,
                    )
                )
    return worlds


async def keys(worlds: Worlds, *which: object) -> list[str]:
    async with worlds.reading() as db:
        return list(await db.scalars(select(OutboxRow.key).where(*which).order_by(OutboxRow.key)))  # type: ignore[arg-type]


async def test_rows_are_claimed_for_one_workspace_and_what_is_on_its_way_in_another_holds_up_nobody(
    told: Worlds,
) -> None:
    now = told.clock.now()
    for team in ("T0", "T1"):
        async with told.edge.transaction() as db:
            claimed = await claim(db, "me", team, now, LEASE, most=9)
            assert {row.team_id for row in claimed} == {team}


@pytest.mark.parametrize("is_urgent", [True, False])
async def test_a_workspace_is_looked_at_when_something_of_its_own_is_due(told: Worlds, is_urgent: bool) -> None:
    now = told.clock.now()
    async with told.edge.transaction() as db:
        await db.execute(update(OutboxRow).values(is_urgent=is_urgent))
        await db.execute(update(OutboxRow).where(OutboxRow.team_id == "T1").values(try_at=now + LEASE))
    async with told.reading() as db:
        assert await teams_with_due_messages(db, now) == ["T0"]


async def test_a_newer_message_elsewhere_does_not_fold_this_one(told: Worlds) -> None:
    async with told.edge.transaction() as db:
        await db.execute(delete(OutboxRow).where(OutboxRow.key.in_(["T1:2", "T0:1"])))
    async with told.edge.transaction() as db:
        row = (await db.scalars(select(OutboxRow).where(OutboxRow.team_id == "T1"))).one()
        assert await fold(db, [row], told.clock.now()) == set()
    async with told.edge.transaction() as db:
        row = (await db.scalars(select(OutboxRow).where(OutboxRow.team_id == "T0"))).one()
        assert await fold(db, [row], told.clock.now()) == set()
    assert await keys(told, OutboxRow.fate == "waiting") == ["T0:2", "T1:1"]


async def test_what_slack_refuses_in_one_workspace_is_no_matter_of_another(told: Worlds) -> None:
    async with told.edge.transaction() as db:
        await try_everybody_again(db, "T1", told.clock.now())
    assert await keys(told, OutboxRow.problem.is_(None)) == ["T1:1", "T1:2"]
    async with told.reading() as db:
        assert [await problem_to_everybody(db, team) for team in ("T0", "T1")] == [PROBLEM, None]


async def test_new_hours_ring_in_one_workspace(told: Worlds) -> None:
    async with told.edge.transaction() as db:
        await db.execute(update(OutboxRow).values(problem=None))
        await ring_anew(db, "T1", ["U0MAYA"], told.clock.now())
    assert await keys(told, OutboxRow.changes == 1) == ["T1:1", "T1:2"]


async def test_cards_are_rewritten_in_one_workspace(told: Worlds) -> None:
    async with told.edge.transaction() as db:
        await db.execute(update(OutboxRow).values(channel="D1", ts="1.1", changes=1))
        claimed = await claim_stale(db, "me", "T1", told.clock.now(), LEASE)
        assert claimed is not None
        assert claimed.key == "T1:1"


async def test_a_conversation_is_known_in_its_own_workspace(told: Worlds) -> None:
    async with told.edge.transaction() as db:
        for team in ("T1", "T0"):
            db.add(Conversation(team_id=team, members="U0MAYA", channel_id=f"D-{team}"))
    async with told.reading() as db:
        rows = (await db.scalars(select(OutboxRow))).all()
        assert await known_conversations(db, "T1", rows) == {"U0MAYA": "D-T1"}


async def test_sessions_and_nudges_are_those_of_the_pairs_asked_about(worlds: Worlds) -> None:
    pair, session = worlds.home.pair, worlds.home.session
    async with worlds.reading() as db:
        assert [[one.id for one in found] for found in (await sessions_of(db, [pair])).values()] == [[session]]
        assert {key: one.id for key, one in (await coming_sessions(db, [pair])).items()} == {pair: session}
        nudges = await waiting_nudges(db, [pair], worlds.clock.now())
        assert {row.pair_id for row in nudges} == {pair}


async def test_a_session_ends_with_its_own_pair(worlds: Worlds) -> None:
    """Where the pair has ended the session is nobody's any more, however many other pairs go on."""
    async with worlds.edge.transaction() as db:
        (await db.get_one(Pair, worlds.home.pair)).state = PairState.ENDED
        (await db.get_one(Session, worlds.home.session)).ends_at = worlds.clock.now() - LEASE
        near = await db.get_one(Session, worlds.near.session)
    async with worlds.edge.transaction() as db:
        assert await sessions_past(db, worlds.clock.now(), 9) == []
        assert await next_end_of_session(db) == near.ends_at


async def test_what_happens_to_one_pair_leaves_the_nudges_of_others_alone(worlds: Worlds) -> None:
    async def nudges(pair_id: int) -> list[tuple[int, str, datetime]]:
        mine = OutboxRow.pair_id == pair_id, OutboxRow.kind.in_(NUDGES)
        async with worlds.reading() as db:
            found = await db.execute(select(OutboxRow.id, OutboxRow.key, OutboxRow.due_at).where(*mine))
            return sorted((number, key, due) for number, key, due in found)

    mine, theirs = await nudges(worlds.home.pair), await nudges(worlds.near.pair)
    assert mine
    assert theirs
    now, later = worlds.clock.now(), worlds.clock.now() + timedelta(days=3, hours=1)
    await worlds.does("maya", lambda db, maya: move_session(db, maya, worlds.home.session, later, now, anyway=True))
    assert await nudges(worlds.home.pair) != mine
    assert await nudges(worlds.near.pair) == theirs
    await worlds.does("maya", lambda db, maya: leave_program(db, maya, worlds.home.program, now))
    assert await nudges(worlds.home.pair) == []
    assert await nudges(worlds.near.pair) == theirs
