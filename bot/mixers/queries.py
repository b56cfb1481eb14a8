from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.mixers.model import Mixer, MixerGuest, MixerState
from bot.people.model import Person
from bot.programs.model import Program, ProgramLead
from bot.programs.rules.lifecycle import PUBLIC

Seat = tuple[int, int, int]  # mixer, table, person


@dataclass(frozen=True)
class Invitation:
    """A mixer as one person finds it; `guests` is how many would like to come, which is all that anybody sees."""

    mixer: Mixer
    program: Program
    guests: int
    is_guest: bool
    is_lead: bool


async def invitations(db: AsyncSession, person: Person, now: datetime) -> list[Invitation]:
    """The mixers of somebody's workspace that can be joined, those first whose sign-up ends first."""
    found = await db.execute(
        _for(person)
        .where(
            Program.team_id == person.team_id,
            Program.state.in_(PUBLIC),
            Mixer.state == MixerState.GATHERING,
            Mixer.gathers_until > now,
        )
        .order_by(Mixer.gathers_until, Mixer.id)
    )
    return [Invitation(*row) for row in found]


async def invitation(db: AsyncSession, person: Person, mixer_id: int) -> Invitation:
    found = await db.execute(_for(person).where(Mixer.id == mixer_id))
    return Invitation(*found.one())


def _for(person: Person) -> Select[Mixer, Program, int, bool, bool]:
    guests = select(func.count()).where(MixerGuest.mixer_id == Mixer.id).scalar_subquery()
    is_guest = select(MixerGuest).where(MixerGuest.mixer_id == Mixer.id, MixerGuest.person_id == person.id).exists()
    is_lead = (
        select(ProgramLead).where(ProgramLead.program_id == Program.id, ProgramLead.person_id == person.id).exists()
    )
    asked: Select[Any] = select(Mixer, Program, guests, is_guest, is_lead)
    return asked.join(Program, Program.id == Mixer.program_id)


async def due_mixer(db: AsyncSession, now: datetime) -> Mixer | None:
    """One whose sign-up is over, or whose program has closed, and that nobody works on; locked for whoever asks."""
    found = await db.scalars(
        select(Mixer)
        .join(Program, Program.id == Mixer.program_id)
        .where(
            Mixer.state == MixerState.GATHERING,
            or_(Mixer.gathers_until <= now, Program.state.not_in(PUBLIC)),
            or_(Mixer.leased_until.is_(None), Mixer.leased_until <= now),
        )
        .order_by(Mixer.gathers_until, Mixer.id)
        .limit(1)
        .with_for_update(of=Mixer, skip_locked=True)
    )
    return found.one_or_none()


async def guests_of(db: AsyncSession, mixer_id: int) -> Sequence[Person]:
    """Everybody who would like to come and is still in this Slack."""
    found = await db.scalars(
        select(Person)
        .join(MixerGuest, MixerGuest.person_id == Person.id)
        .where(MixerGuest.mixer_id == mixer_id, Person.is_active)
        .order_by(Person.id)
    )
    return found.all()


async def seats_before(db: AsyncSession, mixer_id: int) -> list[Seat]:
    """Where the guests of this mixer sat at earlier ones: of the whole workspace, since people belong to only one."""
    guests = select(MixerGuest.person_id).where(MixerGuest.mixer_id == mixer_id)
    found = await db.execute(
        select(MixerGuest.mixer_id, MixerGuest.table, MixerGuest.person_id).where(
            MixerGuest.person_id.in_(guests), MixerGuest.table.is_not(None)
        )
    )
    return [(mixer, table, person) for mixer, table, person in found if table is not None]


async def tables_of(db: AsyncSession, mixer_id: int, most: int) -> tuple[list[list[str]], int]:
    """The Slack ids at each of the first tables, and how many tables there are."""
    found = await db.execute(
        select(MixerGuest.table, Person.slack_id)
        .join(Person, Person.id == MixerGuest.person_id)
        .where(MixerGuest.mixer_id == mixer_id, MixerGuest.table <= most, Person.erased_at.is_(None))
        .order_by(MixerGuest.table, Person.id)
    )
    tables: dict[int | None, list[str]] = {}
    for table, slack_id in found:
        tables.setdefault(table, []).append(slack_id)
    last = await db.scalar(select(func.max(MixerGuest.table)).where(MixerGuest.mixer_id == mixer_id))
    return list(tables.values()), last or 0


async def next_grouping(db: AsyncSession) -> datetime | None:
    """When the next round's sign-up is over."""
    return await db.scalar(select(func.min(Mixer.gathers_until)).where(Mixer.state == MixerState.GATHERING))
