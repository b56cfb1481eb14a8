"""The life of a pair as a state machine: whatever happens, in whatever order, the promises hold."""

import asyncio
import contextlib
import shutil
import tempfile
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.app import RECONCILERS
from bot.core.claims import claim
from bot.core.clock import TurnedClock
from bot.core.composing import words_of
from bot.core.database import Database, migrate
from bot.core.edge import Edge
from bot.core.outbox import Fate, OutboxRow, drop, postpone, settle
from bot.core.refusals import Refusal
from bot.enrolment.model import Enrolment, Role
from bot.feedback.rules.verdict import TookPlace
from bot.feedback.usecases import answer_check_in
from bot.letters import LETTERS
from bot.nudges.kinds import NUDGES
from bot.pairs import absences
from bot.pairs.queries import PairUp, pair_with_id
from bot.pairs.rules.lifecycle import PairState
from bot.pairs.usecases import move_program_on, start_pairs
from bot.people.model import Person
from bot.people.readers import readership
from bot.people.usecases import learn_profile, meet
from bot.programs.rules.cadence import Cadence
from bot.programs.rules.lifecycle import ProgramState
from bot.programs.usecases import NewProgram, create_program
from bot.sessions import usecases as sessions
from bot.sessions.model import Session
from bot.sessions.rules.lifecycle import PAST, SessionState
from bot.workspaces.usecases import welcome_workspace
from tests.workplace import MONDAY

T = TypeVar("T")
ZONES = ["Europe/Oslo", "America/Los_Angeles", "Asia/Singapore"]
LEASE = timedelta(minutes=1)


class LifeOfAPair(RuleBasedStateMachine):
    """A lead, a mentor and a mentee, and a clock that only turns forward. `sent` holds what the outbox let go."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = Path(tempfile.mkdtemp())
        shutil.copy(self.template, self.folder / "life.db")
        self.clock = TurnedClock(MONDAY)
        self.database = Database(f"sqlite+aiosqlite:///{self.folder}/life.db")
        self.edge = Edge(self.database, self.clock, RECONCILERS)
        self.sent: list[tuple[str, str, datetime]] = []
        self.is_closed = False

    def teardown(self) -> None:
        self.loop.run_until_complete(self.database.dispose())
        self.loop.close()
        shutil.rmtree(self.folder)

    def run(self, work: Any) -> Any:
        return self.loop.run_until_complete(work)

    @initialize(zones=st.tuples(st.sampled_from(ZONES), st.sampled_from(ZONES)), cadence=st.sampled_from(Cadence))
    def begin(self, zones: tuple[str, str], cadence: Cadence) -> None:
        async def work() -> None:
            async with self.edge.transaction() as db:
                await welcome_workspace(db, "T1", "UBOT", self.clock.now())
                lead, mentor, mentee = [await meet(db, "T1", user, self.clock.now()) for user in ("U0", "U1", "U2")]
                mentor.tz, mentee.tz = zones
                rules = NewProgram("Digital natives", "A need.", cadence, 60, ["U0"], None)
                program = await create_program(db, lead, "T1", rules, "everyone", self.clock.now())
                self.ids = (lead.id, mentor.id, mentee.id)
                (pair,) = await start_pairs(db, program, [(mentor.id, mentee.id)], self.clock.now())
                self.pair_id, self.program_id = pair.id, program.id
                program.state = ProgramState.RUNNING
                for person, role in ((mentor, Role.MENTOR), (mentee, Role.MENTEE)):
                    db.add(Enrolment(program_id=program.id, person_id=person.id, role=role, enrolled_at=self._now()))

        self.run(work())

    @rule(hours=st.integers(1, 400))
    def time_passes(self, hours: int) -> None:
        """In steps of an hour, as a bot that looks in every hour would see it."""
        for _ in range(hours):
            self.clock.turn(timedelta(hours=1))
            self.run(self._tick())

    async def _tick(self) -> None:
        now = self.clock.now()
        async with self.edge.transaction() as db:
            await absences.wake_people(db, now)
            await sessions.finish_past_sessions(db, now)
        async with self.edge.transaction() as db:
            rows = await claim(db, "me", "T1", now, LEASE, most=20)
        for row in rows:
            async with self.edge.transaction() as db:
                message = await words_of(db, row, LETTERS[row.kind], readership, now)
                if isinstance(message, datetime):
                    await postpone(db, row, message, counts=False)
                    continue
                if message is None:
                    await drop(db, row, now)
                else:
                    await settle(db, row, Fate.SENT, now)
                    self.sent.append((row.kind, row.key, now))
                    self._check_nudge(row, await pair_with_id(db, self.pair_id), now)

    def _check_nudge(self, row: OutboxRow, up: PairUp, now: datetime) -> None:
        if row.kind in NUDGES:
            assert up.is_running, "nobody is nudged about a pair that cannot meet"
            assert up.person(row.recipient).paused_until is None, "nobody on a break is nudged"
            reader = next(person for person in up.people if person.slack_id == row.recipient)
            local = now.astimezone(ZoneInfo(reader.tz))
            assert local.weekday() < 5, "nobody is nudged at the weekend"
            assert 9 <= local.hour < 18, "nobody is nudged at night"

    @rule(who=st.sampled_from([1, 2]))
    def somebody_posts_an_agenda(self, who: int) -> None:
        self._attempt(lambda db, person, session: sessions.post_agenda(db, person, session, "Videos", self._now()), who)

    @rule(version=st.integers(0, 2))
    def the_mentee_agrees(self, version: int) -> None:
        self._attempt(lambda db, person, s: sessions.agree_to_agenda(db, person, s, version, self._now()), 2)

    @rule(who=st.sampled_from([1, 2]), hours=st.integers(-5, 300))
    def somebody_moves_the_session(self, who: int, hours: int) -> None:
        to = self._now() + timedelta(hours=hours)
        self._attempt(lambda db, one, at: sessions.move_session(db, one, at, to, self._now(), anyway=True), who)

    @rule(who=st.sampled_from([1, 2]), answer=st.sampled_from(TookPlace))
    def somebody_answers(self, who: int, answer: TookPlace) -> None:
        self._attempt(
            lambda db, person, session: answer_check_in(db, person, session, answer, self._now()), who, past=True
        )

    @rule(who=st.sampled_from([1, 2]), tz=st.sampled_from(ZONES), deleted=st.sampled_from([False, False, True]))
    def somebodys_account_changes(self, who: int, tz: str, deleted: bool) -> None:
        async def work() -> None:
            async with self.edge.transaction() as db:
                await learn_profile(db, await db.get_one(Person, self.ids[who]), {"tz": tz, "deleted": deleted})

        self.run(work())

    @rule(who=st.sampled_from([1, 2]), days=st.integers(-1, 60))
    def somebody_takes_a_break(self, who: int, days: int) -> None:
        until = self._now() + timedelta(days=days, hours=5)
        self._try(lambda db: self._person(db, who, lambda one: absences.take_break(db, one, until, self._now())))

    @rule(who=st.sampled_from([1, 2]))
    def somebody_comes_back(self, who: int) -> None:
        self._try(lambda db: self._person(db, who, lambda one: absences.come_back(db, one, self._now())))

    @rule(who=st.sampled_from([1, 2]), dice=st.integers(0, 4))
    def somebody_leaves(self, who: int, dice: int) -> None:
        if dice == 0:
            self._try(
                lambda db: self._person(
                    db, who, lambda one: absences.leave_program(db, one, self.program_id, self._now())
                )
            )

    @rule(to=st.sampled_from([ProgramState.CLOSING, ProgramState.RUNNING]))
    def the_lead_winds_down_or_keeps_it_going(self, to: ProgramState) -> None:
        self._try(
            lambda db: self._person(db, 0, lambda one: move_program_on(db, one, self.program_id, to, self._now()))
        )

    async def _person(self, db: AsyncSession, who: int, deed: Any) -> None:
        await deed(await db.get_one(Person, self.ids[who]))

    def _try(self, deed: Any) -> None:
        async def work() -> None:
            async with self.edge.transaction() as db:
                await deed(db)

        with contextlib.suppress(Refusal):
            self.run(work())

    @precondition(lambda self: not self.is_closed)
    @rule(dice=st.integers(0, 5))
    def the_lead_closes_the_program(self, dice: int) -> None:
        async def work() -> None:
            async with self.edge.transaction() as db:
                lead = await db.get_one(Person, self.ids[0])
                await move_program_on(db, lead, self.program_id, ProgramState.CLOSED, self._now())

        if dice == 0:
            self.is_closed = True
            self.run(work())

    def _now(self) -> datetime:
        return self.clock.now()

    def _attempt(self, deed: Any, who: int, *, past: bool = False) -> None:
        """On the latest session of that kind; a refusal is a fine answer, anything else is not."""

        async def work() -> None:
            async with self.edge.transaction() as db:
                all_ = (await db.scalars(select(Session).order_by(Session.number.desc()))).all()
                some = [session for session in all_ if (session.state in PAST) == past]
                if some:
                    await deed(db, await db.get_one(Person, self.ids[who]), some[0].id)

        with contextlib.suppress(Refusal):
            self.run(work())

    @invariant()
    def what_is_stored_fits_together(self) -> None:
        if hasattr(self, "pair_id"):
            self.run(self._check())

    async def _check(self) -> None:
        async with self.edge.transaction() as db:
            up = await pair_with_id(db, self.pair_id)
            all_ = (await db.scalars(select(Session).order_by(Session.number))).all()
            self._check_sessions(up, list(all_))
            await self._check_outbox(db)

    def _check_sessions(self, up: PairUp, all_: list[Session]) -> None:
        assert [session.number for session in all_] == list(range(1, len(all_) + 1))
        planned = [session for session in all_ if session.state is SessionState.PLANNED]
        if up.pair.state is PairState.ENDED:
            assert planned == []
        else:
            assert len(planned) <= 1
            winds_down = up.program.state is ProgramState.CLOSING
            assert len(planned) == 1 or not up.is_running or winds_down, "a running pair knows when it meets next"
            begun = planned[0].starts_at <= self._now() if planned else True
            rests = up.rests_until
            assert begun or rests is None or planned[0].starts_at >= rests, "nobody is expected during a break"
        past = [session for session in all_ if session.state in PAST]
        assert up.pair.over == len(past)
        assert up.pair.held == sum(session.state is SessionState.HELD for session in past)
        assert up.pair.with_agenda == sum(session.agenda_version > 0 for session in all_)

    async def _check_outbox(self, db: AsyncSession) -> None:
        assert max(Counter(key for _, key, _ in self.sent).values(), default=1) == 1, "nothing is ever sent twice"
        waiting = (
            await db.scalars(select(OutboxRow).where(OutboxRow.fate == Fate.WAITING, OutboxRow.kind.in_(NUDGES)))
        ).all()
        assert len(waiting) <= 3, "one for the agenda and one question a side"


@pytest.fixture(autouse=True)
def _template(tmp_path: Path) -> None:
    migrate(f"sqlite+aiosqlite:///{tmp_path}/template.db")
    LifeOfAPair.template = tmp_path / "template.db"


class TestLifeOfAPair(LifeOfAPair.TestCase):  # type: ignore[misc, valid-type]
    settings = settings(
        max_examples=20,
        stateful_step_count=12,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking a life takes minutes
    )
