"""What a step in a program's life means for everybody in it: done in pieces, since that may be thousands.

`Program.settles_from` says how far it has come, so that whoever comes next goes on from there; what is left is done by
the clock. Meanwhile the program is where the step has brought it: of one that closes, every pair counts as ended.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.changes import changes, note
from bot.core.outbox import post
from bot.core.pieces import PIECE
from bot.enrolment.kinds import PROGRAM_OVER
from bot.enrolment.model import Enrolment, EnrolmentState
from bot.enrolment.places import IN_PLAY, settle_who_waits
from bot.enrolment.queries import standing_after
from bot.pairs.changes import PairChanged
from bot.pairs.ending import end_pairs
from bot.pairs.kinds import PAIR_ENDED, PROGRAM_SETTLED
from bot.pairs.queries import active_pair_ids, people_paired_in
from bot.people.model import Person
from bot.programs.model import Program
from bot.programs.queries import leads_of, next_to_settle
from bot.programs.rules.lifecycle import ProgramState

PIECES_AT_ONCE = 3  # in the press itself: a small program is settled by then
BEGINNING = 0  # before every id


async def begin_settling(db: AsyncSession, program: Program, now: datetime) -> None:
    """In the transaction of the step. All of it, where that is little."""
    program.settles_from = BEGINNING
    for _ in range(PIECES_AT_ONCE):
        await _settle_piece(db, program, now)
        if program.settles_from is None:
            return
    changes(db).work_is_due = True


async def go_on_settling(db: AsyncSession, now: datetime) -> bool:
    """A piece of some program. Its leads hear once all is done. Says whether there was one."""
    program = await next_to_settle(db)
    if program is None:
        return False
    await _settle_piece(db, program, now)
    if program.settles_from is None and program.state is ProgramState.CLOSED:
        leads = await leads_of(db, program.id)
        await post(db, [PROGRAM_SETTLED.to(lead, program.id, due=now) for lead in leads], now)
    return True


async def _settle_piece(db: AsyncSession, program: Program, now: datetime) -> None:
    if program.state is ProgramState.CLOSED:
        await _close_piece(db, program, now)
    elif program.state is ProgramState.RUNNING:
        await _keep_piece_going(db, program)
    else:
        program.settles_from = None  # nothing follows from the other steps


async def _close_piece(db: AsyncSession, program: Program, now: datetime) -> None:
    """First those without a partner, while it can be seen who has one; then the pairs."""
    assert program.settles_from is not None
    some = await standing_after(db, program.id, (EnrolmentState.ENROLLED, *IN_PLAY), program.settles_from, PIECE)
    if some:
        program.settles_from = some[-1][0].id
        await _tell_unpaired(db, program, [one for one in some if one[0].state is EnrolmentState.ENROLLED], now)
        await settle_who_waits(db, program, [one for one in some if one[0].state in IN_PLAY], now)
        return
    ids = await active_pair_ids(db, program.id, most=PIECE)
    await end_pairs(db, ids, PAIR_ENDED, now)
    if len(ids) < PIECE:
        program.settles_from = None


async def _tell_unpaired(
    db: AsyncSession, program: Program, some: Sequence[tuple[Enrolment, Person]], now: datetime
) -> None:
    """Those who had a place and no partner in the end."""
    paired = await people_paired_in(db, program.id, [person.id for _, person in some])
    rows = [
        PROGRAM_OVER.to(person, enrolment.id, version=enrolment.times_saved, due=now)
        for enrolment, person in some
        if person.id not in paired
    ]
    await post(db, rows, now)


async def _keep_piece_going(db: AsyncSession, program: Program) -> None:
    """Every pair gets its next session planned."""
    assert program.settles_from is not None
    ids = await active_pair_ids(db, program.id, after=program.settles_from, most=PIECE)
    note(db, *map(PairChanged, ids))
    program.settles_from = ids[-1] if len(ids) == PIECE else None
