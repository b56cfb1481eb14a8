"""Making the groups of a mixer: claimed, worked out away from the database, stored and told."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.cards import settle_cards
from bot.core.kinds import Address, Kind
from bot.core.outbox import NewRow, OutboxRow, newest, post
from bot.mixers.kinds import (
    MIXER_ANNOUNCED_AT_LAST,
    MIXER_CALLED_OFF,
    MIXER_GROUP,
    MIXER_GROUPED,
    MIXER_TOO_SMALL,
    MIXER_UNANNOUNCED,
)
from bot.mixers.model import Mixer, MixerGuest, MixerState
from bot.mixers.queries import Seat, due_mixer, guests_of, seats_before
from bot.mixers.rules.groups import Guest, group
from bot.people.model import Person
from bot.programs.model import Program
from bot.programs.queries import leads_of
from bot.programs.rules.lifecycle import PUBLIC

INVITATIONS = ("mixer_announced", "mixer_invited")
LEASE = timedelta(minutes=2)  # making the groups takes seconds


@dataclass(frozen=True)
class Gathered:
    """Whom to put into groups, and where they sat at earlier mixers."""

    mixer_id: int
    guests: Sequence[Guest]
    seats: Sequence[Seat]


async def take_due_mixer(db: AsyncSession, now: datetime) -> Gathered | None:
    """Claims a mixer whose groups are to be made. Nobody gathers in a program that has closed."""
    mixer = await due_mixer(db, now)
    if mixer is None:
        return None
    mixer.leased_until = now + LEASE
    program = await db.get_one(Program, mixer.program_id)
    if program.state not in PUBLIC:
        return Gathered(mixer.id, [], [])
    people = [person for person in await guests_of(db, mixer.id) if can_come(person, now)]
    guests = [Guest(person.id, person.level, person.department) for person in people]
    return Gathered(mixer.id, guests, await seats_before(db, mixer.id))


def make_groups(gathered: Gathered) -> tuple[list[list[int]], int]:
    """Pure, and takes seconds for thousands: groups of people's ids, and how many pairs in them met before."""
    met = meetings(gathered.seats)
    groups = group(gathered.guests, met)
    return groups, sum(frozenset(pair) in met for members in groups for pair in combinations(members, 2))


def meetings(seats: Iterable[Seat]) -> Counter[frozenset[int]]:
    """How many times each two sat at one table. Pure."""
    tables = defaultdict(list)
    for mixer, table, person in seats:
        tables[mixer, table].append(person)
    return Counter(frozenset(pair) for people in tables.values() for pair in combinations(people, 2))


async def store_groups(
    db: AsyncSession, mixer_id: int, groups: Sequence[Sequence[int]], repeats: int, now: datetime
) -> None:
    """Keeps the groups and tells everybody; without any the mixer is called off. Does nothing once that was done."""
    mixer = await db.get_one(Mixer, mixer_id, with_for_update=True, populate_existing=True)
    if mixer.state is not MixerState.GATHERING:
        return
    program = await db.get_one(Program, mixer.program_id)
    people = {person.id: person.slack_id for person in await guests_of(db, mixer.id)}  # some may have gone meanwhile
    tables = [present for members in groups if (present := [person for person in members if person in people])]
    if program.state not in PUBLIC or not tables:
        kind = MIXER_TOO_SMALL if program.state in PUBLIC else MIXER_CALLED_OFF
        await tell_called_off(db, mixer, program, kind, now)
        return
    mixer.state, mixer.leased_until, mixer.repeats = MixerState.GROUPED, None, repeats
    settle_cards(db, INVITATIONS, [mixer.id])
    seats = [
        {"mixer_id": mixer.id, "person_id": person, "table": number}
        for number, members in enumerate(tables, 1)
        for person in members
    ]
    await db.execute(update(MixerGuest), seats)
    together = [",".join(sorted(people[person] for person in members)) for members in tables]
    rows = messages(MIXER_GROUP, mixer, program, together, now)
    leads = [lead.slack_id for lead in await leads_of(db, program.id) if lead.is_active]
    await post(db, [*rows, *messages(MIXER_GROUPED, mixer, program, leads, now)], now, are_new=True)


async def tell_called_off(
    db: AsyncSession, mixer: Mixer, program: Program, kind: Kind, now: datetime, *, knows: str = ""
) -> None:
    mixer.state, mixer.leased_until = MixerState.CALLED_OFF, None
    settle_cards(db, INVITATIONS, [mixer.id])
    leads = [lead for lead in await leads_of(db, program.id) if lead.is_active]
    readers = {person.slack_id for person in (*await guests_of(db, mixer.id), *leads)} - {knows}
    await post(db, messages(kind, mixer, program, sorted(readers), now), now, are_new=True)


async def lead_told(db: AsyncSession, kind: Kind, about: OutboxRow, now: datetime, *, version: int = 0) -> None:
    """Whoever invited hears what came of a message, the subject of the new one; `version` is of several times."""
    mixer = await db.get_one(Mixer, about.subject_id)
    lead = Address(about.team_id, mixer.asked_by)
    await post(db, [kind.to(lead, about.id, version=version, due=now)], now)


async def told_unannounced(db: AsyncSession, row: OutboxRow, now: datetime) -> None:
    """Each time it fails in another way, or after somebody asked for another try."""
    await lead_told(db, MIXER_UNANNOUNCED, row, now, version=row.attempts)


async def told_announced(db: AsyncSession, row: OutboxRow, now: datetime) -> None:
    """Only where they were told that it was not, or asked for another try."""
    mixer = await db.get_one(Mixer, row.subject_id)
    if row.version or await newest(db, MIXER_UNANNOUNCED.name, row.id, mixer.asked_by):
        await lead_told(db, MIXER_ANNOUNCED_AT_LAST, row, now)


def can_come(person: Person, now: datetime) -> bool:
    return person.is_active and (person.paused_until is None or person.paused_until <= now)


def messages(kind: Kind, mixer: Mixer, program: Program, recipients: Iterable[str], now: datetime) -> list[NewRow]:
    return [kind.to(Address(program.team_id, recipient), mixer.id, due=now) for recipient in recipients]
