"""The outbox on a real database: claims, leases, retries, and what a crash leaves behind."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.core.claims import claim, teams_with_due_messages
from bot.core.database import Database
from bot.core.held_up import ring_anew
from bot.core.outbox import (
    AT_ONCE,
    Fate,
    NewRow,
    OutboxRow,
    drop,
    post,
    postpone,
    release,
    settle,
    wait_for_hours,
)

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
LEASE = timedelta(seconds=60)
MOST = 20


def row(key: str, due_at: datetime = NOON, team: str = "T1", recipient: str = "", **more: object) -> NewRow:
    """To somebody of its own, unless told otherwise: to one recipient only one message is on its way."""
    to = recipient or f"U{key.upper()}"
    given: dict[str, Any] = {"about": "", **more}
    return NewRow(key=key, team_id=team, kind="hello", recipient=to, subject_id=1, due_at=due_at, **given)


async def post_rows(database: Database, *rows: NewRow) -> None:
    async with database.session() as db, db.begin():
        await post(db, rows, NOON)


async def take(database: Database, owner: str, now: datetime = NOON, **more: object) -> list[OutboxRow]:
    team = str(more.pop("team", "T1"))
    async with database.session() as db, db.begin():
        return await claim(db, owner, team, now, LEASE, **({"most": MOST} | more))  # type: ignore[arg-type]


async def stored(database: Database, key: str) -> OutboxRow:
    async with database.session() as db:
        return (await db.scalars(select(OutboxRow).where(OutboxRow.key == key))).one()


async def test_many_rows_are_posted_and_none_twice(database: Database) -> None:
    many = [row(f"k{number}") for number in range(AT_ONCE + 1)]
    await post_rows(database, row("k0"), row(f"k{AT_ONCE}"))
    for _ in range(2):
        await post_rows(database, *many)
    async with database.session() as db:
        rows = (await db.scalars(select(OutboxRow))).all()
    assert sorted(one.key for one in rows) == sorted(one.key for one in many)
    assert {(one.fate, one.attempts) for one in rows} == {(Fate.WAITING, 0)}


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
    assert again.attempts == 0, "a claim is no try"


async def test_who_lost_the_lease_no_longer_changes_the_row(database: Database) -> None:
    await post_rows(database, row("a"))
    (lost,) = await take(database, "slow")
    await take(database, "next", NOON + LEASE)
    async with database.session() as db, db.begin():
        await postpone(db, lost, NOON + timedelta(days=9))
        await release(db, [lost])
    now = await stored(database, "a")
    assert now.leased_by == "next"
    assert (now.due_at, now.try_at) == (NOON, NOON)


async def test_a_released_row_is_free_at_once(database: Database) -> None:
    await post_rows(database, row("a"))
    async with database.session() as db, db.begin():
        await release(db, await claim(db, "me", "T1", NOON, LEASE, most=MOST))
    (again,) = await take(database, "next")
    assert again.attempts == 0


async def test_each_workspace_has_its_rows_claimed_for_itself(database: Database) -> None:
    rows = row("a"), row("b", team="T2", is_urgent=True), row("c", team="T3", due_at=NOON + timedelta(seconds=1))
    await post_rows(database, *rows)
    async with database.session() as db:
        assert await teams_with_due_messages(db, NOON) == ["T1", "T2"]
    assert [one.key for one in await take(database, "me", team="T2")] == ["b"]
    assert [one.key for one in await take(database, "me", team="T1")] == ["a"]


async def test_the_database_itself_holds_keys_apart(database: Database) -> None:
    async with database.session() as db:
        db.add_all([OutboxRow(**vars(row("a"))), OutboxRow(**vars(row("a")))])
        with pytest.raises(IntegrityError):
            await db.flush()


async def settle_as_sent(database: Database, *rows: OutboxRow) -> None:
    async with database.session() as db, db.begin():
        for one in rows:
            assert await settle(db, one, Fate.SENT, NOON)


async def test_only_one_message_is_on_its_way_to_a_recipient(database: Database) -> None:
    rows = [row(key, recipient="UMAYA") for key in ("a", "b", "c")]
    await post_rows(database, *rows, row("d", recipient="UMAYA", team="T2"), row("e", recipient="UZOE"))
    taken = await take(database, "me")
    assert [one.key for one in taken] == ["a", "e"]
    assert [one.key for one in await take(database, "me", team="T2")] == ["d"]
    assert await take(database, "other") == []
    await settle_as_sent(database, taken[0])
    assert [one.key for one in await take(database, "other")] == ["b"]


async def test_several_that_claim_at_once_never_take_two_of_one_recipient(database: Database) -> None:
    await post_rows(database, *(row(f"k{number}", recipient=f"U{number % 7}") for number in range(70)))
    taken = await asyncio.gather(*(take(database, f"owner {number}", most=3) for number in range(6)))
    recipients = [one.recipient for some in taken for one in some]
    assert sorted(recipients) == [f"U{number}" for number in range(7)]


async def test_what_is_urgent_goes_first(database: Database) -> None:
    await post_rows(database, row("a", NOON - timedelta(hours=2)), row("now", is_urgent=True))
    assert [one.key for one in await take(database, "me", most=1)] == ["now"]


async def test_messages_of_one_matter_keep_their_order_when_the_first_has_to_wait(database: Database) -> None:
    session = {"about": "session", "recipient": "UMAYA"}
    await post_rows(database, row("first", **session), row("second", **session), row("else", recipient="UMAYA"))  # type: ignore[arg-type]
    (first,) = await take(database, "me")
    async with database.session() as db, db.begin():
        await postpone(db, first, NOON + timedelta(minutes=5), problem="status 500")
    (other,) = await take(database, "me")
    assert (first.key, other.key) == ("first", "else"), "another matter does not wait"
    await settle_as_sent(database, other)
    assert await take(database, "me") == []
    assert [one.key for one in await take(database, "me", NOON + timedelta(minutes=5))] == ["first"]


async def test_a_message_that_does_not_go_out_holds_back_its_matter_for_an_hour(database: Database) -> None:
    session = {"about": "session", "recipient": "UMAYA"}
    await post_rows(database, row("first", **session), row("second", **session))  # type: ignore[arg-type]
    (first,) = await take(database, "me")
    async with database.session() as db, db.begin():
        await postpone(db, first, NOON + timedelta(days=1), problem="status 500")
    assert await take(database, "me", NOON + timedelta(minutes=59)) == []
    assert [one.key for one in await take(database, "me", NOON + timedelta(minutes=60))] == ["second"]


async def test_an_urgent_message_and_a_later_one_wait_for_nothing(database: Database) -> None:
    """A reminder for next week was written before: it holds back nothing that comes due today."""
    session = {"about": "session", "recipient": "UMAYA"}
    await post_rows(database, row("next week", NOON + timedelta(days=7), **session), row("today", **session))  # type: ignore[arg-type]
    (today,) = await take(database, "me")
    assert today.key == "today"
    async with database.session() as db, db.begin():
        await postpone(db, today, NOON + timedelta(minutes=5), problem="status 500")
    await post_rows(database, row("urgent", is_urgent=True, **session))  # type: ignore[arg-type]
    assert [one.key for one in await take(database, "me")] == ["urgent"]


async def test_what_its_owner_has_in_hand_is_left_alone_though_the_lease_ran_out(database: Database) -> None:
    """The playground turns its clock by days while a message is on its way."""
    await post_rows(database, row("a", recipient="UMAYA"), row("b", recipient="UMAYA"))
    (held,) = await take(database, "me")
    assert await take(database, "me", NOON + timedelta(days=1), held=[held.id]) == []


async def test_a_message_never_gets_the_id_of_one_that_was_dropped(database: Database) -> None:
    await post_rows(database, row("a", is_nudge=True))
    (taken,) = await take(database, "one")
    async with database.session() as db, db.begin():
        await drop(db, taken, NOON)
    await post_rows(database, row("b"))
    assert (await stored(database, "b")).id > taken.id


async def test_what_waits_for_hours_that_have_become_others_is_looked_at_again(database: Database) -> None:
    later = NOON + timedelta(hours=20)
    await post_rows(
        database,
        row("waits", recipient="U1"),
        row("refused", recipient="U1"),
        row("coming", due_at=NOON + timedelta(days=1), recipient="U1"),
        row("other", recipient="U2"),
        row("there", recipient="U1", team="T2"),
    )
    async with database.session() as db, db.begin():
        for one in await db.scalars(select(OutboxRow).where(OutboxRow.key != "coming")):
            one.try_at, one.problem = later, "not_in_channel" if one.key == "refused" else None
    async with database.session() as db, db.begin():
        await ring_anew(db, "T1", ["U1"], NOON)
    tried = {key: (await stored(database, key)).try_at for key in ("waits", "refused", "coming", "other", "there")}
    assert tried == {
        "waits": NOON,
        "refused": later,
        "coming": NOON + timedelta(days=1),
        "other": later,
        "there": later,
    }


@pytest.mark.parametrize("which_first", ["hours", "waiting"])
async def test_hours_that_change_while_a_row_is_looked_at_are_not_missed(database: Database, which_first: str) -> None:
    await post_rows(database, row("a", recipient="U1"), row("b", recipient="U2"))
    ours, untouched = sorted(await take(database, "one"), key=lambda one: one.key)

    async def learned() -> None:
        async with database.session() as db, db.begin():
            await ring_anew(db, "T1", ["U1"], NOON)

    async def stored_as_waiting() -> None:
        async with database.session() as db, db.begin():
            for one in (ours, untouched):
                await wait_for_hours(db, one, NOON + timedelta(hours=1))

    for step in (learned, stored_as_waiting) if which_first == "hours" else (stored_as_waiting, learned):
        await step()
    again = await take(database, "two")
    assert [one.key for one in again] == ["a"]
