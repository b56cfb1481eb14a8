from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, Select, Text, and_, bindparam, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.core.outbox import AT_ONCE
from bot.core.pieces import in_pieces
from bot.enrolment.model import STANDING, Enrolment, EnrolmentState, Role, RoundAnswer
from bot.people.model import Person
from bot.programs.model import Program, ProgramCounts, ProgramLead
from bot.programs.rules.lifecycle import PUBLIC, UNFINISHED


async def program_with_enrolment(
    db: AsyncSession, program_id: int, person_id: int
) -> tuple[Program | None, Enrolment | None]:
    """A program, and this person's place in it."""
    found = await db.execute(
        select(Program, Enrolment)
        .outerjoin(Enrolment, and_(Enrolment.program_id == Program.id, Enrolment.person_id == person_id))
        .where(Program.id == program_id)
    )
    row = found.one_or_none()
    return (row[0], row[1]) if row else (None, None)


TAKES_PART = or_(Enrolment.round_answer.is_(None), Enrolment.round_answer != RoundAnswer.SKIPS)

_PERSON = bindparam("person", type_=Integer)
_PROGRAMS_OF = (
    select(Program, ProgramCounts, ProgramLead.person_id, Enrolment)
    .join(ProgramCounts, ProgramCounts.program_id == Program.id)
    .outerjoin(ProgramLead, and_(ProgramLead.program_id == Program.id, ProgramLead.person_id == _PERSON))
    .outerjoin(
        Enrolment,
        and_(Enrolment.program_id == Program.id, Enrolment.person_id == _PERSON, Enrolment.state.in_(STANDING)),
    )
    .where(
        Program.team_id == bindparam("team"),
        Program.state.in_(UNFINISHED),
        or_(ProgramLead.person_id.is_not(None), Enrolment.id.is_not(None)),
    )
    .order_by(Program.id)
)


async def programs_of(
    db: AsyncSession, person: Person
) -> Sequence[Row[Program, ProgramCounts, int | None, Enrolment | None]]:
    """Unfinished programs that somebody leads (the third is theirs, then) or has, or waits for, a place in."""
    return (await db.execute(_PROGRAMS_OF, {"person": person.id, "team": person.team_id})).all()


async def standing_of(db: AsyncSession, person_id: int) -> Sequence[Row[Enrolment, Program]]:
    """Where somebody has a place, or may get one, in programs that have begun and are not closed."""
    found = await db.execute(
        select(Enrolment, Program)
        .join(Program, Program.id == Enrolment.program_id)
        .where(Enrolment.person_id == person_id, Enrolment.state.in_(STANDING), Program.state.in_(PUBLIC))
        .order_by(Program.id)
    )
    return found.all()


async def enrolled_people(
    db: AsyncSession,
    program_id: int,
    columns: Sequence[ColumnElement[Any] | InstrumentedAttribute[Any]],
    *,
    after: int = 0,
    most: int | None = None,
    among: Collection[int] | None = None,
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Those who can be matched: who have a place, an active Slack account, and neither a break nor a round to skip.

    These columns of each, since whole rows would take several times as long to make, and there may be 40,000.
    In the order of their ids, from the one after `after` on; `among` are at most AT_ONCE people.
    """
    theirs = [] if among is None else [Enrolment.person_id.in_(among)]
    found = await db.execute(
        select(*columns)
        .select_from(Enrolment)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            Enrolment.program_id == program_id,
            Enrolment.state == EnrolmentState.ENROLLED,
            Person.is_active,
            Person.paused_until.is_(None),
            TAKES_PART,
            Enrolment.person_id > after,
            *theirs,
        )
        .order_by(Enrolment.person_id)
        .limit(most)
    )
    return found.all()


async def places_taken(db: AsyncSession, program_id: int) -> int:
    """By people whose Slack account is active."""
    taken = await db.scalar(
        select(func.count())
        .select_from(Enrolment)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.program_id == program_id, Enrolment.state == EnrolmentState.ENROLLED, Person.is_active)
    )
    return taken or 0


async def enrolled_by_role(db: AsyncSession, program_id: int) -> tuple[int, int]:
    """How many mentors and mentees have a place."""
    found = await db.execute(
        select(Enrolment.role, func.count())
        .where(Enrolment.program_id == program_id, Enrolment.state == EnrolmentState.ENROLLED)
        .group_by(Enrolment.role)
    )
    counts = {row[0]: row[1] for row in found}
    return counts.get(Role.MENTOR, 0), counts.get(Role.MENTEE, 0)


async def count_applied(db: AsyncSession, program_id: int) -> int:
    """How many wait for a lead's answer."""
    applied = Enrolment.program_id == program_id, Enrolment.state == EnrolmentState.APPLIED
    return await db.scalar(select(func.count()).select_from(Enrolment).where(*applied)) or 0


async def standing_in(
    db: AsyncSession, program_id: int, states: Collection[EnrolmentState]
) -> Sequence[tuple[Enrolment, Person]]:
    """With an active Slack account, the earliest first."""
    found = await db.execute(
        select(Enrolment, Person)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.program_id == program_id, Enrolment.state.in_(states), Person.is_active)
        .order_by(Enrolment.enrolled_at, Enrolment.id)
    )
    return [(enrolment, person) for enrolment, person in found]


async def standing_after(
    db: AsyncSession, program_id: int, states: Collection[EnrolmentState], after: int, most: int
) -> Sequence[tuple[Enrolment, Person]]:
    """As standing_in, in the order of their ids, from the one after `after` on."""
    found = await db.execute(
        select(Enrolment, Person)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.program_id == program_id, Enrolment.id > after)
        .where(Enrolment.state.in_(states), Person.is_active)
        .order_by(Enrolment.id)
        .limit(most)
    )
    return [(enrolment, person) for enrolment, person in found]


async def waiting_longest(db: AsyncSession, program_id: int, most: int | None) -> Sequence[tuple[Enrolment, Person]]:
    """Those on the waiting list, then those who applied; locked for whoever gives them a place."""
    found = await db.execute(
        select(Enrolment, Person)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            Enrolment.program_id == program_id,
            Enrolment.state.in_((EnrolmentState.WAITING, EnrolmentState.APPLIED)),
            Person.is_active,
        )
        .order_by(Enrolment.state.desc(), Enrolment.enrolled_at, Enrolment.id)
        .limit(most)
        .with_for_update(of=Enrolment)
    )
    return [(enrolment, person) for enrolment, person in found]


async def programs_with_place(db: AsyncSession, person_id: int) -> Sequence[Program]:
    found = await db.scalars(
        select(Program)
        .join(Enrolment, Enrolment.program_id == Program.id)
        .where(Enrolment.person_id == person_id, Enrolment.state == EnrolmentState.ENROLLED)
        .order_by(Program.id)
    )
    return found.all()


async def programs_enrolled_in(db: AsyncSession, person_ids: Collection[int]) -> set[int]:
    """Ids of programs in which any of these people has a place."""
    found: set[int] = set()
    for some in in_pieces(sorted(person_ids), AT_ONCE):
        theirs = Enrolment.person_id.in_(some)
        in_place = select(Enrolment.program_id).where(theirs, Enrolment.state == EnrolmentState.ENROLLED)
        found |= set(await db.scalars(in_place.distinct()))
    return found


_UP = (EnrolmentState.APPLIED, EnrolmentState.WAITING)
_HAS_ANSWERED = cast(Enrolment.answers, Text) != "[]"


def _applied_to(program_ids: Collection[int], *, accepted: bool) -> Select[Enrolment, Person, Program]:
    which = (Enrolment.state == EnrolmentState.ENROLLED, _HAS_ANSWERED) if accepted else (Enrolment.state.in_(_UP),)
    return (
        select(Enrolment, Person, Program)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Program, Program.id == Enrolment.program_id)
        .where(Enrolment.program_id.in_(program_ids), *which)
    )


async def applications(
    db: AsyncSession, program_ids: Collection[int], most: int, *, after: int = 0, accepted: bool = False
) -> Sequence[Row[Enrolment, Person, Program]]:
    """Those that wait for an answer, then the waiting list; the earliest first.

    Or those `accepted` who answered questions before.
    """
    found = await db.execute(
        _applied_to(program_ids, accepted=accepted)
        .order_by(Program.id, Enrolment.state, Enrolment.enrolled_at, Enrolment.id)
        .limit(most)
        .offset(after)
    )
    return found.all()


async def count_applications(db: AsyncSession, program_ids: Collection[int], *, accepted: bool = False) -> int:
    rows = _applied_to(program_ids, accepted=accepted).with_only_columns(Enrolment.id).subquery()
    return await db.scalar(select(func.count()).select_from(rows)) or 0


async def widest_gap(db: AsyncSession, program_id: int) -> tuple[int, int] | None:
    """Level of the most junior mentor and of the most senior mentee who have a place; None while a side is empty."""
    found = await db.execute(
        select(Enrolment.role, func.min(Person.level), func.max(Person.level))
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.program_id == program_id, Enrolment.state == EnrolmentState.ENROLLED, Person.is_active)
        .group_by(Enrolment.role)
    )
    levels = {role: (least, most) for role, least, most in found if least is not None and most is not None}
    if Role.MENTOR not in levels or Role.MENTEE not in levels:
        return None
    return levels[Role.MENTOR][0], levels[Role.MENTEE][1]
