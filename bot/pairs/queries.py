from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.core.kinds import Address
from bot.pairs.model import Pair
from bot.pairs.rules.lifecycle import PairState
from bot.people.model import Person
from bot.programs.model import Owner, Program
from bot.programs.rules.lifecycle import PLANNING, ProgramState
from bot.programs.wording import Wording, wording

Mentor = aliased(Person, name="mentor")
Mentee = aliased(Person, name="mentee")


@dataclass(frozen=True)
class PairUp:
    """A pair with the people in it and its program."""

    pair: Pair
    mentor: Person
    mentee: Person
    program: Program

    def partner_of(self, person_id: int) -> Person:
        return self.mentee if person_id == self.mentor.id else self.mentor

    def person(self, slack_id: str) -> Person:
        return self.mentor if slack_id == self.mentor.slack_id else self.mentee

    @property
    def people(self) -> tuple[Person, Person]:
        return self.mentor, self.mentee

    @property
    def agenda_owners(self) -> tuple[Person, ...]:
        return self._owners(self.program.agenda_owner)

    @property
    def schedulers(self) -> tuple[Person, ...]:
        """Those who may move a session."""
        return self._owners(self.program.schedule_owner)

    @property
    def words(self) -> Wording:
        return wording(self.program)

    @property
    def has_ended(self) -> bool:
        """Also while a program that has closed still sees to its pairs, one after another."""
        return self.pair.state is PairState.ENDED or self.program.state is ProgramState.CLOSED

    @property
    def rests_until(self) -> datetime | None:
        """When the last break of the two is over."""
        return max((person.paused_until for person in self.people if person.paused_until), default=None)

    @property
    def season_starts(self) -> datetime:
        """The moment from which on sessions may take place. UTC."""
        day = self.program.starts_on
        return self.pair.started_at if day is None else self.mentee.hours.morning(day)

    def may_meet_on(self, moment: datetime) -> bool:
        """Whether the program still plans sessions at that time."""
        last = self.program.ends_on
        in_season = last is None or moment.astimezone(self.mentee.hours.zone).date() <= last
        return in_season and self.program.state in PLANNING

    def _owners(self, owner: Owner) -> tuple[Person, ...]:
        return {Owner.MENTOR: (self.mentor,), Owner.MENTEE: (self.mentee,), Owner.BOTH: self.people}[owner]

    @property
    def group(self) -> Address:
        """Both of them: first whoever has to act, in whose hours it rings at worst."""
        people = sorted(self.people, key=lambda person: (person not in self.agenda_owners, person.slack_id))
        return Address(self.program.team_id, ",".join(person.slack_id for person in people))

    @property
    def is_running(self) -> bool:
        """Both can still meet: the pair has not ended, and nobody's account is deactivated."""
        return not self.has_ended and self.mentor.is_active and self.mentee.is_active


def _joined() -> Select[Pair, Person, Person, Program]:
    return (
        select(Pair, Mentor, Mentee, Program)
        .join(Mentor, Mentor.id == Pair.mentor_id)
        .join(Mentee, Mentee.id == Pair.mentee_id)
        .join(Program, Program.id == Pair.program_id)
        .order_by(Pair.id)
    )


def _paired(row: Row[Pair, Person, Person, Program]) -> PairUp:
    pair, mentor, mentee, program = row
    return PairUp(pair, mentor, mentee, program)


async def pairs_with_ids(db: AsyncSession, pair_ids: Collection[int]) -> Sequence[PairUp]:
    return [_paired(row) for row in await db.execute(_joined().where(Pair.id.in_(pair_ids)))]


async def pair_with_id(db: AsyncSession, pair_id: int) -> PairUp:
    """Raises NoResultFound."""
    return _paired((await db.execute(_joined().where(Pair.id == pair_id))).one())


async def active_pairs_of(db: AsyncSession, person_id: int) -> Sequence[PairUp]:
    theirs = or_(Pair.mentor_id == person_id, Pair.mentee_id == person_id)
    found = await db.execute(_joined().where(theirs, Pair.state == PairState.ACTIVE))
    return [_paired(row) for row in found]


async def active_pair_ids(db: AsyncSession, program_id: int, *, after: int = 0, most: int) -> Sequence[int]:
    """Up to so many, from the one after `after` on."""
    active = select(Pair.id).where(Pair.program_id == program_id, Pair.state == PairState.ACTIVE, Pair.id > after)
    return (await db.scalars(active.order_by(Pair.id).limit(most))).all()


async def pair_ids_of_people(db: AsyncSession, person_ids: Collection[int]) -> Sequence[int]:
    found = await db.scalars(
        select(Pair.id).where(
            or_(Pair.mentor_id.in_(person_ids), Pair.mentee_id.in_(person_ids)),
            Pair.state == PairState.ACTIVE,
        )
    )
    return found.all()


async def everybody_paired(db: AsyncSession, program_id: int) -> Sequence[tuple[int, int, PairState]]:
    """Mentor and mentee of each pair that a program has or had."""
    found = await db.execute(select(Pair.mentor_id, Pair.mentee_id, Pair.state).where(Pair.program_id == program_id))
    return [(mentor, mentee, state) for mentor, mentee, state in found]


async def are_paired(db: AsyncSession, program_id: int, couple: tuple[int, int]) -> bool:
    """Whether these two, mentor first, are a pair now."""
    theirs = Pair.mentor_id == couple[0], Pair.mentee_id == couple[1]
    found = select(Pair.id).where(Pair.program_id == program_id, Pair.state == PairState.ACTIVE, *theirs)
    return await db.scalar(found.limit(1)) is not None


async def next_return(db: AsyncSession) -> datetime | None:
    """When the next break is over."""
    return await db.scalar(select(func.min(Person.paused_until)))


async def people_paired_in(db: AsyncSession, program_id: int, among: Collection[int]) -> set[int]:
    """Ids of both sides of the active pairs there that one of these people is in; at most AT_ONCE people."""
    theirs = or_(Pair.mentor_id.in_(among), Pair.mentee_id.in_(among))
    active = Pair.program_id == program_id, Pair.state == PairState.ACTIVE
    found = await db.execute(select(Pair.mentor_id, Pair.mentee_id).where(*active, theirs))
    return {one for both in found for one in both}
