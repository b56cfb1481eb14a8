"""A program with everything that one may hold, to stand beside another that must not notice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.app import RECONCILERS
from bot.core.clock import TurnedClock
from bot.core.database import Database
from bot.core.edge import Edge
from bot.core.outbox import OutboxRow
from bot.enrolment.model import Enrolment, EnrolmentState, Role
from bot.enrolment.usecases import SignUp, sign_up
from bot.matching.model import Alone, MatchRun, Proposal, ProposalState, RunState
from bot.mixers.model import Mixer, MixerGuest, MixerState
from bot.mixers.usecases import invite, join
from bot.offers.model import Forbidden, Offer
from bot.offers.usecases import Couple, make_offers
from bot.pairs.model import Pair
from bot.pairs.usecases import start_pairs
from bot.people.model import Person, RosterEntry, RosterUpload, UploadState
from bot.people.usecases import meet
from bot.programs.rules.cadence import Cadence
from bot.programs.usecases import NewProgram, create_program
from bot.sessions.model import Session
from bot.skills.usecases import skills_named
from bot.workspaces.usecases import welcome_workspace

ELSEWHERE = "T0"  # the workspace that every test's database has beside its own
HANDLES = ("lena", "maya", "zoe", "henrik", "wei", "oscar", "ada", "otto")
MENTORS, MENTEES = ("maya", "zoe"), ("henrik", "wei")
WEEK = timedelta(days=7)
LATER = datetime(2099, 3, 2, 8, tzinfo=UTC)  # a Monday whose sessions and answers never come due in a test

People = Mapping[str, Person]


@dataclass(frozen=True)
class Cast:
    """Who is who: a pair, mentor first, two who are asked, one who applied and one who waits, and the lead."""

    lead: str = "lena"
    mentor: str = "maya"
    mentee: str = "henrik"
    asked_mentor: str = "zoe"
    asked_mentee: str = "wei"
    applied: str = "ada"
    waiting: str = "otto"


OTHERS = Cast("oscar", "zoe", "wei", "maya", "henrik", "otto", "ada")  # the same people, each in the other place


async def found_workspace(db: AsyncSession, team_id: str, now: datetime) -> dict[str, Person]:
    await welcome_workspace(db, team_id, "UBOT", now)
    people = {handle: await meet(db, team_id, f"U0{handle.upper()}", now) for handle in HANDLES}
    for person in people.values():
        person.profile_due_at = None
    return people


async def furnish(db: AsyncSession, people: People, name: str, now: datetime, cast: Cast | None = None) -> int:
    """A program by that name with everything in it. Returns its id."""
    cast = cast or Cast()
    who = {part: people[handle] for part, handle in vars(cast).items()}
    rules = NewProgram(name, f"The need of {name}.", Cadence.WEEKLY, 60, [who["lead"].slack_id], None)
    program = await create_program(db, who["lead"], who["lead"].team_id, rules, "everyone", now)
    for handles, role, level in ((MENTORS, Role.MENTOR, 2), (MENTEES, Role.MENTEE, 6)):
        for handle in handles:
            said = SignUp(program.id, role, level, "Sales", ["ai-ethics"], ["ai-ethics"], 1)
            await sign_up(db, people[handle], said, now)
    await _queue(db, program.id, who, name, now)
    await start_pairs(db, program, [(who["mentor"].id, who["mentee"].id)], now)
    await make_offers(db, program, [Couple(who["asked_mentor"], who["asked_mentee"], 70, {})], now)
    mixer, _, _ = await invite(db, who["lead"], program.id, f"At {name}", now + WEEK, now)
    await join(db, who["mentor"], mixer.id, now)
    await _past_mixer(db, program.id, who, name, now)
    await _search(db, program.id, who, now)
    await skills_named(db, who["lead"].team_id, [f"Knots of {name}"], now)
    db.add(Forbidden(program_id=program.id, mentor_id=who["asked_mentor"].id, mentee_id=who["mentee"].id))
    await db.flush()
    return program.id


async def _queue(db: AsyncSession, program_id: int, who: People, name: str, now: datetime) -> None:
    """One waits for a lead's answer, one for a place."""
    answers = [{"question": f"Why {name}?", "answer": f"Because of {name}."}]
    place = {"program_id": program_id, "role": Role.MENTEE, "enrolled_at": now}
    applied = Enrolment(person_id=who["applied"].id, state=EnrolmentState.APPLIED, answers=answers, **place)
    db.add_all([applied, Enrolment(person_id=who["waiting"].id, state=EnrolmentState.WAITING, **place)])
    await db.flush()


async def _past_mixer(db: AsyncSession, program_id: int, who: People, name: str, now: datetime) -> None:
    """Three sat at one table."""
    about = {"program_id": program_id, "asked_by": who["lead"].slack_id, "plan": f"Once at {name}"}
    mixer = Mixer(gathers_until=now - WEEK, state=MixerState.GROUPED, **about)
    db.add(mixer)
    await db.flush()
    guests = (who[part] for part in ("mentor", "mentee", "asked_mentor"))
    db.add_all(MixerGuest(mixer_id=mixer.id, person_id=guest.id, table=1) for guest in guests)


async def _search(db: AsyncSession, program_id: int, who: People, now: datetime) -> None:
    """One couple is proposed, one is pinned, and one person is without a partner."""
    run = MatchRun(program_id=program_id, asked_by=who["lead"].slack_id, asked_at=now, state=RunState.READY)
    db.add(run)
    await db.flush()
    for mentor, mentee, score, state in (
        ("mentor", "asked_mentee", 80, ProposalState.PROPOSED),
        ("asked_mentor", "mentee", 60, ProposalState.PINNED),
    ):
        couple = {"mentor_id": who[mentor].id, "mentee_id": who[mentee].id}
        db.add(Proposal(run_id=run.id, score=score, reasons={}, state=state, **couple))
    db.add(Alone(run_id=run.id, person_id=who["mentee"].id, facts={"role": "mentee"}))


async def bring_roster(db: AsyncSession, people: People, now: datetime) -> None:
    """Lena is Maya's manager, and a file of Lena's waits for her answer."""
    team, lena, maya = people["lena"].team_id, people["lena"], people["maya"]
    boss = RosterEntry(team_id=team, email="lena@acme.example", level=5, person_id=lena.id)
    db.add(boss)
    await db.flush()
    entry = RosterEntry(team_id=team, email="maya@acme.example", level=2, person_id=maya.id, manager_id=boss.id)
    upload = RosterUpload(team_id=team, file_id="F1", asked_by=lena.slack_id, asked_at=now, state=UploadState.CHECKED)
    db.add_all([entry, upload])


@dataclass(frozen=True)
class World:
    """Ids of what stands in a program. Of two mixers one is past; the better proposal comes first."""

    program: int
    pair: int
    session: int
    offer: int
    mixer: int
    past_mixer: int
    run: int
    proposals: tuple[int, ...]
    applied: int


async def world_of(db: AsyncSession, program_id: int) -> World:
    async def ids(table: type[Pair | Offer | Mixer | MatchRun]) -> list[int]:
        return list(await db.scalars(select(table.id).where(table.program_id == program_id).order_by(table.id)))

    (pair,), (offer,), (mixer, past_mixer), (run,) = [await ids(table) for table in (Pair, Offer, Mixer, MatchRun)]
    session = (await db.scalars(select(Session.id).where(Session.pair_id == pair))).one()
    proposals = await db.scalars(select(Proposal.id).where(Proposal.run_id == run).order_by(Proposal.id))
    waits = Enrolment.program_id == program_id, Enrolment.state == EnrolmentState.APPLIED
    applied = (await db.scalars(select(Enrolment.id).where(*waits))).one()
    return World(program_id, pair, session, offer, mixer, past_mixer, run, tuple(proposals), applied)


async def settle_elsewhere(url: str) -> None:
    """A second workspace, of people with the same names, in a migrated database.

    Its time is far away, and all that it had to say has been said, so that no test meets it by mistake.
    """
    database = Database(url)
    edge = Edge(database, TurnedClock(LATER), RECONCILERS)
    async with edge.transaction() as db:
        people = await found_workspace(db, ELSEWHERE, LATER)
        await furnish(db, people, "Digital natives", LATER)
        await bring_roster(db, people, LATER)
    async with edge.transaction() as db:
        await db.execute(delete(OutboxRow))
    await database.dispose()
