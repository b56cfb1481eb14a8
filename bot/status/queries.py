from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, and_, bindparam, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.enrolment.model import Enrolment, EnrolmentState, Role
from bot.offers.model import Offer, OfferState, Reply
from bot.offers.queries import OfferUp, count_waiting
from bot.pairs.model import Pair
from bot.pairs.queries import Mentee, Mentor
from bot.pairs.rules.lifecycle import PairState, Trouble
from bot.people.model import Person
from bot.programs.first_steps import FirstStep
from bot.programs.model import Owner, Program
from bot.sessions.model import Session
from bot.sessions.rules.lifecycle import SessionState
from bot.workspaces.creators import Creators

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
    applied: int  # people who wait for a lead's answer
    waiting: int  # on the waiting list
    offers: int = 0  # open, as far as anybody else may know: one that was declined counts until its time is over
    half_accepted: int = 0  # of those, by one side
    free_mentors: int = 0  # who could be matched: have a place free, and neither a break nor a round to skip
    free_mentees: int = 0


@dataclass(frozen=True)
class InTrouble:
    mentor: str  # Slack ids
    mentee: str
    trouble: Trouble


@dataclass(frozen=True)
class OwnPair:
    """What somebody sees of a pair they are in."""

    session: Session | None  # the coming one
    partner: str  # Slack id
    program: Program
    is_mentor: bool
    is_partner_here: bool = True  # their Slack account is active

    @property
    def owns_agenda(self) -> bool:
        return self.program.agenda_owner in (Owner.BOTH, Owner.MENTOR if self.is_mentor else Owner.MENTEE)

    @property
    def may_move(self) -> bool:
        return self.program.schedule_owner in (Owner.BOTH, Owner.MENTOR if self.is_mentor else Owner.MENTEE)


@dataclass(frozen=True)
class Led:
    """A program as its lead sees it."""

    program: Program
    totals: Totals
    in_trouble: Sequence[InTrouble]


@dataclass(frozen=True)
class Overview:
    """One person's view of everything: programs they lead, have (or wait for) a place in, pairs they are in."""

    person: Person | None  # None for a stranger, who only looks
    led: Sequence[Led]
    places: Sequence[tuple[Enrolment, Program]]
    pairs: Sequence[OwnPair]
    offers: Sequence[OfferUp] = ()  # open ones that they have not declined
    refused: str | None = None  # why Slack lets nobody here be written to, for those who can have that mended
    first_step: FirstStep | None = None  # for somebody who has none of all that yet
    creators: Creators | None = None  # who may create programs, for whoever installed the bot and decides it

    @property
    def paused_until(self) -> datetime | None:
        return self.person.paused_until if self.person else None


async def totals(db: AsyncSession, program_id: int) -> Totals:
    """Counts a program. Some forty milliseconds with ten thousand pairs, most of them for who is without a partner."""
    counted = await db.execute(
        select(Enrolment.state, Enrolment.role, func.count())
        .where(Enrolment.program_id == program_id)
        .group_by(Enrolment.state, Enrolment.role)
    )
    people = {(state, role): count for state, role, count in counted}
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
            .where(Pair.program_id == program_id)
            .group_by(Pair.state)
        )
    }
    active = by_state.get(PairState.ACTIVE, [0] * 5)
    ended = by_state.get(PairState.ENDED, [0] * 5)
    past, held, agendas = (int(active[place]) + int(ended[place]) for place in (2, 3, 4))
    offers, half_accepted = await _offers(db, program_id)
    free = await count_waiting(db, program_id)
    return Totals(
        mentors=people.get((EnrolmentState.ENROLLED, Role.MENTOR), 0),
        mentees=people.get((EnrolmentState.ENROLLED, Role.MENTEE), 0),
        active_pairs=active[0],
        ended_pairs=ended[0],
        past_sessions=past,
        held_sessions=held,
        agendas=agendas,
        pairs_in_trouble=active[1],
        applied=sum(people.get((EnrolmentState.APPLIED, role), 0) for role in Role),
        waiting=sum(people.get((EnrolmentState.WAITING, role), 0) for role in Role),
        offers=offers,
        half_accepted=half_accepted,
        free_mentors=free.mentors,
        free_mentees=free.mentees,
    )


async def _offers(db: AsyncSession, program_id: int) -> tuple[int, int]:
    """Open offers, and how many of them one side has accepted."""
    accepted = or_(Offer.mentor_answer == Reply.YES, Offer.mentee_answer == Reply.YES)
    found = await db.execute(
        select(func.count(), func.count(case((accepted, 1)))).where(
            Offer.program_id == program_id, Offer.state == OfferState.OPEN
        )
    )
    offers, half_accepted = found.one()
    return offers, half_accepted


async def pairs_in_trouble(db: AsyncSession, program_id: int) -> Sequence[InTrouble]:
    """Up to MOST_IN_TROUBLE, the longest running first."""
    found = await db.execute(
        select(Mentor.slack_id, Mentee.slack_id, Pair.trouble)
        .select_from(Pair)
        .join(Mentor, Mentor.id == Pair.mentor_id)
        .join(Mentee, Mentee.id == Pair.mentee_id)
        .where(Pair.program_id == program_id, Pair.state == PairState.ACTIVE, Pair.trouble.is_not(None))
        .order_by(Pair.id)
        .limit(MOST_IN_TROUBLE)
    )
    return [InTrouble(mentor, mentee, trouble) for mentor, mentee, trouble in found if trouble]


_PERSON = bindparam("person", type_=Integer)
_IS_MENTOR = Pair.mentor_id == _PERSON
_OWN_PAIRS = (
    select(Session, Person.slack_id, Program, _IS_MENTOR, Person.is_active)
    .select_from(Pair)
    .join(Person, Person.id == case((_IS_MENTOR, Pair.mentee_id), else_=Pair.mentor_id))
    .join(Program, Program.id == Pair.program_id)
    .outerjoin(Session, and_(Session.pair_id == Pair.id, Session.state == SessionState.PLANNED))
    .where(or_(_IS_MENTOR, Pair.mentee_id == _PERSON), Pair.state == PairState.ACTIVE)
    .order_by(Pair.id)
)


async def own_pairs(db: AsyncSession, person_id: int) -> Sequence[OwnPair]:
    found = await db.execute(_OWN_PAIRS, {"person": person_id})
    return [OwnPair(session, partner, program, bool(mentor), here) for session, partner, program, mentor, here in found]
