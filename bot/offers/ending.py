"""Offers that do not come about: because somebody declined, did not answer, or can no longer be paired."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.cards import settle_cards
from bot.core.changes import Noted, follows, note
from bot.core.outbox import AT_ONCE, NewRow, post
from bot.core.pieces import PIECE, in_pieces
from bot.enrolment.changes import PartnerNeeded
from bot.enrolment.model import Role
from bot.offers.apart import blocks_among, ruled_out
from bot.offers.kinds import OFFER_OVER, REQUEST_OVER
from bot.offers.model import CARDS, NOES, Offer, OfferState, Reply
from bot.offers.queries import OfferUp, lock_open_offers, offers_left_open, open_offers_in, open_offers_of, roles_of
from bot.offers.taken import with_as_many_pairs_as_they_take
from bot.people.changes import PersonChanged
from bot.people.model import Person
from bot.programs.changes import PairingStopped, ProgramChanged
from bot.programs.rules.lifecycle import PLANNING

MOST_AT_ONCE = 3 * PIECE  # in the step that stops the pairing


@dataclass(frozen=True)
class Ending:
    """An offer that ends as `state`, and those of the two who are to hear of it."""

    up: OfferUp
    state: OfferState
    told: Collection[Person]


async def end(db: AsyncSession, endings: Sequence[Ending], now: datetime) -> None:
    """Whoever is told and did not decline hears a neutral word; both are free again, which the leads hear.

    Of a request only whoever made it hears, and no lead. One that ends before its time ends as withdrawn, also where
    somebody had declined: from whether they can ask anew, nobody shall guess what the other had answered.
    """
    rows = []
    for ending in endings:
        offer = ending.up.offer
        is_declined = ending.state is OfferState.LAPSED and offer.is_declined
        offer.state = OfferState.DECLINED if is_declined else ending.state
        rows += [_over(ending.up, person, now) for person in ending.told if _hears(offer, person)]
    await post(db, rows, now)
    settle_cards(db, CARDS, [ending.up.offer.id for ending in endings])
    note(db, *(ProgramChanged(ending.up.program.id) for ending in endings))
    note(db, *(PartnerNeeded(ending.up.program.id) for ending in endings if not ending.up.offer.is_request))


def _hears(offer: Offer, person: Person) -> bool:
    return offer.is_asker(person.id) if offer.is_request else offer.answer_of(person.id) not in NOES


async def withdraw_left_open(db: AsyncSession, now: datetime) -> bool:
    """A piece of the offers of programs that make no pairs any more. Says whether there may be more."""
    ids = await offers_left_open(db, PIECE)
    theirs = await _with_those_who_stand(db, ids)
    await end(db, [Ending(up, OfferState.WITHDRAWN, standing) for up, standing in theirs], now)
    return len(ids) == PIECE


@follows(PersonChanged, PairingStopped)
async def follow_offers(db: AsyncSession, noted: Noted, now: datetime) -> None:
    """Withdraws what can no longer become a pair, whatever the reason. Of a program with thousands the clock goes on.

    A request also once somebody in it has given their last place away. Only what is confidential shows nowhere.
    """
    ids = {
        *await open_offers_of(db, [change.person_id for change in noted.of(PersonChanged)]),
        *await open_offers_in(db, [change.program_id for change in noted.of(PairingStopped)], MOST_AT_ONCE),
    }
    endings, others = [], []
    for up, standing in await _with_those_who_stand(db, sorted(ids)):
        if len(standing) < len(up.people) or up.program.state not in PLANNING:
            endings.append(Ending(up, OfferState.WITHDRAWN, standing))
        else:
            others.append(up)
    await end(db, endings, now)
    for piece in in_pieces(others, AT_ONCE):
        await _keep_apart(db, piece)


async def _keep_apart(db: AsyncSession, ups: Sequence[OfferUp]) -> None:
    """Where somebody ruled a couple out meanwhile, the offer stays open to all appearances and makes no pair.

    Whoever blocks the other declines by that; a yes that they gave before stays, since leads count it. Of a request,
    whoever asked sees silence, and whoever is asked sees it over, as when it is taken back.
    """
    ruled = await ruled_out(db, [up.couple for up in ups])
    apart = [up for up in ups if up.couple in ruled]
    blocks = await blocks_among(db, {one.id for up in apart for one in up.people})
    for up in apart:
        for person in up.people:
            if up.offer.answer_of(person.id) is not None:
                continue
            if up.offer.is_request:
                up.offer.note(person.id, Reply.OVER)
            elif (person.id, up.partner_of(person.id).id) in blocks:
                up.offer.note(person.id, Reply.NO)
            else:
                continue
            settle_cards(db, CARDS, [up.offer.id], reader=person.slack_id)


async def withdraw_offers_to(db: AsyncSession, person: Person, now: datetime) -> None:
    """For somebody about to be erased."""
    theirs = await _with_those_who_stand(db, await open_offers_of(db, [person.id]))
    await end(
        db,
        [Ending(up, OfferState.WITHDRAWN, [one for one in some if one.id != person.id]) for up, some in theirs],
        now,
    )


async def _with_those_who_stand(db: AsyncSession, offer_ids: Sequence[int]) -> list[tuple[OfferUp, list[Person]]]:
    """Those of these offers that are open, locked, and who of the two could still be paired."""
    found = []
    for some in in_pieces(offer_ids, AT_ONCE):
        ups = await lock_open_offers(db, some)
        roles = await roles_of(db, {up.program.id for up in ups}, {one.id for up in ups for one in up.people})
        full = await _without_a_place_left(db, [up for up in ups if up.offer.is_request])
        for up in ups:
            asked = zip(up.people, (Role.MENTOR, Role.MENTEE), strict=True)
            standing = [
                person
                for person, role in asked
                if (up.program.id, person.id, role) in roles
                and _will_be_here(person, up.offer)
                and (up.offer.id, person.id) not in full
            ]
            found.append((up, standing))
    return found


async def _without_a_place_left(db: AsyncSession, requests: Sequence[OfferUp]) -> set[tuple[int, int]]:
    """(offer, person) of those whom a pair fills every place of. A lead's offers need no look: they keep a place."""
    if not requests:
        return set()
    programs, people = {up.program.id for up in requests}, {one.id for up in requests for one in up.people}
    full = await with_as_many_pairs_as_they_take(db, programs, people)
    return {(up.offer.id, one.id) for up in requests for one in up.people if (up.program.id, one.id) in full}


def _will_be_here(person: Person, offer: Offer) -> bool:
    """A break that is over before the time to answer is no hindrance."""
    return person.is_active and (person.paused_until is None or person.paused_until <= offer.answer_by)


def _over(up: OfferUp, person: Person, now: datetime) -> NewRow:
    kind = REQUEST_OVER if up.offer.is_request else OFFER_OVER
    return kind.to(person, up.program.id, version=up.offer.id, due=person.next_good_hour(now))
