from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.changes import Noted, follows, note
from bot.core.kinds import Kind
from bot.core.outbox import AT_ONCE, NewRow, post
from bot.core.pieces import in_pieces
from bot.core.refusals import Refusal
from bot.core.sentences import _
from bot.enrolment.changes import SideChanged
from bot.enrolment.places import fill_places_of, note_new
from bot.enrolment.queries import programs_with_place
from bot.pairs.changes import PairChanged
from bot.pairs.kinds import INTRODUCTION, PARTNER_BACK, PARTNER_GONE
from bot.pairs.model import Pair
from bot.pairs.queries import (
    PairUp,
    active_pairs_of,
    pair_ids_of_people,
    pair_with_id,
    pairs_with_ids,
)
from bot.pairs.settling import begin_settling
from bot.people.changes import AccountChanged, PersonChanged
from bot.people.model import Person
from bot.programs.changes import ProgramChanged
from bot.programs.model import Program
from bot.programs.rules.lifecycle import ProgramState
from bot.programs.usecases import move_on


class PairEnded(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("This pair has ended, so there's nothing left to do here. Thank you for having been part of it.")
        )


class PartnerLeft(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Your partner is no longer in this Slack, so there's nothing to prepare. Your program lead can see it "
                "and will look for somebody new for you."
            )
        )


class NotYourPair(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This belongs to another pair. Your own is in /mentor status."))


class HasPartner(Refusal):
    def __init__(self, program: Program) -> None:
        super().__init__(
            _(
                "You have a partner in {program}, so your side stays as it is. If you'd rather change it, leave the "
                "program first (/mentor leave), and then sign up again."
            ),
            program=program.name,
            field="role",
        )


async def start_pairs(
    db: AsyncSession, program: Program, couples: Collection[tuple[int, int]], now: datetime
) -> Sequence[Pair]:
    """Pairs mentors with mentees (ids) and introduces each two to one another."""
    pairs = [
        Pair(program_id=program.id, mentor_id=mentor, mentee_id=mentee, started_at=now) for mentor, mentee in couples
    ]
    db.add_all(pairs)
    await db.flush()
    ids = [pair.id for pair in pairs]
    rows: list[NewRow] = []
    for some in in_pieces(ids, AT_ONCE):
        for up in await pairs_with_ids(db, some):
            rows.append(INTRODUCTION.to(up.group, up.pair.id, due=now))
    await post(db, rows, now)
    note(db, *map(PairChanged, ids))
    note(db, *(PersonChanged(person) for couple in couples for person in couple))
    return pairs


async def own_running_pair(db: AsyncSession, person: Person, pair_id: int) -> PairUp:
    """The pair, locked, for something that one of its two does. Raises NotYourPair, PairEnded, PartnerLeft."""
    await db.get_one(Pair, pair_id, with_for_update=True, populate_existing=True)
    up = await pair_with_id(db, pair_id)
    if person.id not in (up.mentor.id, up.mentee.id):
        raise NotYourPair
    if up.has_ended:
        raise PairEnded
    if not up.is_running:
        raise PartnerLeft
    return up


async def move_program_on(
    db: AsyncSession, person: Person, program_id: int, to: ProgramState, now: datetime
) -> Program:
    """A step in a program's life, with what it means for its pairs. For its leads only.

    Closing ends all of them, and both sides of each are thanked; one that goes on gets its next sessions planned.
    Of thousands that goes on afterwards. Raises NotALead, AlreadyClosed, NotNow.
    """
    program = await move_on(db, person, program_id, to, now)
    note(db, ProgramChanged(program.id))
    await begin_settling(db, program, now)
    return program


@follows(SideChanged, PersonChanged, AccountChanged)
async def follow_changed_people(db: AsyncSession, noted: Noted, now: datetime) -> None:
    """Whoever moves to another zone or leaves changes the pairs they are in; who lost a partner hears of it.

    Raises HasPartner for somebody who would change sides under a pair.
    """
    for change in noted.of(SideChanged):
        for up in await active_pairs_of(db, change.person_id):
            if up.program.id == change.program_id:
                raise HasPartner(up.program)
    if people := [change.person_id for change in noted.of(PersonChanged)]:
        note(db, *map(PairChanged, await pair_ids_of_people(db, people)))
    for person_id in sorted(change.person_id for change in noted.of(AccountChanged)):
        person = await db.get_one(Person, person_id)
        kind = PARTNER_BACK if person.is_active else PARTNER_GONE
        await tell_partners(db, person, kind, now)
        if person.is_active:
            await note_unpaired(db, person)
        else:
            await fill_places_of(db, person, now)


async def note_unpaired(db: AsyncSession, person: Person) -> None:
    """Somebody who is back needs a partner wherever they have a place and nobody."""
    paired = {up.program.id for up in await active_pairs_of(db, person.id)}
    for program in await programs_with_place(db, person.id):
        if program.id not in paired:
            note_new(db, program)


async def tell_partners(db: AsyncSession, person: Person, kind: Kind, now: datetime) -> Sequence[PairUp]:
    """A message to each partner of somebody's active pairs, which are returned; the same kind can come again."""
    person.absences += 1
    pairs = await active_pairs_of(db, person.id)
    rows = [kind.to(up.partner_of(person.id), up.pair.id, version=person.absences, due=now) for up in pairs]
    await post(db, rows, now)
    return pairs
