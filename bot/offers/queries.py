from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Integer, Row, Select, bindparam, func, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from bot.core.outbox import AT_ONCE, Fate, OutboxRow, newest
from bot.core.pieces import in_pieces
from bot.enrolment.model import Enrolment, EnrolmentState, Role
from bot.enrolment.queries import TAKES_PART
from bot.offers.apart import Couple, blocks_among
from bot.offers.kinds import OFFER, OFFER_REMINDER
from bot.offers.model import NOES, Offer, OfferState, Reply
from bot.pairs.model import Pair
from bot.pairs.rules.lifecycle import PairState
from bot.people.model import Person
from bot.programs.model import Program
from bot.programs.rules.lifecycle import PLANNING
from bot.programs.wording import Wording, wording

ASKING = (OFFER.name, OFFER_REMINDER.name)  # the kinds of message from which somebody hears that they are asked
A_DAY = timedelta(days=1)
COUPLES_AT_A_TIME = 5_000  # some ten milliseconds of work, between which others have their turn

Mentor = aliased(Person, name="mentor")
Mentee = aliased(Person, name="mentee")


@dataclass(frozen=True)
class OfferUp:
    """An offer with the two people and the program."""

    offer: Offer
    mentor: Person
    mentee: Person
    program: Program

    @property
    def people(self) -> tuple[Person, Person]:
        return self.mentor, self.mentee

    @property
    def couple(self) -> Couple:
        return self.offer.program_id, self.offer.mentor_id, self.offer.mentee_id

    @property
    def words(self) -> Wording:
        return wording(self.program)

    def partner_of(self, person_id: int) -> Person:
        return self.mentee if person_id == self.mentor.id else self.mentor

    def is_mentor(self, person_id: int) -> bool:
        return person_id == self.mentor.id


def _joined() -> Select[Offer, Person, Person, Program]:
    return (
        select(Offer, Mentor, Mentee, Program)
        .join(Mentor, Mentor.id == Offer.mentor_id)
        .join(Mentee, Mentee.id == Offer.mentee_id)
        .join(Program, Program.id == Offer.program_id)
        .order_by(Offer.id)
    )


def _up(row: Row[Offer, Person, Person, Program]) -> OfferUp:
    offer, mentor, mentee, program = row
    return OfferUp(offer, mentor, mentee, program)


async def offer_with_id(db: AsyncSession, offer_id: int) -> OfferUp | None:
    found = (await db.execute(_joined().where(Offer.id == offer_id))).one_or_none()
    return _up(found) if found else None


_PERSON = bindparam("person", type_=Integer)
_OWN = select(Offer.id).where(
    Offer.state == OfferState.OPEN,
    or_(
        (Offer.mentor_id == _PERSON) & or_(Offer.mentor_answer.is_(None), Offer.mentor_answer == Reply.YES),
        (Offer.mentee_id == _PERSON) & or_(Offer.mentee_answer.is_(None), Offer.mentee_answer == Reply.YES),
    ),
)


async def offers_to(db: AsyncSession, person_id: int) -> Sequence[OfferUp]:
    """Open ones that this person has not declined, nor blocked whom they are to be paired with."""
    own = (await db.scalars(_OWN, {"person": person_id})).all()
    if not own:  # as mostly, and everybody's status asks
        return []
    ups = [_up(row) for row in await db.execute(_joined().where(Offer.id.in_(own)))]
    blocks = await blocks_among(db, {one.id for up in ups for one in up.people})
    return [up for up in ups if up.offer.is_asker(person_id) or (person_id, up.partner_of(person_id).id) not in blocks]


async def offers_ever_to(db: AsyncSession, person_id: int) -> Sequence[OfferUp]:
    theirs = or_(Offer.mentor_id == person_id, Offer.mentee_id == person_id)
    return [_up(row) for row in await db.execute(_joined().where(theirs))]


async def lock_open_offers(db: AsyncSession, offer_ids: Sequence[int]) -> Sequence[OfferUp]:
    """Those of them that are still open; nobody else answers or ends them before this transaction is over."""
    locked: list[OfferUp] = []
    for some in in_pieces(offer_ids, AT_ONCE):
        found = await db.scalars(
            select(Offer.id)
            .where(Offer.id.in_(some), Offer.state == OfferState.OPEN)
            .order_by(Offer.id)
            .with_for_update()
        )
        still_open = _joined().where(Offer.id.in_(found.all())).execution_options(populate_existing=True)
        locked += [_up(row) for row in await db.execute(still_open)]
    return locked


async def open_offers_of(db: AsyncSession, person_ids: Collection[int]) -> Sequence[int]:
    """Ids."""
    found: set[int] = set()
    for some in in_pieces(sorted(person_ids), AT_ONCE):
        theirs = or_(Offer.mentor_id.in_(some), Offer.mentee_id.in_(some))
        found |= set(await db.scalars(select(Offer.id).where(Offer.state == OfferState.OPEN, theirs)))
    return sorted(found)


async def offers_left_open(db: AsyncSession, most: int) -> Sequence[int]:
    """Ids of up to so many in programs that make no pairs any more, locked; what somebody else sees to is passed by."""
    found = await db.scalars(
        select(Offer.id)
        .join(Program, Program.id == Offer.program_id)
        .where(Offer.state == OfferState.OPEN, Program.state.not_in(PLANNING))
        .order_by(Offer.id)
        .limit(most)
        .with_for_update(skip_locked=True, of=Offer)
    )
    return found.all()


async def open_offers_in(db: AsyncSession, program_ids: Collection[int], most: int) -> Sequence[int]:
    """Ids of up to so many."""
    if not program_ids:
        return []
    open_ = select(Offer.id).where(Offer.program_id.in_(program_ids), Offer.state == OfferState.OPEN)
    return (await db.scalars(open_.order_by(Offer.id).limit(most))).all()


async def due_offers(db: AsyncSession, now: datetime, most: int) -> Sequence[Offer]:
    found = await db.scalars(
        select(Offer)
        .where(Offer.state == OfferState.OPEN, Offer.answer_by <= now)
        .order_by(Offer.answer_by, Offer.id)
        .limit(most)
    )
    return found.all()


async def unheard_by(db: AsyncSession, ups: Sequence[OfferUp]) -> dict[int, list[Person]]:
    """By offer: those of the two who have not answered, and whom no message about it has reached."""
    asked = [(up.offer.id, one) for up in ups for one in up.people if up.offer.answer_of(one.id) is None]
    offers = {offer for offer, _ in asked}
    sent = await db.execute(
        select(OutboxRow.subject_id, OutboxRow.recipient).where(
            OutboxRow.subject_id.in_(offers), OutboxRow.kind.in_(ASKING), OutboxRow.fate == Fate.SENT
        )
    )
    arrived = {(offer, slack_id) for offer, slack_id in sent}
    unheard: dict[int, list[Person]] = {}
    for offer, one in asked:
        if (offer, one.slack_id) not in arrived:
            unheard.setdefault(offer, []).append(one)
    return unheard


async def has_just_heard(db: AsyncSession, offer_id: int, person: Person, now: datetime) -> bool:
    """Whether they were asked within a day."""
    asked = await newest(db, OFFER.name, offer_id, person.slack_id)
    if asked is None or asked.fate is not Fate.SENT or asked.settled_at is None:
        return False
    return now - asked.settled_at < A_DAY


async def next_answer_due(db: AsyncSession) -> datetime | None:
    """When the time to answer is over for the next offer."""
    return await db.scalar(select(func.min(Offer.answer_by)).where(Offer.state == OfferState.OPEN))


async def roles_of(
    db: AsyncSession, program_ids: Collection[int], person_ids: Collection[int]
) -> set[tuple[int, int, Role]]:
    """(program, person, role) of those who have a place."""
    found = await db.execute(
        select(Enrolment.program_id, Enrolment.person_id, Enrolment.role).where(
            Enrolment.program_id.in_(program_ids),
            Enrolment.person_id.in_(person_ids),
            Enrolment.state == EnrolmentState.ENROLLED,
        )
    )
    return {(program, person, role) for program, person, role in found}


async def couples_asked(db: AsyncSession, program_id: int) -> frozenset[tuple[int, int]]:
    """Mentor and mentee of those not to be proposed (again): asked right now, or one declined or kept silent."""
    declined = Offer.mentor_answer.in_(NOES) | Offer.mentee_answer.in_(NOES)
    asked = (
        select(Offer.id, Offer.mentor_id, Offer.mentee_id)
        .where(Offer.program_id == program_id, or_(Offer.state != OfferState.WITHDRAWN, declined))
        .order_by(Offer.id)
        .limit(COUPLES_AT_A_TIME)
    )
    couples: set[tuple[int, int]] = set()
    last = 0
    while some := (await db.execute(asked.where(Offer.id > last))).all():
        couples.update((mentor, mentee) for _, mentor, mentee in some)
        last = some[-1][0]
    return frozenset(couples)


async def places_in_use(db: AsyncSession, program_id: int, among: Collection[int] | None = None) -> Counter[int]:
    """By person: how many partners they have, have been offered, or have asked. Being asked takes no place.

    Only those `among` are counted where somebody is named there; they are a few.
    """
    taken: Counter[int] = Counter()
    for holder, holds in _held_places(program_id):
        held = select(holder).where(*holds)
        taken.update((await db.scalars(held if among is None else held.where(holder.in_(among)))).all())
    return taken


def _held_places(program_id: int) -> Sequence[tuple[InstrumentedAttribute[int], tuple[ColumnElement[bool], ...]]]:
    """Who holds a place, and in which rows: the two sides of pairs, and of open offers."""
    paired = Pair.program_id == program_id, Pair.state == PairState.ACTIVE
    offered = Offer.program_id == program_id, Offer.state == OfferState.OPEN
    return [
        (Pair.mentor_id, paired),
        (Pair.mentee_id, paired),
        (Offer.mentor_id, (*offered, Offer.asked_by.is_distinct_from(Role.MENTEE))),
        (Offer.mentee_id, (*offered, Offer.asked_by.is_distinct_from(Role.MENTOR))),
    ]


async def capacity_in(db: AsyncSession, program_id: int, person_id: int) -> int:
    """How many partners somebody takes there at a time; 0 without a place."""
    is_in = Enrolment.program_id == program_id, Enrolment.state == EnrolmentState.ENROLLED
    return await db.scalar(select(Enrolment.capacity).where(Enrolment.person_id == person_id, *is_in)) or 0


async def with_as_many_pairs_as_they_take(
    db: AsyncSession, program_ids: Collection[int], person_ids: Collection[int]
) -> set[tuple[int, int]]:
    """(program, person) of those of whom every place is filled by a pair."""
    found = await db.execute(
        select(Enrolment.program_id, Enrolment.person_id)
        .join(Pair, Pair.program_id == Enrolment.program_id)
        .where(
            Enrolment.program_id.in_(program_ids),
            Enrolment.person_id.in_(person_ids),
            or_(Pair.mentor_id == Enrolment.person_id, Pair.mentee_id == Enrolment.person_id),
            Pair.state == PairState.ACTIVE,
        )
        .group_by(Enrolment.program_id, Enrolment.person_id, Enrolment.capacity)
        .having(func.count() >= Enrolment.capacity)
    )
    return {(program, person) for program, person in found}


async def are_asked(db: AsyncSession, program_id: int, couple: tuple[int, int]) -> bool:
    """Whether an offer of a lead's is open to these two, mentor first. That one asked the other is theirs to know."""
    theirs = Offer.mentor_id == couple[0], Offer.mentee_id == couple[1], Offer.asked_by.is_(None)
    found = select(Offer.id).where(Offer.program_id == program_id, Offer.state == OfferState.OPEN, *theirs)
    return await db.scalar(found.limit(1)) is not None


@dataclass(frozen=True)
class Waiting:
    """How many who can be matched have a place free, by side."""

    mentors: int = 0
    mentees: int = 0

    @property
    def may_pair(self) -> bool:
        """Whether there is somebody on both sides; whether the rules allow any two of them only a search can say."""
        return bool(self.mentors and self.mentees)


async def count_waiting(db: AsyncSession, program_id: int) -> Waiting:
    held = (select(holder.label("person_id")).where(*holds) for holder, holds in _held_places(program_id))
    places = union_all(*held).subquery()
    taken = select(places.c.person_id, func.count().label("partners")).group_by(places.c.person_id).subquery()
    found = await db.execute(
        select(Enrolment.role, func.count())
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(taken, taken.c.person_id == Enrolment.person_id)
        .where(
            Enrolment.program_id == program_id,
            Enrolment.state == EnrolmentState.ENROLLED,
            Enrolment.capacity > func.coalesce(taken.c.partners, 0),
            Person.is_active,
            Person.paused_until.is_(None),
            TAKES_PART,
        )
        .group_by(Enrolment.role)
    )
    counts = dict.fromkeys(Role, 0)
    for role, count in found:
        counts[role] = count
    return Waiting(counts[Role.MENTOR], counts[Role.MENTEE])
