from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Integer, Row, Select, bindparam, func, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.core.outbox import AT_ONCE, Fate, OutboxRow, newest
from bot.core.pieces import in_pieces
from bot.enrolment.model import Enrolment, EnrolmentState, Role
from bot.enrolment.queries import TAKES_PART
from bot.offers.apart import Couple, blocks_among
from bot.offers.kinds import OFFER, OFFER_REMINDER
from bot.offers.model import Offer, OfferState, Reply
from bot.offers.taken import held_places
from bot.people.model import Person
from bot.programs.model import Program
from bot.programs.rules.lifecycle import PLANNING
from bot.programs.wording import Wording, wording

ASKING = (OFFER.name, OFFER_REMINDER.name)  # the kinds of message from which somebody hears that they are asked
A_DAY = timedelta(days=1)

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
    held = (select(holder.label("person_id")).where(*holds) for holder, holds in held_places(program_id))
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
