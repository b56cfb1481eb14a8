"""Publishing offers each pair to both people. What the one answers, the other never learns.

A no, silence, and a no after a yes of the other all end at the same moment with the same words: at `answer_by`.
Until then a declined offer counts as open wherever somebody else can look.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.changes import changes
from bot.core.outbox import OutboxRow, post
from bot.core.refusals import Refusal
from bot.offers.deadlines import answer_by, reminder_at
from bot.offers.ending import Ending, end
from bot.offers.model import Offer, OfferState, Reply
from bot.offers.queries import OfferUp, due_offers, lock_open_offers, offer_with_id
from bot.pairs.usecases import start_pairs
from bot.people.model import Person
from bot.programs.model import Program, Silence

AT_A_TIME = 50


class NotYourOffer(Refusal):
    def __init__(self) -> None:
        super().__init__("This was meant for somebody else. Type /mentor status to see what waits for you.")


class AnsweredBefore(Refusal):
    def __init__(self) -> None:
        super().__init__("You have answered this already, thank you. Type /mentor status to see where things stand.")


class OfferOver(Refusal):
    def __init__(self) -> None:
        super().__init__("The time to answer this is over. Type /mentor status to see where things stand.")


@dataclass(frozen=True)
class Couple:
    """Two people who would fit; `reasons` as a proposal has them."""

    mentor: Person
    mentee: Person
    score: int
    reasons: Mapping[str, Any]


async def make_offers(db: AsyncSession, program: Program, couples: Sequence[Couple], now: datetime) -> list[Offer]:
    """Asks both people of each couple, alone, at an hour that suits them; and once more before the time is over."""
    offers = [
        Offer(
            program_id=program.id,
            mentor_id=couple.mentor.id,
            mentee_id=couple.mentee.id,
            score=couple.score,
            reasons=dict(couple.reasons),
            offered_at=now,
            answer_by=answer_by((couple.mentor, couple.mentee), now),
        )
        for couple in couples
    ]
    db.add_all(offers)
    await db.flush()
    rows: list[OutboxRow] = []
    for offer, couple in zip(offers, couples, strict=True):
        for person in (couple.mentor, couple.mentee):
            rows.append(_row("offer", offer, person, person.kind(now)))
            rows.append(_row("offer_reminder", offer, person, reminder_at(person, offer.answer_by)))
    await post(db, rows, now, are_new=True)
    changes(db).programs.add(program.id)
    return offers


async def answer_offer(db: AsyncSession, person: Person, offer_id: int, answer: Reply, now: datetime) -> OfferUp:
    """Notes what one of the two says. Once both accept they are a pair, and are introduced.

    Raises NotYourOffer, AnsweredBefore, OfferOver.
    """
    up = await offer_with_id(db, offer_id)
    if up is None or person.id not in (up.mentor.id, up.mentee.id):
        raise NotYourOffer
    await _hold(db, [up.offer])
    locked = await lock_open_offers(db, [offer_id])
    await db.refresh(up.offer)
    if up.offer.answer_of(person.id) is not None:
        raise AnsweredBefore
    if not locked or now >= up.offer.answer_by:
        raise OfferOver
    up.offer.note(person.id, answer)
    changes(db).programs.add(up.program.id)
    if up.offer.is_accepted:
        up.offer.state = OfferState.ACCEPTED
        await start_pairs(db, up.program, [(up.mentor.id, up.mentee.id)], now)
    return up


async def finish_due_offers(db: AsyncSession, now: datetime) -> int:
    """Ends the offers whose time to answer is over. Returns how many were due."""
    due = await due_offers(db, now, AT_A_TIME)
    if not due:
        return 0
    await _hold(db, due)
    lapsed = []
    for up in await lock_open_offers(db, [offer.id for offer in due]):
        if up.program.silence is Silence.ACCEPTS and not up.offer.is_declined:
            up.offer.state = OfferState.ACCEPTED
            await start_pairs(db, up.program, [(up.mentor.id, up.mentee.id)], now)
            changes(db).programs.add(up.program.id)
        else:
            lapsed.append(Ending(up, OfferState.LAPSED, up.people))
    await end(db, lapsed, now)
    return len(due)


async def _hold(db: AsyncSession, offers: Iterable[Offer]) -> None:
    """As everywhere, programs and people before offers, so that no two who end and answer wait for each other."""
    programs = {offer.program_id for offer in offers}
    people = {person for offer in offers for person in (offer.mentor_id, offer.mentee_id)}
    await _hold_rows(db, Program, programs)
    await _hold_rows(db, Person, people)


async def _hold_rows(db: AsyncSession, table: type[Program | Person], ids: Collection[int]) -> None:
    held = select(table.id).where(table.id.in_(ids)).order_by(table.id)
    await db.execute(held.with_for_update(read=True, key_share=True))


def _row(kind: str, offer: Offer, person: Person, due_at: datetime) -> OutboxRow:
    return OutboxRow(
        key=f"{kind}:{offer.id}:{person.slack_id}",
        team_id=person.team_id,
        kind=kind,
        recipient=person.slack_id,
        subject_id=offer.id,
        due_at=due_at,
    )
