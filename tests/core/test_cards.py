"""Cards that are rewritten once their matter is settled, at a Slack that misbehaves."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import LastWord, Message, Tell
from bot.core.blocks import button, buttons, paragraph
from bot.core.calls import Call
from bot.core.cards import outdate_card, settle_cards
from bot.core.changes import changes
from bot.core.composing import Letter, Letters
from bot.core.couriers import Couriers
from bot.core.database import Database
from bot.core.depot import FIRST_WAIT
from bot.core.outbox import Fate, OutboxRow
from bot.core.pace import Pace
from bot.core.postman import Postman
from bot.core.reception import Reception
from bot.core.refusals import Refusal
from bot.core.rewriter import Rewriter
from bot.core.routing import Routes, press
from bot.core.switchboard import Switchboard
from tests.core.test_postman import LEASE, Round, kind

KINDS = ("card",)


class Desk(Round):
    """A matter (number 1) that cards are about, and what is done to it."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.state = "open"
        self.composed = asyncio.Event()

    async def start(self) -> None:
        await super().start()
        self.rewriter = self.new_rewriter()

    def letters(self) -> Letters:
        return Letters(
            [
                Letter(kind("card"), self._open, settled=self._settled),
                Letter(kind("plain"), self._open),
                Letter(kind("broken"), self._open, settled=self._broken),
            ]
        )

    def new_postman(self) -> Postman:
        return Postman(self.depot(self.letters(), 3), "T1")

    def new_rewriter(self, pace: Pace | None = None) -> Rewriter:
        return Rewriter(self.depot(self.letters(), 3, pace), "T1")

    async def _open(self, _db: AsyncSession, row: OutboxRow, _now: datetime) -> Message:
        self.composed.set()
        return Message([paragraph(f"{row.key}: {self.state}"), buttons(button("Answer", "answer", 1))])

    async def _settled(self, _db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
        self.composed.set()
        said = Message([paragraph(f"{row.key} is {self.state}")])
        if self.state == "over":
            return LastWord(said.blocks)
        return None if self.state == "open" else said

    async def becomes(self, state: str, reader: str | None = None) -> None:
        async with self.edge.transaction() as db:
            self.state = state
            settle_cards(db, KINDS, [1], reader=reader)

    async def sent(self, *keys: str, kind: str = "card", recipient: str = "U0MAYA") -> None:
        await self.post(*keys, kind=kind, recipient=recipient)
        await self.deliver()

    async def rewrite(self) -> None:
        while await self.rewriter.rewrite():
            pass


@pytest.fixture
async def desk(database: Database) -> AsyncIterator[Desk]:
    desk = Desk(database)
    await desk.start()
    yield desk
    await desk.stop()


def updates(desk: Desk) -> list[object]:
    seen: list[object] = []
    desk.stand_in.observe(
        lambda record: seen.append(record) if getattr(record, "method", "") == "chat.update" else None
    )
    return seen


async def test_a_card_says_once_its_matter_is_settled(desk: Desk) -> None:
    await desk.sent("a", "b")
    assert desk.heard() == ["a: open\n[Answer]", "b: open\n[Answer]"]
    await desk.becomes("answered")
    await desk.rewrite()
    assert desk.heard() == ["a is answered", "b is answered"]
    seen = updates(desk)
    await desk.rewrite()
    assert seen == [], "once is enough"


async def test_the_newest_state_wins_and_is_written_once(desk: Desk) -> None:
    await desk.sent("a")
    seen = updates(desk)
    for state in ("answered", "taken back", "answered anew"):
        await desk.becomes(state)
    await desk.rewrite()
    assert desk.heard() == ["a is answered anew"]
    assert len(seen) == 1


async def test_what_changes_while_a_card_is_being_rewritten_is_said_after_it(desk: Desk) -> None:
    await desk.sent("a")
    await desk.becomes("answered")
    desk.stand_in.trouble.slow("chat.update", 0.3, times=1)
    desk.composed.clear()
    rewriting = asyncio.create_task(desk.rewrite())
    await desk.composed.wait()
    await desk.becomes("taken back")
    await rewriting
    assert desk.heard() == ["a is taken back"]


async def test_a_card_on_its_way_when_its_matter_is_settled_is_rewritten_behind_it(desk: Desk) -> None:
    desk.stand_in.trouble.slow("chat.postMessage", 0.3, times=1)
    await desk.post("a", kind="card")
    delivering = asyncio.create_task(desk.deliver())
    await desk.composed.wait()
    seen = updates(desk)
    await desk.becomes("answered")
    await desk.rewrite()
    assert seen == [], "never before it was sent"
    await delivering
    await desk.rewrite()
    assert desk.heard() == ["a is answered"]


async def test_what_is_still_to_be_sent_needs_no_rewriting(desk: Desk) -> None:
    seen = updates(desk)
    await desk.post("a", kind="card")
    await desk.becomes("answered")
    await desk.deliver()
    await desk.rewrite()
    assert desk.heard() == ["a: answered\n[Answer]"]
    assert seen == []


async def test_nothing_is_written_where_a_card_is_still_right_or_its_kind_stays_as_it_is(desk: Desk) -> None:
    await desk.sent("a")
    await desk.sent("b", kind="plain")
    seen = updates(desk)
    await desk.becomes("open")
    async with desk.edge.transaction() as db:
        settle_cards(db, ["plain"], [1])
    await desk.rewrite()
    assert seen == []


async def test_only_whoever_may_see_it_sees_it(desk: Desk) -> None:
    (zoe,) = desk.add_people(1)
    await desk.sent("a")
    await desk.sent("b", recipient=zoe)
    seen = updates(desk)
    await desk.becomes("answered", reader=zoe)
    await desk.rewrite()
    assert len(seen) == 1
    assert desk.heard() == ["a: open\n[Answer]"]


async def test_a_last_word_stays(desk: Desk) -> None:
    await desk.sent("a")
    await desk.becomes("over")
    await desk.rewrite()
    assert desk.heard() == ["a is over"]
    seen = updates(desk)
    await desk.becomes("answered")
    await desk.rewrite()
    assert seen == []


@pytest.mark.parametrize("error", ["message_not_found", "edit_window_closed", "cant_update_message", "is_inactive"])
async def test_what_cannot_be_edited_any_more_is_left_alone(
    desk: Desk, error: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await desk.sent("a", "b")
    desk.stand_in.trouble.fail("chat.update", error=error, times=1)
    await desk.becomes("answered")
    await desk.rewrite()
    assert desk.heard() == ["a: open\n[Answer]", "b is answered"]
    assert ((await desk.row("a")).fate, desk.given_up) == (Fate.SENT, [])
    assert "warning" not in capsys.readouterr().out
    seen = updates(desk)
    await desk.becomes("taken back")
    await desk.rewrite()
    assert len(seen) == 1, "nobody tries it again"


async def test_a_failure_is_tried_again_later_and_then_left_until_something_new_happens(desk: Desk) -> None:
    await desk.sent("a")
    desk.stand_in.trouble.fail("chat.update", status=500, times=3)
    await desk.becomes("answered")
    for tries in (1, 2):
        await desk.rewrite()
        row = await desk.row("a")
        assert (row.attempts, row.try_at - desk.clock.now()) == (tries, FIRST_WAIT * tries)
        desk.clock.turn_to(row.try_at)
    await desk.rewrite()
    desk.clock.turn(timedelta(days=1))
    await desk.rewrite()
    assert desk.heard() == ["a: open\n[Answer]"]
    await desk.becomes("taken back")
    await desk.rewrite()
    assert desk.heard() == ["a is taken back"]


async def test_a_bug_in_one_card_is_logged_and_stops_no_other(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    await desk.sent("a", kind="broken")
    await desk.sent("b")
    async with desk.edge.transaction() as db:
        settle_cards(db, ["broken"], [1])
    await desk.becomes("answered")
    await desk.rewrite()
    assert desk.heard() == ["a: open\n[Answer]", "b is answered"]
    problem = (await desk.row("a")).problem
    assert problem is not None
    assert problem.removeprefix("bug ") in capsys.readouterr().out


async def test_retry_after_is_obeyed_and_keeps_no_message_waiting(desk: Desk) -> None:
    await desk.sent("a")
    desk.stand_in.trouble.fail("chat.update", error="ratelimited", status=429, retry_after=40, times=1)
    await desk.becomes("answered")
    await desk.rewrite()
    await desk.sent("b")
    assert desk.heard() == ["a: open\n[Answer]", "b: answered\n[Answer]"]
    desk.clock.turn(timedelta(seconds=39))
    await desk.rewrite()
    assert desk.heard()[0] == "a: open\n[Answer]"
    desk.clock.turn(timedelta(seconds=1))
    await desk.rewrite()
    assert desk.heard()[0] == "a is answered"


async def test_a_refused_installation_loses_no_card(desk: Desk) -> None:
    await desk.sent("a")
    desk.stand_in.trouble.fail("*", error="token_revoked", times=999)
    await desk.becomes("answered")
    for _ in range(20):
        await desk.rewrite()
        desk.clock.turn(timedelta(minutes=5))
    desk.stand_in.trouble.clear()
    await desk.rewrite()
    assert desk.heard() == ["a is answered"]


async def test_a_kill_in_between_repeats_the_same_words_at_worst(desk: Desk) -> None:
    await desk.sent("a")
    await desk.becomes("answered")
    desk.stand_in.trouble.slow("chat.update", 0.2, times=1)
    desk.composed.clear()
    rewriting = asyncio.create_task(desk.rewrite())
    await desk.composed.wait()
    rewriting.cancel()
    await asyncio.gather(rewriting, return_exceptions=True)
    desk.rewriter = desk.new_rewriter()
    await desk.rewrite()
    assert (await desk.row("a")).shows == 0, "its lease still runs"
    desk.clock.turn(LEASE)
    await desk.rewrite()
    assert desk.heard() == ["a is answered"]


async def test_a_stop_gives_back_what_was_not_rewritten(desk: Desk) -> None:
    await desk.sent("a")
    await desk.becomes("answered")
    pace = Pace(5, 0)
    pace.stop()
    assert not await desk.new_rewriter(pace).rewrite()
    assert (await desk.row("a")).leased_by is None
    await desk.rewrite()
    assert desk.heard() == ["a is answered"]


async def test_two_who_rewrite_at_once_write_each_card_once(desk: Desk) -> None:
    await desk.sent("a", "b", "c")
    await desk.becomes("answered")
    seen = updates(desk)
    other = desk.new_rewriter()

    async def all_of(rewriter: Rewriter) -> None:
        while await rewriter.rewrite():
            pass

    await asyncio.gather(all_of(desk.rewriter), all_of(other))
    await desk.rewrite()
    assert len(seen) == 3
    assert desk.heard() == ["a is answered", "b is answered", "c is answered"]


async def test_a_card_is_rewritten_at_night_and_rings_nobodys_bell(desk: Desk) -> None:
    await desk.sent("a")
    desk.ring_from = desk.clock.now() + timedelta(hours=9)
    await desk.becomes("answered")
    await desk.rewrite()
    assert desk.heard() == ["a is answered"]


async def test_nothing_is_said_to_somebody_who_is_gone(desk: Desk) -> None:
    await desk.sent("a")
    desk.gone.add("U0MAYA")
    await desk.becomes("answered")
    seen = updates(desk)
    await desk.rewrite()
    assert seen == []


async def test_what_was_sent_before_anybody_noted_where_is_left_alone(desk: Desk) -> None:
    await desk.sent("a")
    async with desk.edge.transaction() as db:
        (await db.scalars(select(OutboxRow))).one().ts = None
    seen = updates(desk)
    await desk.becomes("answered")
    await desk.rewrite()
    assert seen == []


async def test_each_workspace_has_its_cards_rewritten_for_itself(desk: Desk) -> None:
    await desk.sent("a", "b")
    async with desk.edge.transaction() as db:
        (await db.scalars(select(OutboxRow).where(OutboxRow.key == "a"))).one().team_id = "T0"
    await desk.becomes("answered")
    await desk.rewrite()
    assert desk.heard()[1] == "b is answered"
    assert "answered" not in desk.heard()[0]
    couriers = Couriers(desk.depot(desk.letters(), 3))
    assert await couriers.with_cards() == ["T0"]
    await couriers.rewrite("T0")
    assert desk.heard()[0] == "a is answered"
    assert await couriers.with_cards() == []


async def test_the_card_whose_place_an_answer_takes_is_not_written_twice(desk: Desk) -> None:
    await desk.sent("a", "b")
    row = await desk.row("a")
    async with desk.edge.transaction() as db:
        desk.state = "answered"
        settle_cards(db, KINDS, [1])
        changes(db).answered_in = (str(row.channel), str(row.ts))
    await desk.rewrite()
    assert desk.heard() == ["a: open\n[Answer]", "b is answered"]


def pressed(channel: str, ts: str, *, ephemeral: bool = False) -> Call:
    container = {"channel_id": channel, "message_ts": ts, "is_ephemeral": ephemeral}
    keys = (f"{ts}{ephemeral}",)
    return Call("action", "answer", "T1", "U0MAYA", keys=keys, value="1", payload={"container": container})


async def test_a_stale_button_is_answered_and_its_card_brought_up_to_date(desk: Desk) -> None:
    async def answer() -> Tell:
        raise Refusal("This is over.")

    await desk.sent("a", "b")
    row = await desk.row("a")
    desk.state = "over"
    reception = Reception(desk.edge, Switchboard([Routes("desk", [press("answer", answer, cards=KINDS)])]))
    for where in (pressed(str(row.channel), str(row.ts), ephemeral=True), pressed("D0ELSE", str(row.ts))):
        await reception.receive(where)
        await desk.rewrite()
        assert desk.heard() == ["a: open\n[Answer]", "b: open\n[Answer]"], "only the card that was pressed"
    outcome = await reception.receive(pressed(str(row.channel), str(row.ts)))
    assert isinstance(outcome.answer, Tell)
    assert "This is over." in outcome.answer.message.arguments()["text"]
    await desk.rewrite()
    assert desk.heard() == ["a is over", "b: open\n[Answer]"]


async def test_a_press_outdates_no_card_that_is_about_something_else(desk: Desk) -> None:
    await desk.sent("a")
    row = await desk.row("a")
    async with desk.edge.transaction() as db:
        await outdate_card(db, KINDS, 2, str(row.channel), str(row.ts), desk.clock.now())
        await outdate_card(db, ["else"], 1, str(row.channel), str(row.ts), desk.clock.now())
    assert (await desk.row("a")).changes == 0


PLANS = {
    "ix_outbox_stale": "SELECT id FROM outbox WHERE ts IS NOT NULL AND changes > shows AND team_id = 'T1' "
    "AND try_at <= 1 ORDER BY try_at, id LIMIT 1",
    "ix_outbox_matter": "SELECT id FROM outbox WHERE subject_id IN (1, 2) AND kind IN ('a', 'b')",
    "ix_outbox_pair_id": "SELECT id FROM outbox WHERE pair_id IN (1, 2) AND fate = 'waiting'",
}


@pytest.mark.parametrize("index", PLANS)
async def test_what_is_looked_for_among_a_million_has_an_index(migrated: str, index: str) -> None:
    database = Database(migrated)
    async with database.engine.connect() as connection:
        plan = (await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {PLANS[index]}")).all()
    await database.dispose()
    assert index in str(plan)
