from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.people.model import LEVELS, TO_DO, Block, Person, RosterEntry, RosterUpload
from bot.people.rules.accounts import Account

PLACES_AT_A_TIME = 5_000

# Built once: every call asks this, and building a statement takes longer than SQLite does to answer it.
_FIND = select(Person).where(Person.team_id == bindparam("team"), Person.slack_id == bindparam("user"))

_FIND_AND_HOLD = _FIND.with_for_update(read=True, key_share=True)


async def find_person(db: AsyncSession, team_id: str, slack_id: str, *, hold: bool = False) -> Person | None:
    """With `hold` nobody erases them before this transaction is over: what it writes cannot come back afterwards."""
    return (await db.scalars(_FIND_AND_HOLD if hold else _FIND, {"team": team_id, "user": slack_id})).one_or_none()


async def accounts_told(db: AsyncSession, team_id: str, slack_ids: Sequence[str]) -> dict[str, Account]:
    """By Slack id, what those are of whom Slack has told it."""
    found = await db.execute(
        select(Person.slack_id, Person.account).where(
            Person.team_id == team_id, Person.slack_id.in_(slack_ids), Person.profile_due_at.is_(None)
        )
    )
    return {row.slack_id: row.account for row in found}


async def slack_id_of(db: AsyncSession, person_id: int | None) -> str | None:
    return await db.scalar(select(Person.slack_id).where(Person.id == person_id, Person.erased_at.is_(None)))


async def blocked_by(db: AsyncSession, person_id: int) -> list[str]:
    """Slack ids of those whom somebody should not be paired with."""
    found = await db.scalars(
        select(Person.slack_id)
        .join(Block, Block.other_id == Person.id)
        .where(Block.person_id == person_id, Person.erased_at.is_(None))
        .order_by(Person.id)
    )
    return list(found)


async def blocks_in(db: AsyncSession, team_id: str) -> Sequence[tuple[int, int]]:
    """Who should not be paired with whom, as one of the two said."""
    found = await db.execute(
        select(Block.person_id, Block.other_id)
        .join(Person, Person.id == Block.person_id)
        .where(Person.team_id == team_id)
    )
    return [(person, other) for person, other in found]


async def entry_of(db: AsyncSession, person_id: int) -> RosterEntry | None:
    return (await db.scalars(select(RosterEntry).where(RosterEntry.person_id == person_id))).one_or_none()


@dataclass(frozen=True)
class Place:
    """What the roster says of somebody; None where it is silent. Of reporting lines it knows best even then.

    `manager` is a Slack id, `manager_email` is for those who have not met the bot.
    """

    level: int | None = None
    department: str | None = None
    location: str | None = None
    manager: str | None = None
    manager_email: str | None = None


async def place_of(db: AsyncSession, person_id: int) -> Place | None:
    boss = aliased(RosterEntry)
    known = (Person.id == boss.person_id) & Person.erased_at.is_(None)
    found = await db.execute(
        select(RosterEntry, boss.email, Person.slack_id)
        .outerjoin(boss, boss.id == RosterEntry.manager_id)
        .outerjoin(Person, known)
        .where(RosterEntry.person_id == person_id)
    )
    if (row := found.one_or_none()) is None:
        return None
    entry, email, slack_id = row
    return Place(entry.level, entry.department, entry.location, slack_id, email)


async def levels_in_use(db: AsyncSession, team_id: str) -> Sequence[int]:
    """Those that somebody can choose from: those of the roster, where there is one."""
    found = await db.scalars(
        select(RosterEntry.level)
        .where(RosterEntry.team_id == team_id, RosterEntry.level.is_not(None))
        .distinct()
        .order_by(RosterEntry.level)
        .limit(100)
    )
    levels = [level for level in found if level is not None]
    return levels if len(levels) > 1 else list(LEVELS)


async def teams_with_profiles_due(db: AsyncSession, now: datetime) -> Sequence[str]:
    return (await db.scalars(select(Person.team_id).where(Person.profile_due_at <= now).distinct())).all()


async def teams_with_rosters(db: AsyncSession, now: datetime) -> Sequence[str]:
    """In which one waits that nobody works on."""
    waits = RosterUpload.state.in_(TO_DO)
    is_free = RosterUpload.leased_until.is_(None) | (RosterUpload.leased_until <= now)
    return (await db.scalars(select(RosterUpload.team_id).where(waits, is_free).distinct())).all()


async def profiles_due(db: AsyncSession, team_id: str, now: datetime, most: int) -> Sequence[Person]:
    found = await db.scalars(
        select(Person)
        .where(Person.team_id == team_id, Person.profile_due_at <= now)
        .order_by(Person.profile_due_at, Person.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    return found.all()


async def oldest_waiting_upload(db: AsyncSession, team_id: str, now: datetime) -> RosterUpload | None:
    """One that nobody works on, locked for whoever asks."""
    found = await db.scalars(
        select(RosterUpload)
        .where(
            RosterUpload.team_id == team_id,
            RosterUpload.state.in_(TO_DO),
            RosterUpload.leased_until.is_(None) | (RosterUpload.leased_until <= now),
        )
        .order_by(RosterUpload.asked_at, RosterUpload.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return found.one_or_none()


async def managers_of_everybody(db: AsyncSession, team_id: str) -> dict[int | str, int | str]:
    """Who reports to whom: by the roster, and for those who are not in it by what they said.

    People go by their id; those in the roster whom the bot never met by "roster-" and the number of their place.
    """
    entries = await _places(db, team_id)
    names: dict[int, int | str] = {entry: person or f"roster-{entry}" for entry, _, person in entries}
    managers: dict[int | str, int | str] = await _managers_said(db, team_id)
    for entry, manager, _ in entries:  # the roster knows better than what somebody says of themselves
        managers.pop(names[entry], None)
        if manager is not None:
            managers[names[entry]] = names[manager]
    return managers


async def _managers_said(db: AsyncSession, team_id: str) -> dict[int | str, int | str]:
    """What people said of themselves, in pieces, too."""
    managers: dict[int | str, int | str] = {}
    last = 0
    while True:
        found = await db.execute(
            select(Person.id, Person.manager_id)
            .where(Person.team_id == team_id, Person.manager_id.is_not(None), Person.id > last)
            .order_by(Person.id)
            .limit(PLACES_AT_A_TIME)
        )
        some = found.all()
        managers.update((person, manager) for person, manager in some if manager is not None)
        if len(some) < PLACES_AT_A_TIME:
            return managers
        last = some[-1][0]


async def _places(db: AsyncSession, team_id: str) -> list[tuple[int, int | None, int | None]]:
    """(place, place of the manager, person) of a whole roster, in pieces: the loop must not wait for all of it."""
    places: list[tuple[int, int | None, int | None]] = []
    while True:
        found = await db.execute(
            select(RosterEntry.id, RosterEntry.manager_id, RosterEntry.person_id)
            .where(RosterEntry.team_id == team_id, RosterEntry.id > (places[-1][0] if places else 0))
            .order_by(RosterEntry.id)
            .limit(PLACES_AT_A_TIME)
        )
        some = [(entry, manager, person) for entry, manager, person in found]
        places += some
        if len(some) < PLACES_AT_A_TIME:
            return places
