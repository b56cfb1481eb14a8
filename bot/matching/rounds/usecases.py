"""Before a matching: who is still in. Whoever says nothing is."""

from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.cards import settle_cards
from bot.core.changes import note
from bot.core.kinds import Address
from bot.core.outbox import post
from bot.core.refusals import Refusal
from bot.core.sentences import _
from bot.enrolment.model import Enrolment, RoundAnswer
from bot.enrolment.queries import enrolled_people
from bot.matching.kinds import MATCH_DAY, STILL_IN
from bot.matching.rounds.queries import is_asked
from bot.matching.search.engine.passing import SLICE
from bot.matching.search.usecases import NothingToMatch
from bot.offers.taken import places_in_use
from bot.people.model import Person
from bot.people.rules.hours import Hours
from bot.programs.changes import ProgramChanged
from bot.programs.model import Program
from bot.programs.queries import leads_of
from bot.programs.rules.lifecycle import PLANNING
from bot.programs.usecases import lock_led_program

QUESTIONS = ("still_in",)  # kinds of cards

_ASKED = (
    Enrolment.id,
    Enrolment.person_id,
    Enrolment.capacity,
    Person.slack_id,
    Person.tz,
    Person.work_starts,
    Person.work_ends,
    Person.work_days,
)


class DayIsOver(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Please choose today or a later day."), field="day")


class NobodyToAsk(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Nobody is waiting for a partner right now, so there's nobody to ask."), field="day")


class RoundOver(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This round is over. To see where things stand, type /mentor status."))


async def ask_who_is_in(
    db: AsyncSession, lead: Person, program_id: int, day: date, now: datetime
) -> tuple[Program, int]:
    """Asks everybody who has a place free, anew; the leads hear of the answers that morning.

    Returns how many are asked. Raises NotALead, AlreadyClosed, NothingToMatch, DayIsOver, NobodyToAsk.
    """
    program = await lock_led_program(db, lead, program_id)
    if program.state not in PLANNING:
        raise NothingToMatch(program)
    if day < now.astimezone(lead.hours.zone).date():
        raise DayIsOver
    program.rounds += 1
    await _forget_answers(db, program)
    program.matches_on = day
    note(db, ProgramChanged(program.id))
    asked = await _ask_everybody(db, program, now)
    if not asked:
        raise NobodyToAsk
    rows = [
        MATCH_DAY.to(one, program.id, version=program.rounds, due=max(now, one.hours.morning(day)))
        for one in await leads_of(db, program.id)
    ]
    await post(db, rows, now, are_new=True)
    return program, asked


async def answer_round(
    db: AsyncSession, person: Person, enrolment_id: int, answer: RoundAnswer
) -> tuple[Program, Enrolment]:
    """Can be changed until the pairs are published. Raises RoundOver."""
    enrolment = await db.get(Enrolment, enrolment_id, with_for_update=True, populate_existing=True)
    is_theirs = enrolment is not None and enrolment.person_id == person.id
    if enrolment is None or not is_theirs or not is_asked(enrolment):
        raise RoundOver
    enrolment.round_answer = answer
    settle_cards(db, QUESTIONS, [enrolment.id])
    note(db, ProgramChanged(enrolment.program_id))  # whoever skips is not counted among those who wait
    return await db.get_one(Program, enrolment.program_id), enrolment


async def end_round(db: AsyncSession, program: Program) -> None:
    """The pairs are made: there is nothing to answer any more."""
    if program.matches_on is not None:
        settle_cards(db, QUESTIONS, select(Enrolment.id).where(Enrolment.program_id == program.id))
    await _forget_answers(db, program)


async def _ask_everybody(db: AsyncSession, program: Program, now: datetime) -> int:
    """In slices: there may be 40,000, and nobody else should wait for all of them."""
    taken = await places_in_use(db, program.id)
    asked, last = 0, 0
    while True:
        found = await enrolled_people(db, program.id, _ASKED, after=last, most=SLICE)
        free = [one for one in found if one.capacity > taken[one.person_id]]
        ids = [one.id for one in free]
        await db.execute(
            update(Enrolment)
            .where(Enrolment.id.in_(ids))
            .values(round_answer=RoundAnswer.ASKED)
            .execution_options(synchronize_session=False)
        )
        rows = [
            STILL_IN.to(
                Address(program.team_id, one.slack_id),
                one.id,
                version=program.rounds,  # new, so that nobody has to look for 40,000 keys
                due=Hours(*one[4:]).next_good_hour(now),
            )
            for one in free
        ]
        await post(db, rows, now, are_new=True)
        asked += len(rows)
        if len(found) < SLICE:
            return asked
        last = found[-1].person_id


async def _forget_answers(db: AsyncSession, program: Program) -> None:
    """A round is over: whoever skipped it is in again."""
    program.matches_on = None
    answered = Enrolment.program_id == program.id, Enrolment.round_answer.is_not(None)
    await db.execute(update(Enrolment).where(*answered).values(round_answer=None))
