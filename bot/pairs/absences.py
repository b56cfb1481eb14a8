"""Breaks, and leaving: what they mean for the pairs that somebody is in."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.changes import note
from bot.core.outbox import post
from bot.core.refusals import Refusal
from bot.core.sentences import _
from bot.enrolment.model import EnrolmentState
from bot.enrolment.places import leave
from bot.pairs.ending import end_pairs
from bot.pairs.kinds import BREAK_OVER, PARTNER_BACK, PARTNER_LEFT, PARTNER_ON_BREAK
from bot.pairs.queries import PairUp, active_pairs_of
from bot.pairs.usecases import note_unpaired, tell_partners
from bot.people.changes import PersonChanged
from bot.people.model import Person
from bot.programs.model import Program

LONGEST_BREAK = timedelta(days=366)
AT_A_TIME = 50


class BadBreak(Refusal):
    """Its text says what is wrong with the date."""


class NotOnABreak(Refusal):
    def __init__(self) -> None:
        super().__init__(_("You're not on a break, so there's nothing to end."))


async def take_break(db: AsyncSession, person: Person, until: datetime, now: datetime) -> Sequence[PairUp]:
    """Until then nobody is matched with them, nothing is asked of them, and their sessions are called off.

    A second break replaces the first. Returns the pairs whose other half is told. Raises BadBreak.
    """
    if until <= now:
        raise BadBreak(_("Please choose a day that is still to come."), field="until")
    if until > now + LONGEST_BREAK:
        raise BadBreak(
            _("A break can last a year at most. For longer, leaving is kinder to your partner, and you can come back."),
            field="until",
        )
    person.paused_until = until
    note(db, PersonChanged(person.id))
    return await tell_partners(db, person, PARTNER_ON_BREAK, now)


async def come_back(db: AsyncSession, person: Person, now: datetime) -> Sequence[PairUp]:
    """Ends a break early. Returns the pairs whose other half is told. Raises NotOnABreak."""
    if person.paused_until is None:
        raise NotOnABreak
    return await _wake(db, person, now)


async def wake_people(db: AsyncSession, now: datetime) -> int:
    """Ends the breaks whose time is over, and welcomes people back. Returns how many."""
    found = await db.scalars(
        select(Person)
        .where(Person.paused_until.is_not(None), Person.paused_until <= now)
        .order_by(Person.paused_until, Person.id)
        .limit(AT_A_TIME)
        .with_for_update(skip_locked=True)
    )
    people = found.all()
    for person in people:
        await _wake(db, person, now)
        await post(db, [BREAK_OVER.to(person, person.id, version=person.absences, due=now)], now)
    return len(people)


async def _wake(db: AsyncSession, person: Person, now: datetime) -> Sequence[PairUp]:
    person.paused_until = None
    note(db, PersonChanged(person.id))
    await note_unpaired(db, person)
    return await tell_partners(db, person, PARTNER_BACK, now)


async def leave_program(
    db: AsyncSession, person: Person, program_id: int, now: datetime
) -> tuple[Program, EnrolmentState, Sequence[PairUp]]:
    """Ends somebody's place in a program and their pairs there; each partner is told, kindly, and without a reason.

    Returns the program, what they had, and the pairs that ended. Raises NotIn.
    """
    program, had = await leave(db, person, program_id, now)
    ended = [up for up in await active_pairs_of(db, person.id) if up.program.id == program.id]
    await end_pairs(db, [up.pair.id for up in ended], PARTNER_LEFT, now, not_told=person.id)
    return program, had, ended
