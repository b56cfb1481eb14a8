from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.changes import Changes, changes
from bot.core.outbox import AT_ONCE, OutboxRow, post
from bot.core.refusals import Refusal
from bot.pairs.model import Pair, PairState
from bot.pairs.queries import PairUp, active_pair_ids, pair_ids_of_people, pair_with_id, pairs_with_ids
from bot.people.model import Person
from bot.programs.model import Program, ProgramState
from bot.programs.usecases import lock_led_program


class PairEnded(Refusal):
    def __init__(self) -> None:
        super().__init__(
            "This pair has ended, so there is nothing left to do here. Thank you for having been part of it."
        )


class PartnerLeft(Refusal):
    def __init__(self) -> None:
        super().__init__(
            "Your partner is no longer in this Slack, so there is nothing to prepare. Your program lead can see it and "
            "will look for somebody new for you."
        )


class NotYourPair(Refusal):
    def __init__(self) -> None:
        super().__init__("This belongs to another pair. Type /mentor status to see your own.")


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
    rows: list[OutboxRow] = []
    for start in range(0, len(ids), AT_ONCE):
        for up in await pairs_with_ids(db, ids[start : start + AT_ONCE]):
            rows.append(_row("introduction", up, up.group, now))
    await post(db, rows, now)
    changes(db).pairs.update(ids)
    return pairs


async def own_running_pair(db: AsyncSession, person: Person, pair_id: int) -> PairUp:
    """The pair, locked, for something that one of its two does. Raises NotYourPair, PairEnded, PartnerLeft."""
    await db.get_one(Pair, pair_id, with_for_update=True, populate_existing=True)
    up = await pair_with_id(db, pair_id)
    if person.id not in (up.mentor.id, up.mentee.id):
        raise NotYourPair
    if up.pair.state is PairState.ENDED:
        raise PairEnded
    if not up.is_running:
        raise PartnerLeft
    return up


async def close_program(db: AsyncSession, person: Person, program_id: int, now: datetime) -> Program:
    """Ends a program and all its pairs; both sides of each are thanked. For its leads only."""
    program = await lock_led_program(db, person, program_id)
    program.state = ProgramState.CLOSED
    ids = await active_pair_ids(db, program.id)
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        rows = [
            _row("pair_ended", up, side.slack_id, now) for up in await pairs_with_ids(db, some) for side in up.people
        ]
        await db.execute(
            update(Pair)
            .where(Pair.id.in_(some))
            .values(state=PairState.ENDED, ended_at=now)
            .execution_options(synchronize_session="evaluate")
        )
        await post(db, rows, now)
    changes(db).pairs.update(ids)
    return program


async def follow_changed_people(db: AsyncSession, noted: Changes, _now: datetime) -> None:
    """Whoever moves to another zone or leaves changes the pairs they are in."""
    if noted.people:
        noted.pairs.update(await pair_ids_of_people(db, noted.people))


def _row(kind: str, up: PairUp, recipient: str, now: datetime) -> OutboxRow:
    return OutboxRow(
        key=f"{kind}:{up.pair.id}:{recipient}",
        team_id=up.program.team_id,
        kind=kind,
        recipient=recipient,
        subject_id=up.pair.id,
        due_at=now,
    )
