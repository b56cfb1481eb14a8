"""Who is taken: by a partner, by an offer that is open, or by one that somebody did not want."""

from collections import Counter
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.enrolment.model import Enrolment, EnrolmentState, Role
from bot.offers.model import NOES, Offer, OfferState
from bot.pairs.model import Pair
from bot.pairs.rules.lifecycle import PairState

COUPLES_AT_A_TIME = 5_000  # some ten milliseconds of work, between which others have their turn


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
    for holder, holds in held_places(program_id):
        held = select(holder).where(*holds)
        taken.update((await db.scalars(held if among is None else held.where(holder.in_(among)))).all())
    return taken


def held_places(program_id: int) -> Sequence[tuple[InstrumentedAttribute[int], tuple[ColumnElement[bool], ...]]]:
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
