from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.enrolment.model import Enrolment, Role
from bot.enrolment.queries import enrolments_of
from bot.pairs.model import Pair, PairState, Trouble
from bot.pairs.queries import Mentee, Mentor, active_pairs_of
from bot.people.model import Person
from bot.programs.model import Program
from bot.programs.queries import programs_led_by
from bot.sessions.model import Session
from bot.sessions.queries import coming_sessions

MOST_IN_TROUBLE = 10


@dataclass(frozen=True)
class Totals:
    """A program in numbers: whole counts, of all its pairs unless the name says otherwise."""

    mentors: int
    mentees: int
    active_pairs: int
    ended_pairs: int
    past_sessions: int
    held_sessions: int
    agendas: int
    pairs_in_trouble: int


@dataclass(frozen=True)
class InTrouble:
    mentor: str  # Slack ids
    mentee: str
    trouble: Trouble


@dataclass(frozen=True)
class OwnPair:
    """What somebody sees of a pair they are in."""

    session: Session | None
    partner: str  # Slack id
    program: str
    is_mentor: bool


@dataclass(frozen=True)
class Led:
    """A program as its lead sees it."""

    program: Program
    totals: Totals
    in_trouble: Sequence[InTrouble]


@dataclass(frozen=True)
class Overview:
    """One person's view of everything: programs they lead, are enrolled in (role and name), pairs they are in."""

    led: Sequence[Led]
    enrolled: Sequence[tuple[Role, str]]
    pairs: Sequence[OwnPair]


async def totals(db: AsyncSession, program: Program) -> Totals:
    roles: dict[Role, int] = {}
    for role, count in await db.execute(
        select(Enrolment.role, func.count()).where(Enrolment.program_id == program.id).group_by(Enrolment.role)
    ):
        roles[role] = count
    by_state = {
        state: rest
        for state, *rest in await db.execute(
            select(
                Pair.state,
                func.count(),
                func.count(Pair.trouble),
                func.sum(Pair.over),
                func.sum(Pair.held),
                func.sum(Pair.with_agenda),
            )
            .where(Pair.program_id == program.id)
            .group_by(Pair.state)
        )
    }
    active = by_state.get(PairState.ACTIVE, [0] * 5)
    ended = by_state.get(PairState.ENDED, [0] * 5)
    past, held, agendas = (int(active[place]) + int(ended[place]) for place in (2, 3, 4))
    return Totals(
        mentors=roles.get(Role.MENTOR, 0),
        mentees=roles.get(Role.MENTEE, 0),
        active_pairs=active[0],
        ended_pairs=ended[0],
        past_sessions=past,
        held_sessions=held,
        agendas=agendas,
        pairs_in_trouble=active[1],
    )


async def pairs_in_trouble(db: AsyncSession, program: Program) -> Sequence[InTrouble]:
    """Up to MOST_IN_TROUBLE, the longest running first."""
    found = await db.execute(
        select(Mentor.slack_id, Mentee.slack_id, Pair.trouble)
        .select_from(Pair)
        .join(Mentor, Mentor.id == Pair.mentor_id)
        .join(Mentee, Mentee.id == Pair.mentee_id)
        .where(Pair.program_id == program.id, Pair.state == PairState.ACTIVE, Pair.trouble.is_not(None))
        .order_by(Pair.id)
        .limit(MOST_IN_TROUBLE)
    )
    return [InTrouble(mentor, mentee, trouble) for mentor, mentee, trouble in found if trouble]


async def own_pairs(db: AsyncSession, person: Person) -> Sequence[OwnPair]:
    ups = await active_pairs_of(db, person.id)
    coming = await coming_sessions(db, [up.pair.id for up in ups]) if ups else {}
    return [
        OwnPair(
            session=coming.get(up.pair.id),
            partner=up.partner_of(person.id).slack_id,
            program=up.program.name,
            is_mentor=up.mentor.id == person.id,
        )
        for up in ups
    ]


async def overview(db: AsyncSession, person: Person) -> Overview:
    """Everything that `/mentor status`, `/mentor help` and the Home tab need to know of one person."""
    return Overview(
        led=[
            Led(program, counts, await pairs_in_trouble(db, program) if counts.pairs_in_trouble else [])
            for program in await programs_led_by(db, person.id)
            for counts in [await totals(db, program)]
        ],
        enrolled=[(enrolment.role, program.name) for enrolment, program in await enrolments_of(db, person.id)],
        pairs=await own_pairs(db, person),
    )
