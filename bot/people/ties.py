"""Who in Slack is who in the roster: tied by their address, which the bot reads in passing and does not keep."""

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.core.changes import changes, note
from bot.people.changes import PersonChanged
from bot.people.model import Person, RosterEntry
from bot.people.queries import entry_of

COPIED = ("department", "level", "location")  # from the roster to the people whom the bot knows
NOBODYS = ""  # the team of a roster that came before any workspace did


async def tie_to_roster(db: AsyncSession, person: Person, email: str) -> None:
    """Ties somebody, whose row is locked, to the place with that address; what the roster says counts from now on.

    A place stays with whoever has it, unless their account is closed. One that an import has in its hands is passed by:
    the import has Slack asked once more.
    """
    entry = (
        await db.scalars(
            select(RosterEntry)
            .where(RosterEntry.team_id == person.team_id, RosterEntry.email == email.strip().lower())
            .with_for_update(skip_locked=True)
        )
    ).one_or_none()
    if entry is None or entry.person_id == person.id:
        return
    if entry.person_id is not None and (await db.get_one(Person, entry.person_id)).is_active:
        return
    if (before := await entry_of(db, person.id)) is not None:  # their address has changed
        before.person_id = None
        await db.flush()
    entry.person_id = person.id
    _copy(db, entry, person)


async def has_place_to_take(db: AsyncSession, person: Person, email: str) -> bool:
    """Whether the roster has a place at that address which may be theirs and is not yet. Only looks."""
    of_another = RosterEntry.person_id.is_(None) | (RosterEntry.person_id != person.id)
    at_address = (RosterEntry.team_id == person.team_id) & (RosterEntry.email == email.strip().lower())
    return await db.scalar(select(RosterEntry.id).where(at_address, of_another)) is not None


async def follow_roster(db: AsyncSession, person: Person) -> None:
    """After somebody typed something of themselves: where the roster says something it is what counts."""
    if (entry := await entry_of(db, person.id)) is not None:
        _copy(db, entry, person)


def _copy(db: AsyncSession, entry: RosterEntry, person: Person) -> None:
    for name in COPIED:
        value = getattr(entry, name)
        if value is not None and value != getattr(person, name):
            setattr(person, name, value)
            note(db, PersonChanged(person.id))


async def ask_for_ties(db: AsyncSession, team_id: str, now: datetime) -> None:
    """Has Slack asked again about everybody who has no place yet, since a changed roster may have one for them."""
    placed = select(RosterEntry.id).where(RosterEntry.person_id == Person.id).exists()
    is_here = (Person.team_id == team_id) & Person.is_active & Person.erased_at.is_(None)
    await db.execute(
        update(Person).where(is_here, ~placed).values(profile_due_at=now).execution_options(synchronize_session=False)
    )
    changes(db).work_is_due = True


async def take_over_roster(db: AsyncSession, team_id: str, now: datetime) -> None:
    """Gives a roster that came before any workspace to this one. Whoever is in its own already stays as they are."""
    nobodys = RosterEntry.team_id == NOBODYS
    if await db.scalar(select(RosterEntry.id).where(nobodys).limit(1)) is None:
        return
    theirs, ours = aliased(RosterEntry), aliased(RosterEntry)
    # Those who report to somebody whose place is here already report to that place from now on.
    same_manager = (
        select(ours.id)
        .join(theirs, theirs.email == ours.email)
        .where(theirs.id == RosterEntry.manager_id, ours.team_id == team_id)
        .correlate(RosterEntry)
        .scalar_subquery()
    )
    known = select(ours.email).where(ours.team_id == team_id, ours.email.is_not(None))
    for statement in (
        update(RosterEntry).where(nobodys).values(manager_id=func.coalesce(same_manager, RosterEntry.manager_id)),
        delete(RosterEntry).where(nobodys, RosterEntry.email.in_(known)),
        update(RosterEntry).where(nobodys).values(team_id=team_id),
    ):
        await db.execute(statement.execution_options(synchronize_session=False))
    await ask_for_ties(db, team_id, now)
