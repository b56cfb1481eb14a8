"""The outbox on a real database: claims, leases, retries, and what a crash leaves behind."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.core.database import Database
from bot.core.outbox import (
    AT_ONCE,
    Fate,
    OutboxRow,
    claim,
    post,
    post_many,
    postpone,
    release,
    settle,
)

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
LEASE = timedelta(seconds=60)
MOST = 20


def row(key: str, due_at: datetime = NOON, team: str = "T1") -> OutboxRow:
    return OutboxRow(key=key, team_id=team, kind="hello", recipient="U1", subject_id=1, due_at=due_at)


async def post_rows(database: Database, *rows: OutboxRow) -> None:
    async with database.session() as db, db.begin():
        await post(db, rows, NOON)


async def take(database: Database, owner: str, now: datetime = NOON, **more: object) -> list[OutboxRow]:
    async with database.session() as db, db.begin():
        return await claim(db, owner, now, LEASE, **({"most": MOST} | more))  # type: ignore[arg-type]


async def stored(database: Database, key: str) -> OutboxRow:
    async with database.session() as db:
        return (await db.scalars(select(OutboxRow).where(OutboxRow.key == key))).one()


async def test_many_rows_are_posted_as_single_ones_are_and_never_twice(database: Database) -> None:
    many = [
        {"key": f"k{n}", "team_id": "T1", "kind": "hello", "recipient": "U1", "subject_id": 1, "due_at": NOON}
        for n in range(AT_ONCE + 1)
    ]
    await post_rows(database, row("k0"), row(f"k{AT_ONCE}"))
    for _ in range(2):
        async with database.session() as db, db.begin():
            await post_many(db, many, NOON)
    async with database.session() as db:
        rows = (await db.scalars(select(OutboxRow))).all()
    assert sorted(row.key for row in rows) == sorted(str(one["key"]) for one in many)
    assert {(row.fate, row.attempts) for row in rows} == {(Fate.WAITING, 0)}


async def test_due_rows_are_claimed_the_longest_due_first_and_others_left(database: Database) -> None:
    await post_rows(database, row("b"), row("a", NOON - timedelta(hours=1)), row("later", NOON + timedelta(seconds=1)))
    assert [one.key for one in await take(database, "me")] == ["a", "b"]
    assert await take(database, "me") == []


async def test_a_key_that_was_ever_used_is_never_sent_again(database: Database) -> None:
    await post_rows(database, row("once"))
    (claimed,) = await take(database, "me")
    async with database.session() as db, db.begin():
        await settle(db, claimed, Fate.SENT, NOON)
    await post_rows(database, row("once"), row("once"))
    assert await take(database, "me", NOON + timedelta(days=1)) == []


async def test_two_that_claim_at_once_never_get_the_same_row(database: Database) -> None:
    await post_rows(database, *(row(f"k{number}") for number in range(MOST * 3)))
    taken = await asyncio.gather(*(take(database, f"owner {number}") for number in range(6)))
    keys = [one.key for some in taken for one in some]
    assert len(keys) == len(set(keys))


async def test_a_row_whose_owner_went_silent_comes_back_when_the_lease_runs_out(database: Database) -> None:
    await post_rows(database, row("a"))
    await take(database, "dead")
    assert await take(database, "next", NOON + LEASE - timedelta(seconds=1)) == []
    (again,) = await take(database, "next", NOON + LEASE)
    assert again.attempts == 2


async def test_who_lost_the_lease_no_longer_changes_the_row(database: Database) -> None:
    await post_rows(database, row("a"))
    (lost,) = await take(database, "slow")
    await take(database, "next", NOON + LEASE)
    async with database.session() as db, db.begin():
        await postpone(db, lost, NOON + timedelta(days=9))
        await release(db, [lost])
    now = await stored(database, "a")
    assert now.leased_by == "next"
    assert now.due_at == NOON


async def test_a_lease_is_renewed_only_by_who_still_holds_it(database: Database) -> None:
    await post_rows(database, row("a"))
    (lost,) = await take(database, "slow")
    (held,) = await take(database, "next", NOON + LEASE)
    async with database.session() as db, db.begin():
        assert not await renew(db, lost, NOON + LEASE, LEASE)
        assert await renew(db, held, NOON + LEASE, LEASE)
        await settle(db, held, Fate.SENT, NOON + LEASE)
        assert not await renew(db, held, NOON + LEASE, LEASE)


async def test_a_released_row_is_free_at_once_and_the_try_does_not_count(database: Database) -> None:
    await post_rows(database, row("a"))
    async with database.session() as db, db.begin():
        await release(db, await claim(db, "me", NOON, LEASE))
    (again,) = await take(database, "next")
    assert again.attempts == 1


async def test_a_workspace_that_rests_is_left_out(database: Database) -> None:
    await post_rows(database, row("a", team="T1"), row("b", team="T2"))
    assert [one.key for one in await take(database, "me", resting=["T1"])] == ["b"]


async def test_the_database_itself_holds_keys_apart(database: Database) -> None:
    async with database.session() as db:
        db.add_all([row("a"), row("a")])
        with pytest.raises(IntegrityError):
            await db.flush()
