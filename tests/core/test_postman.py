"""Deliveries to a Slack that misbehaves."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Message
from bot.core.blocks import paragraph, when
from bot.core.claims import claim
from bot.core.clock import TurnedClock
from bot.core.composing import Letter, Letters
from bot.core.database import Database
from bot.core.depot import FIRST_WAIT, Depot
from bot.core.edge import Edge
from bot.core.held_up import problem_to_everybody, try_everybody_again
from bot.core.kinds import Address, Kind, Topic, Urgency, send_again
from bot.core.outbox import Fate, NewRow, OutboxRow, newest, post
from bot.core.outcomes import Conversation
from bot.core.pace import Pace
from bot.core.postman import IN_FLIGHT, Postman
from bot.core.reading import Reader, Readership
from bot.core.slack import Connections, Slack
from bot.core.slacks import OneSlack
from bot.playground.slack import StandIn
from tests.workplace import MONDAY

MANIFEST = Path(__file__).parents[2] / "manifest.yml"
LEASE = timedelta(seconds=60)


def kind(name: str, **policy: Any) -> Kind:
    return Kind(name, "greeting", Topic.PAIR, "a list", **policy)


class Round:
    """A postman, the stand-in that he delivers to, and a clock."""

    def __init__(self, database: Database, attempts: int = 3) -> None:
        self.clock = TurnedClock(MONDAY)
        self.stand_in = StandIn(MANIFEST, now=lambda: self.clock.now().timestamp())
        self.maya = self.stand_in.add_person("U0MAYA", name="maya", real_name="Maya", tz="Europe/Oslo")
        self.edge = Edge(database, self.clock)
        self.given_up: list[str] = []
        self.at_last: list[str] = []
        self.gone: set[str] = set()
        self.is_cut_off = False
        self.ring_from = MONDAY
        self._attempts = attempts

    async def start(self) -> None:
        await self.stand_in.start()
        self.connections = Connections(self.stand_in.api_url)
        self.slack = Slack(self.stand_in.bot_token, self.connections)
        self.postman = self.new_postman()

    def new_postman(self) -> Postman:
        letters = Letters(
            [
                Letter(kind("hello"), self._hello, failed=self._note_given_up, arrived=self._note_at_last),
                Letter(kind("asked for", urgency=Urgency.AT_ONCE), self._hello),
                Letter(kind("date"), self._date),
                Letter(kind("unheard"), self._hello, failed=self._fail, arrived=self._fail),
                Letter(kind("stale"), self._nothing),
                Letter(kind("broken"), self._broken),
                Letter(kind("cut off"), self._cut_off),
                Letter(kind("state", folds=True), self._hello),
            ]
        )
        return Postman(self.depot(letters, self._attempts), "T1")

    def depot(self, letters: Letters, attempts: int, pace: Pace | None = None) -> Depot:
        slacks = OneSlack(self.slack)
        return Depot(self.edge, slacks, letters, self._readers, pace or Pace(0, 0), lease=LEASE, attempts=attempts)

    async def _readers(self, _db: AsyncSession, _team: str, recipient: str, now: datetime) -> Readership:
        reader = Reader(ZoneInfo("Europe/Oslo"), now) if recipient == "U0MAYA" else None
        return Readership(recipient not in self.gone, max(now, self.ring_from), reader)

    def add_people(self, count: int) -> list[str]:
        return [
            self.stand_in.add_person(f"U0P{number}", name=f"p{number}", real_name=f"P {number}").id
            for number in range(count)
        ]

    async def stop(self) -> None:
        await self.connections.close()
        await self.stand_in.stop()

    async def post(self, *keys: str, kind: str = "hello", recipient: str = "U0MAYA", about: str = "greeting") -> None:
        async with self.edge.transaction() as db:
            rows = [
                NewRow(
                    key=key,
                    team_id="T1",
                    kind=kind,
                    recipient=recipient,
                    about=about,
                    subject_id=1,
                    due_at=self.clock.now(),
                )
                for key in keys
            ]
            await post(db, rows, self.clock.now())

    async def deliver(self) -> None:
        while await self.postman.deliver():
            pass

    async def row(self, key: str) -> OutboxRow:
        async with self.edge.transaction() as db:
            return (await db.scalars(select(OutboxRow).where(OutboxRow.key == key))).one()

    def heard(self) -> list[str]:
        return [self.maya.read(message) for message in self.maya.messages()]

    async def _hello(self, _db: AsyncSession, row: OutboxRow, _now: datetime) -> Message:
        return Message([paragraph(f"hello {row.key}")])

    async def _date(self, _db: AsyncSession, _row: OutboxRow, now: datetime) -> Message:
        return Message([paragraph("On ", when(now + timedelta(days=1)), ".")])

    async def _nothing(self, _db: AsyncSession, _row: OutboxRow, _now: datetime) -> None:
        return None

    async def _broken(self, _db: AsyncSession, _row: OutboxRow, _now: datetime) -> Message:
        raise ZeroDivisionError("secret words")

    async def _cut_off(self, db: AsyncSession, row: OutboxRow, now: datetime) -> Message:
        if not self.is_cut_off:
            self.is_cut_off = True
            await db.execute(text("select pg_terminate_backend(pg_backend_pid())"))
        return await self._hello(db, row, now)

    async def _fail(self, _db: AsyncSession, _row: OutboxRow, _now: datetime) -> None:
        raise ZeroDivisionError

    async def _note_given_up(self, _db: AsyncSession, row: OutboxRow, _now: datetime) -> None:
        self.given_up.append(row.key)

    async def _note_at_last(self, _db: AsyncSession, row: OutboxRow, _now: datetime) -> None:
        self.at_last.append(row.key)


@pytest.fixture
async def round_(database: Database, request: pytest.FixtureRequest) -> AsyncIterator[Round]:
    """Its parameter is after how many tries a message is given up."""
    round_ = Round(database, getattr(request, "param", 3))
    await round_.start()
    yield round_
    await round_.stop()


async def test_a_date_is_written_out_for_one_reader_and_left_to_slack_in_a_group(round_: Round) -> None:
    together = round_.stand_in.add_channel("together", members=["U0MAYA", round_.stand_in.bot_user_id])
    await round_.post("to one", kind="date", recipient="U0MAYA")
    await round_.post("to all", kind="date", recipient=together)
    await round_.deliver()
    assert sorted(message.text for message in round_.maya.messages()) == [
        "On <!date^1803974400^{date_long} at {time}|Tue 02 Mar, 08:00 UTC>.",
        "On Tue, Mar 2 at 9 AM.",
    ]


async def test_messages_arrive_once_and_in_their_order(round_: Round) -> None:
    await round_.post(*(f"n{number:02}" for number in range(45)))
    await round_.deliver()
    assert round_.heard() == [f"hello n{number:02}" for number in range(45)]
    await round_.deliver()
    assert len(round_.heard()) == 45


async def test_what_nobody_needs_any_more_is_dropped_quietly(round_: Round) -> None:
    await round_.post("a", kind="stale")
    await round_.deliver()
    assert round_.heard() == []
    assert (await round_.row("a")).fate is Fate.DROPPED


async def test_retry_after_is_obeyed_by_everything_for_that_workspace(round_: Round) -> None:
    round_.stand_in.trouble.fail("chat.postMessage", error="ratelimited", status=429, retry_after=40, times=1)
    await round_.post("a", "b", "c")
    await round_.deliver()
    assert round_.heard() == []
    round_.clock.turn(timedelta(seconds=39))
    await round_.post("d")
    await round_.deliver()
    assert round_.heard() == []
    assert (await round_.row("a")).attempts == 0, "being told to wait is no failure"
    round_.clock.turn(timedelta(seconds=1))
    await round_.deliver()
    assert sorted(round_.heard()) == ["hello a", "hello b", "hello c", "hello d"]


async def test_a_failure_is_tried_again_later_and_later_and_then_given_up(round_: Round) -> None:
    round_.stand_in.trouble.fail("chat.postMessage", status=500, times=99)
    await round_.post("a")
    for tries, wait in ((1, FIRST_WAIT), (2, FIRST_WAIT * 2)):
        await round_.deliver()
        row = await round_.row("a")
        assert (row.attempts, row.try_at - round_.clock.now()) == (tries, wait)
        round_.clock.turn(wait)
    await round_.deliver()
    assert (await round_.row("a")).fate is Fate.DEAD
    assert round_.given_up == ["a"]


async def test_what_no_other_try_can_mend_is_given_up_at_once(round_: Round) -> None:
    await round_.post("a", recipient="C0NOWHERE")
    await round_.deliver()
    row = await round_.row("a")
    assert (row.fate, row.attempts, row.problem) == (Fate.DEAD, 1, "channel_not_found")
    assert round_.given_up == ["a"]


async def test_a_bug_in_one_message_does_not_stop_the_others(round_: Round, capsys: pytest.CaptureFixture[str]) -> None:
    await round_.post("a", kind="broken")
    await round_.post("b", about="else")
    await round_.deliver()
    assert round_.heard() == ["hello b"]
    row = await round_.row("a")
    assert row.fate is Fate.WAITING
    assert row.problem is not None
    assert row.problem.removeprefix("bug ") in capsys.readouterr().out


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_connection_lost_while_words_are_found_is_no_try(round_: Round) -> None:
    await round_.post("a", kind="cut off")
    await round_.deliver()
    assert round_.heard() == ["hello a"]
    assert (await round_.row("a")).attempts == 1


async def test_a_stop_gives_back_what_was_not_sent(round_: Round) -> None:
    await round_.post(*(f"n{number}" for number in range(5)))

    def stop_after_the_second(record: object) -> None:
        if len(round_.heard()) == 2:
            round_.postman.stop()

    round_.stand_in.observe(stop_after_the_second)
    await round_.deliver()
    sent = len(round_.heard())
    assert 2 <= sent < 5
    async with round_.edge.transaction() as db:
        leased = await db.scalar(select(func.count()).where(OutboxRow.leased_by.is_not(None)))
    assert leased == 0
    round_.postman = round_.new_postman()
    await round_.deliver()
    assert sorted(round_.heard()) == [f"hello n{number}" for number in range(5)]


async def test_a_conversation_is_opened_once(round_: Round) -> None:
    opened: list[object] = []
    round_.stand_in.observe(
        lambda record: opened.append(record) if getattr(record, "method", "") == "conversations.open" else None
    )
    await round_.post("a", "b")
    await round_.deliver()
    assert len(opened) == 1


async def test_a_hiccup_does_not_turn_two_messages_to_one_person_around(round_: Round) -> None:
    round_.stand_in.trouble.fail("chat.postMessage", status=500, times=1)
    await round_.post("first", "second")
    await round_.deliver()
    assert round_.heard() == []
    round_.clock.turn(FIRST_WAIT)
    await round_.deliver()
    assert round_.heard() == ["hello first", "hello second"]


async def test_a_conversation_of_an_earlier_installation_is_opened_anew(round_: Round) -> None:
    async with round_.edge.transaction() as db:
        db.add(Conversation(team_id="T1", members="U0MAYA", channel_id="D0OFBEFORE"))
    await round_.post("a")
    await round_.deliver()
    assert round_.heard() == ["hello a"]


class OnTheWay:
    """How many messages were on their way at once, in all and to one conversation, by what the stand-in saw."""

    def __init__(self, round_: Round) -> None:
        self.now: dict[str, int] = {}
        self.most, self.most_to_one = 0, 0
        send = round_.slack.call

        async def counted(method: str, **arguments: Any) -> Mapping[str, Any]:
            channel = str(arguments.get("channel"))
            if method == "chat.postMessage":
                self.now[channel] = self.now.get(channel, 0) + 1
                self.most = max(self.most, sum(self.now.values()))
                self.most_to_one = max(self.most_to_one, self.now[channel])
            try:
                return await send(method, **arguments)
            finally:
                if method == "chat.postMessage":
                    self.now[channel] -= 1

        round_.slack.call = counted  # type: ignore[method-assign]


async def test_several_messages_are_on_their_way_at_once_and_never_two_to_one_person(round_: Round) -> None:
    seen = OnTheWay(round_)
    people = round_.add_people(30)
    for number, person in enumerate(people):
        await round_.post(f"a{number}", f"b{number}", recipient=person)
    round_.stand_in.trouble.slow("chat.postMessage", 0.02, times=60)
    await round_.deliver()
    assert seen.most == IN_FLIGHT
    assert seen.most_to_one == 1
    async with round_.edge.transaction() as db:
        assert await db.scalar(select(func.count()).where(OutboxRow.fate == Fate.SENT)) == 60


async def test_a_kill_at_any_moment_repeats_at_most_what_was_in_flight(round_: Round) -> None:
    """What Slack was given and the database does not know to be sent is what another start sends again."""
    given, at_risk, send = 0, 0, round_.slack.call

    async def counted(method: str, **arguments: Any) -> Mapping[str, Any]:
        nonlocal given, at_risk
        if method == "chat.postMessage":
            given += 1
            before = given
            async with round_.edge.transaction() as db:
                sent = await db.scalar(select(func.count()).where(OutboxRow.fate == Fate.SENT)) or 0
            at_risk = max(at_risk, before - sent)
        return await send(method, **arguments)

    round_.slack.call = counted  # type: ignore[method-assign]
    for person in round_.add_people(60):
        await round_.post(person, recipient=person)
    await round_.deliver()
    assert given == 60
    assert 1 < at_risk <= IN_FLIGHT


async def test_what_was_composed_is_not_sent_once_its_lease_ran_out(round_: Round) -> None:
    """While it waited for its turn somebody else may have taken it."""
    people, seen = round_.add_people(IN_FLIGHT + 5), OnTheWay(round_)
    async with round_.edge.transaction() as db:
        for person in people:
            db.add(Conversation(team_id="T1", members=person, channel_id=person))
    for person in people:
        await round_.post(person, recipient=person)
    round_.stand_in.trouble.slow("chat.postMessage", 0.3, times=IN_FLIGHT)
    delivering = asyncio.create_task(round_.deliver())
    while seen.most < IN_FLIGHT:  # noqa: ASYNC110
        await asyncio.sleep(0)
    round_.clock.turn(LEASE)
    async with round_.edge.transaction() as db:
        rows = await claim(db, "somebody else", "T1", round_.clock.now(), LEASE, most=IN_FLIGHT + 5)
    assert len(rows) == IN_FLIGHT + 5
    await delivering
    assert seen.now.keys() == set(people[:IN_FLIGHT])
    async with round_.edge.transaction() as db:
        assert set(await db.scalars(select(OutboxRow.leased_by))) == {"somebody else"}


async def test_a_recipient_that_hangs_holds_up_nobody_else(round_: Round) -> None:
    hung, *others = round_.add_people(5)
    round_.stand_in.trouble.slow("conversations.open", 3, times=1)
    await round_.post("hung", recipient=hung)
    delivering = asyncio.create_task(round_.deliver())
    while (await round_.row("hung")).leased_by is None:  # noqa: ASYNC110 - a turn of the loop at a time
        await asyncio.sleep(0)
    for person in others:
        await round_.post(person, recipient=person)
    while (await round_.row(others[-1])).fate is not Fate.SENT:  # noqa: ASYNC110
        await asyncio.sleep(0)
    assert (await round_.row("hung")).fate is Fate.WAITING
    await delivering
    assert (await round_.row("hung")).fate is Fate.SENT


async def test_where_a_message_went_is_noted(round_: Round) -> None:
    await round_.post("a")
    await round_.deliver()
    row, (message,) = await round_.row("a"), round_.maya.messages()
    assert (row.channel, row.ts) == (message.channel, message.ts)


async def test_a_hook_that_fails_brings_nothing_back(round_: Round, capsys: pytest.CaptureFixture[str]) -> None:
    await round_.post("a", kind="unheard", recipient="C0NOWHERE")
    await round_.post("b")
    await round_.deliver()
    assert (await round_.row("a")).fate is Fate.DEAD
    assert "not given up" in capsys.readouterr().out
    assert round_.heard() == ["hello b"]


@pytest.mark.parametrize("round_", [60], indirect=True)
async def test_many_tries_are_an_hour_apart_at_most(round_: Round) -> None:
    round_.stand_in.trouble.fail("chat.postMessage", status=500, times=99)
    await round_.post("a")
    for _ in range(59):
        await round_.deliver()
        row = await round_.row("a")
        assert row.fate is Fate.WAITING
        assert row.try_at - round_.clock.now() <= timedelta(hours=1)
        round_.clock.turn_to(row.try_at)
    await round_.deliver()
    assert (await round_.row("a")).fate is Fate.DEAD


@pytest.mark.parametrize(("asked", "rests"), [(0, 1), (40, 40), (10**9, 3600), (10**18, 3600)])
async def test_retry_after_is_obeyed_within_reason(round_: Round, asked: int, rests: int) -> None:
    round_.stand_in.trouble.fail("chat.postMessage", error="ratelimited", status=429, retry_after=asked, times=1)
    await round_.post("a")
    await round_.deliver()
    assert (await round_.row("a")).try_at - round_.clock.now() == timedelta(seconds=rests)


@pytest.mark.parametrize(
    "error", ["token_revoked", "account_inactive", "invalid_auth", "missing_scope", "accesslimited"]
)
async def test_an_installation_that_is_refused_rests_and_loses_nothing(round_: Round, error: str) -> None:
    people = round_.add_people(3)
    for person in people:
        await round_.post(person, recipient=person)
    round_.stand_in.trouble.fail("*", error=error, times=999)
    for _ in range(50):  # four hours
        await round_.deliver()
        round_.clock.turn(timedelta(minutes=5))
    rows = [await round_.row(person) for person in people]
    assert {(row.fate, row.attempts) for row in rows} == {(Fate.WAITING, 0)}
    assert round_.given_up == []
    round_.stand_in.trouble.clear()
    await round_.deliver()
    assert {(await round_.row(person)).fate for person in people} == {Fate.SENT}


async def test_what_an_admin_can_mend_is_told_once_and_tried_again_after_a_day(round_: Round) -> None:
    round_.stand_in.trouble.fail("chat.postMessage", error="restricted_action", times=2)
    await round_.post("a")
    for _ in range(2):
        await round_.deliver()
        assert round_.given_up == ["a"], "whoever can mend it has heard, once"
        row = await round_.row("a")
        assert (row.fate, row.try_at - round_.clock.now()) == (Fate.WAITING, timedelta(days=1))
        round_.clock.turn(timedelta(days=1))
    await round_.deliver()
    assert round_.heard() == ["hello a"]
    assert (round_.given_up, round_.at_last) == (["a"], ["a"])


async def test_what_cannot_be_mended_in_all_its_days_is_told_again_when_it_is_given_up(round_: Round) -> None:
    round_.stand_in.trouble.fail("chat.postMessage", error="restricted_action", times=3)
    await round_.post("a")
    for _ in range(3):
        await round_.deliver()
        round_.clock.turn(timedelta(days=1))
    assert (await round_.row("a")).fate is Fate.DEAD
    assert round_.given_up == ["a", "a"]


async def test_where_nobody_can_be_written_to_nobody_is_written_to_about_it(
    round_: Round, capsys: pytest.CaptureFixture[str]
) -> None:
    round_.stand_in.trouble.fail("chat.postMessage", error="messages_tab_disabled")
    await round_.post("a")
    await round_.deliver()
    assert round_.given_up == []
    assert "switch on the Messages tab" in capsys.readouterr().out
    async with round_.edge.transaction() as db:
        assert await problem_to_everybody(db, "T2") is None
        assert await problem_to_everybody(db, "T1") == "messages_tab_disabled"
        await try_everybody_again(db, "T1", round_.clock.now())
    await round_.deliver()
    assert round_.heard() == ["hello a"]
    async with round_.edge.transaction() as db:
        assert await problem_to_everybody(db, "T1") is None


async def test_a_refused_installation_is_logged_once_a_rest_with_what_to_do(
    round_: Round, capsys: pytest.CaptureFixture[str]
) -> None:
    for person in round_.add_people(IN_FLIGHT):
        await round_.post(person, recipient=person)
    round_.stand_in.trouble.fail("*", error="token_revoked", times=999)
    for _ in range(2):
        await round_.deliver()
        round_.clock.turn(timedelta(minutes=6))
    lines = [line for line in capsys.readouterr().out.splitlines() if "Slack refuses the installation" in line]
    assert len(lines) == 2
    assert all("SLACK_BOT_TOKEN" in line for line in lines)


async def test_of_several_that_wait_the_newest_says_it_all_where_its_kind_folds(round_: Round) -> None:
    await round_.post("a", "b", "c", kind="state")
    await round_.post("other matter", kind="state", about="farewell")
    await round_.post("other kind")
    await round_.deliver()
    assert sorted(round_.heard()) == ["hello c", "hello other kind", "hello other matter"]
    assert (await round_.row("a")).fate is Fate.DROPPED


async def test_nothing_older_comes_after_what_says_it_all(round_: Round) -> None:
    round_.stand_in.trouble.fail("chat.postMessage", error="internal_error")
    await round_.post("a", kind="state")
    await round_.deliver()
    await round_.post("b", kind="state")
    await round_.deliver()
    round_.clock.turn(timedelta(days=1))
    await round_.deliver()
    assert round_.heard() == ["hello b"]


async def test_what_comes_after_an_earlier_one_has_arrived_or_is_due_later_is_no_reason_to_fold(round_: Round) -> None:
    await round_.post("a", kind="state")
    await round_.deliver()
    await round_.post("b", kind="state")
    round_.clock.turn(timedelta(hours=1))
    await round_.post("c", kind="state")
    async with round_.edge.transaction() as db:
        later = (await db.scalars(select(OutboxRow).where(OutboxRow.key == "c"))).one()
        later.move(round_.clock.now() + timedelta(hours=1))
    await round_.deliver()
    round_.clock.turn(timedelta(hours=1))
    await round_.deliver()
    assert round_.heard() == ["hello a", "hello b", "hello c"]


async def test_a_word_at_last_that_fails_takes_nothing_back(round_: Round, capsys: pytest.CaptureFixture[str]) -> None:
    await round_.post("a", kind="unheard")
    await round_.deliver()
    assert (await round_.row("a")).fate is Fate.SENT
    assert "nobody told" in capsys.readouterr().out


async def test_what_waits_is_tried_at_once_and_what_is_over_is_made_anew_with_a_version_that_grows(
    round_: Round,
) -> None:
    hello, maya, now = kind("hello"), Address("T1", "U0MAYA"), round_.clock.now()

    async def again(fate: Fate) -> tuple[int, datetime, str | None]:
        async with round_.edge.transaction() as db:
            if last := await newest(db, "hello", 1, "U0MAYA"):
                last.fate, last.try_at, last.problem = fate, now + timedelta(days=1), "not_in_channel"
        async with round_.edge.transaction() as db:
            await send_again(db, hello, maya, 1, now)
        async with round_.edge.transaction() as db:
            row = await newest(db, "hello", 1, "U0MAYA")
            assert row is not None
            return row.version, row.try_at, row.problem

    assert [await again(fate) for fate in (Fate.DEAD, Fate.DEAD, Fate.WAITING, Fate.SENT)] == [
        (version, now, None) for version in (1, 2, 3, 4)
    ]
    async with round_.edge.transaction() as db:
        keys = (await db.scalars(select(OutboxRow.key).order_by(OutboxRow.id))).all()
    assert keys == ["hello:1:1:U0MAYA", "hello:1:2:U0MAYA", "hello:1:4:U0MAYA"]


async def test_a_message_rings_in_the_hours_of_whoever_reads_it(round_: Round) -> None:
    round_.ring_from = round_.clock.now() + timedelta(hours=9)
    await round_.post("a")
    await round_.post("b", kind="asked for", about="else")
    await round_.deliver()
    assert round_.heard() == ["hello b"], "they are waiting for what they asked for"
    row = await round_.row("a")
    assert (row.fate, row.try_at, row.attempts) == (Fate.WAITING, round_.ring_from, 0)
    round_.clock.turn_to(round_.ring_from)
    await round_.deliver()
    assert round_.heard() == ["hello b", "hello a"]


async def test_what_is_urgent_rings_at_any_hour(round_: Round) -> None:
    round_.ring_from = round_.clock.now() + timedelta(hours=9)
    await round_.post("a")
    async with round_.edge.transaction() as db:
        (await db.scalars(select(OutboxRow))).one().is_urgent = True
    await round_.deliver()
    assert round_.heard() == ["hello a"]


async def test_nothing_is_sent_to_somebody_who_is_gone(round_: Round) -> None:
    round_.gone.add("U0MAYA")
    await round_.post("a")
    await round_.deliver()
    assert round_.heard() == []
    assert (await round_.row("a")).fate is Fate.DROPPED
