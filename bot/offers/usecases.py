"""Publishing offers each pair to both people. What the one answers, the other never learns.

A no, silence, and a no after a yes of the other all end at the same moment with the same words: at `answer_by`.
Until then a declined offer counts as open wherever somebody else can look. A request is an offer that one of the two
has accepted by asking: only the other is asked.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.cards import settle_cards
from bot.core.changes import note
from bot.core.outbox import NewRow, post
from bot.core.refusals import Refusal
from bot.core.sentences import _
from bot.enrolment.model import Enrolment, Role
from bot.offers.apart import are_ruled_out, ruled_out
from bot.offers.ending import Ending, end
from bot.offers.kinds import OFFER, OFFER_REMINDER, OFFERS_UNHEARD
from bot.offers.model import CARDS, Offer, OfferState, Reply
from bot.offers.queries import OfferUp, due_offers, lock_open_offers, offer_with_id, unheard_by
from bot.offers.rules.deadlines import answer_by, reminder_at
from bot.offers.taken import capacity_in, places_in_use
from bot.pairs.usecases import start_pairs
from bot.people.model import Person
from bot.programs.changes import ProgramChanged
from bot.programs.model import Program, Silence
from bot.programs.queries import leads_of

AT_A_TIME = 50


class NotYourOffer(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This was meant for someone else. /mentor status shows what's waiting for you."))


class AnsweredBefore(Refusal):
    def __init__(self) -> None:
        super().__init__(_("You've already replied to this, thank you. /mentor status shows where things stand."))


class OfferOver(Refusal):
    def __init__(self) -> None:
        super().__init__(_("The time to reply to this is over. /mentor status shows where things stand."))


class NoPlaceToGive(Refusal):
    def __init__(self, program: Program) -> None:
        super().__init__(
            _(
                "All your places in {program} are taken, or kept while someone replies, so you can't accept this right "
                "now. If one becomes free before the time to reply is over, accept it then. /mentor status shows where "
                "things stand."
            ),
            program=program.name,
        )


class NothingToTakeBack(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This request is no longer open. /mentor status shows where things stand."))


@dataclass(frozen=True)
class Couple:
    """Two people who would fit; `reasons` as a proposal has them."""

    mentor: Person
    mentee: Person
    score: int
    reasons: Mapping[str, Any]


async def make_offers(db: AsyncSession, program: Program, couples: Sequence[Couple], now: datetime) -> list[Offer]:
    """Asks both people of each couple, alone, at an hour that suits them; and once more before the time is over."""
    if not couples:
        return []
    values = [
        {
            "program_id": program.id,
            "mentor_id": couple.mentor.id,
            "mentee_id": couple.mentee.id,
            "score": couple.score,
            "reasons": dict(couple.reasons),
            "offered_at": now,
            "answer_by": answer_by((couple.mentor, couple.mentee), now),
        }
        for couple in couples
    ]
    # In one statement; where they have to come back in order, SQLite takes one for each.
    stored = await db.scalars(insert(Offer).returning(Offer), values)
    by_couple = {(offer.mentor_id, offer.mentee_id): offer for offer in stored}
    offers = [by_couple[couple.mentor.id, couple.mentee.id] for couple in couples]
    rows: list[NewRow] = []
    for offer, couple in zip(offers, couples, strict=True):
        for person in (couple.mentor, couple.mentee):
            rows.append(OFFER.to(person, offer.id, due=person.next_good_hour(now)))
            rows.append(OFFER_REMINDER.to(person, offer.id, due=reminder_at(person, offer.answer_by)))
    await post(db, rows, now, are_new=True)
    note(db, ProgramChanged(program.id))
    return offers


async def make_request(
    db: AsyncSession, program: Program, couple: Couple, by: Role, message: str, now: datetime, *, is_heard: bool
) -> OfferUp:
    """One of a couple asks the other, who hears of it at an hour that suits them, and once more before it is too late.

    One that must not be heard looks the same to whoever asks, until it ends as silence does.
    """
    asker, asked = (couple.mentor, couple.mentee) if by is Role.MENTOR else (couple.mentee, couple.mentor)
    offer = Offer(
        program_id=program.id,
        mentor_id=couple.mentor.id,
        mentee_id=couple.mentee.id,
        score=couple.score,
        reasons=dict(couple.reasons),
        asked_by=by,
        message=message or None,
        offered_at=now,
        answer_by=answer_by((asker, asked), now),
    )
    offer.note(asker.id, Reply.YES)
    offer.note(asked.id, None if is_heard else Reply.UNHEARD)
    db.add(offer)
    await db.flush()
    if is_heard:
        ask = OFFER.to(asked, offer.id, due=asked.next_good_hour(now))
        await post(db, [ask, OFFER_REMINDER.to(asked, offer.id, due=reminder_at(asked, offer.answer_by))], now)
    note(db, ProgramChanged(program.id))
    return OfferUp(offer, couple.mentor, couple.mentee, program)


async def take_back(db: AsyncSession, person: Person, offer_id: int) -> OfferUp:
    """Ends a request of this person's; whoever was asked is told nothing. Raises NotYourOffer, NothingToTakeBack."""
    up = await offer_with_id(db, offer_id)
    if up is None or not up.offer.is_asker(person.id):
        raise NotYourOffer
    await hold(db, [up.offer.program_id], [up.mentor.id, up.mentee.id])
    locked = await lock_open_offers(db, [offer_id])
    if not locked:
        raise NothingToTakeBack
    (up,) = locked
    up.offer.state = OfferState.WITHDRAWN
    settle_cards(db, CARDS, [up.offer.id])
    note(db, ProgramChanged(up.program.id))
    return up


async def answer_offer(db: AsyncSession, person: Person, offer_id: int, answer: Reply, now: datetime) -> OfferUp:
    """Notes what one of the two says. Once both accept they are a pair, and are introduced.

    Where somebody ruled the two out meanwhile, an offer stays open as if one of them had declined.

    Raises NotYourOffer, AnsweredBefore, OfferOver, NoPlaceToGive.
    """
    up = await offer_with_id(db, offer_id)
    if up is None or person.id not in (up.mentor.id, up.mentee.id):
        raise NotYourOffer
    await hold(db, [up.offer.program_id], [up.mentor.id, up.mentee.id])
    locked = await lock_open_offers(db, [offer_id])
    await db.refresh(up.offer)
    if up.offer.answer_of(person.id) is Reply.UNHEARD:
        raise NotYourOffer
    if up.offer.answer_of(person.id) is Reply.OVER:
        raise OfferOver
    if up.offer.answer_of(person.id) is not None:
        raise AnsweredBefore
    if not locked or now >= up.offer.answer_by:
        raise OfferOver
    is_ruled_out = await are_ruled_out(db, up.couple)
    if up.offer.is_request and answer is Reply.YES:
        if is_ruled_out:  # at the same moment
            raise OfferOver
        await _check_place(db, up.program, person)
    up.offer.note(person.id, answer)
    settle_cards(db, CARDS, [up.offer.id], reader=person.slack_id)  # nothing stirs at the other's
    note(db, ProgramChanged(up.program.id))
    if up.offer.is_accepted and not is_ruled_out:
        up.offer.state = OfferState.ACCEPTED
        settle_cards(db, CARDS, [up.offer.id])
        await start_pairs(db, up.program, [(up.mentor.id, up.mentee.id)], now)
    return up


async def _check_place(db: AsyncSession, program: Program, person: Person) -> None:
    """Who asked has kept a place for it; who is asked has not. Raises NoPlaceToGive."""
    taken = await places_in_use(db, program.id, [person.id])
    if taken[person.id] >= await capacity_in(db, program.id, person.id):
        raise NoPlaceToGive(program)


async def finish_due_offers(db: AsyncSession, now: datetime) -> int:
    """Ends the offers whose time to answer is over. Returns how many were due.

    Silence is never a yes to a request, since nobody is paired by somebody else's wish. Nor is it silence where
    somebody never heard that a lead proposed them: then it is as if they had not been asked, and they may be again. A
    request ends as silence does all the same, since from asking anew nobody shall learn who has ruled them out.
    """
    due = await due_offers(db, now, AT_A_TIME)
    if not due:
        return 0
    people = {person for offer in due for person in (offer.mentor_id, offer.mentee_id)}
    await hold(db, {offer.program_id for offer in due}, people)
    lapsed, unasked = [], []
    ups = await lock_open_offers(db, [offer.id for offer in due])
    apart = await ruled_out(db, [up.couple for up in ups if _is_taken_as_yes(up)])
    unheard = await unheard_by(db, [up for up in ups if not up.offer.is_request])
    for up in ups:
        if people_unheard := unheard.get(up.offer.id):
            unasked.append(Ending(up, OfferState.WITHDRAWN, [one for one in up.people if one not in people_unheard]))
        elif _is_taken_as_yes(up) and up.couple not in apart:
            up.offer.state = OfferState.ACCEPTED
            settle_cards(db, CARDS, [up.offer.id])
            await start_pairs(db, up.program, [(up.mentor.id, up.mentee.id)], now)
            note(db, ProgramChanged(up.program.id))
        else:
            lapsed.append(Ending(up, OfferState.LAPSED, up.people))
    await end(db, [*lapsed, *unasked], now)
    await _tell_unheard(db, unasked, now)
    return len(due)


async def _tell_unheard(db: AsyncSession, endings: Sequence[Ending], now: datetime) -> None:
    """One message to each lead of a program, which says nothing of what the other of the two had answered."""
    newest = {ending.up.program.id: ending.up for ending in endings}
    rows = [
        OFFERS_UNHEARD.to(lead, up.program.id, version=up.offer.id, due=now)
        for up in newest.values()
        for lead in await leads_of(db, up.program.id)
    ]
    await post(db, rows, now)


def _is_taken_as_yes(up: OfferUp) -> bool:
    return up.program.silence is Silence.ACCEPTS and not up.offer.is_request and not up.offer.is_declined


async def hold(db: AsyncSession, programs: Collection[int], people: Collection[int]) -> None:
    """As everywhere, programs and people before offers, so that no two who end and answer wait for each other.

    Two who fill the places of one person take turns.
    """
    await _hold_rows(db, Program, programs)
    await _hold_rows(db, Person, people)
    places = Enrolment.program_id.in_(programs), Enrolment.person_id.in_(people)
    await db.execute(select(Enrolment.id).where(*places).order_by(Enrolment.id).with_for_update())


async def _hold_rows(db: AsyncSession, table: type[Program | Person], ids: Collection[int]) -> None:
    held = select(table.id).where(table.id.in_(ids)).order_by(table.id)
    await db.execute(held.with_for_update(read=True, key_share=True))
