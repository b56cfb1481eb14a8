"""Offers that do not come about: because somebody declined, did not answer, or can no longer be paired."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.changes import Changes, changes
from bot.core.outbox import OutboxRow, post
from bot.enrolment.model import Role
from bot.offers.model import Offer, OfferState, Reply
from bot.offers.queries import (
    OfferUp,
    lock_open_offers,
    open_offers_of,
    open_offers_of_resting_programs,
    roles_of,
)
from bot.people.model import Person
from bot.programs.model import PLANNING, Program
from bot.programs.queries import leads_of


async def end(db: AsyncSession, up: OfferUp, state: OfferState, told: Collection[Person], now: datetime) -> None:
    """Of those in `told`, whoever did not decline hears a neutral word. Both are free again, and the leads hear that.

    Where somebody declined this is what is remembered, whatever came after it.
    """
    up.offer.state = OfferState.DECLINED if up.offer.is_declined else state
    others = [person for person in told if up.offer.answer_of(person.id) is not Reply.NO]
    await post(db, [_over(up, person, now) for person in others], now)
    await _tell_leads(db, up.program, now)
    changes(db).programs.add(up.program.id)


async def follow_offers(db: AsyncSession, noted: Changes, now: datetime) -> None:
    """Withdraws what can no longer become a pair, whatever the reason. The first of the reconcilers."""
    ids = {
        *await open_offers_of(db, noted.people),
        *await open_offers_of_resting_programs(db, noted.programs),
    }
    ups = await lock_open_offers(db, sorted(ids)) if ids else []
    for up in ups:
        standing = await _standing(db, up)
        if len(standing) < len(up.people) or up.program.state not in PLANNING:
            await end(db, up, OfferState.WITHDRAWN, standing, now)


async def withdraw_offers_to(db: AsyncSession, person: Person, now: datetime) -> None:
    """For somebody about to be erased."""
    for up in await lock_open_offers(db, await open_offers_of(db, [person.id])):
        others = [one for one in await _standing(db, up) if one.id != person.id]
        await end(db, up, OfferState.WITHDRAWN, others, now)


async def _standing(db: AsyncSession, up: OfferUp) -> list[Person]:
    """Those of the two who could still be paired."""
    roles = await roles_of(db, [up.program.id], [person.id for person in up.people])
    asked = zip(up.people, (Role.MENTOR, Role.MENTEE), strict=True)
    return [
        person
        for person, role in asked
        if (up.program.id, person.id, role) in roles and _will_be_here(person, up.offer)
    ]


def _will_be_here(person: Person, offer: Offer) -> bool:
    """A break that is over before the time to answer is no hindrance."""
    return person.is_active and (person.paused_until is None or person.paused_until <= offer.answer_by)


async def _tell_leads(db: AsyncSession, program: Program, now: datetime) -> None:
    """In the morning of their next working day, once for all that fell through until then: nobody is in the message."""
    rows = []
    for lead in await leads_of(db, program.id):
        day = lead.hours.working_day_after(now.astimezone(lead.hours.zone).date())
        rows.append(
            OutboxRow(
                key=f"free_again:{program.id}:{day}:{lead.slack_id}",
                team_id=program.team_id,
                kind="free_again",
                recipient=lead.slack_id,
                subject_id=program.id,
                due_at=lead.kind(lead.hours.morning(day)),
            )
        )
    await post(db, rows, now)


def _over(up: OfferUp, person: Person, now: datetime) -> OutboxRow:
    """It names the program only, since the other may be erased by the time it is read."""
    return OutboxRow(
        key=f"offer_over:{up.offer.id}:{person.slack_id}",
        team_id=up.program.team_id,
        kind="offer_over",
        recipient=person.slack_id,
        subject_id=up.program.id,
        due_at=person.kind(now),
    )
