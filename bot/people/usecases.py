from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.changes import changes, note
from bot.core.editing import Merge, merge
from bot.core.refusals import Refusal
from bot.core.sentences import _
from bot.people.changes import AccountChanged, PersonChanged
from bot.people.model import BY_ROSTER, Block, Person
from bot.people.queries import blocked_by, find_person, place_of, slack_id_of
from bot.people.rules.accounts import TAKES_PART, Account, Told, read_user
from bot.people.ties import follow_roster, has_place_to_take, tie_to_roster

ASK_AGAIN = timedelta(minutes=5)


class OwnManager(Refusal):
    def __init__(self) -> None:
        said = _("You can't be your own manager. Please choose someone else, or nobody.")
        super().__init__(said, field="manager")


class BlocksThemselves(Refusal):
    def __init__(self) -> None:
        said = _("You're never paired with yourself. Please choose others, or nobody.")
        super().__init__(said, field="blocked")


@dataclass(frozen=True)
class Profile:
    """What somebody says of themselves. None where it was not asked, since the roster says it; empty for nothing.

    `manager` and `blocked` are Slack ids, `zone` an IANA name, None for the one in Slack; `languages`, `starts`, `ends`
    and `days` as a person has them.
    """

    level: int | None
    department: str | None
    location: str | None
    manager: str | None
    languages: Sequence[str]
    starts: int
    ends: int
    days: str
    about: str
    blocked: Sequence[str] = ()
    zone: str | None = None


async def meet(db: AsyncSession, team_id: str, slack_id: str, now: datetime, *, hold: bool = False) -> Person:
    """The person behind a Slack id. On the first meeting Slack is asked for their time zone, in the background."""
    person = await find_person(db, team_id, slack_id, hold=hold)
    if person is not None:
        return person
    person = Person(team_id=team_id, slack_id=slack_id, met_at=now, profile_due_at=now)
    db.add(person)
    await db.flush()
    changes(db).work_is_due = True
    return person


async def meet_all(db: AsyncSession, team_id: str, slack_ids: Iterable[str], now: datetime) -> list[Person]:
    return [await meet(db, team_id, slack_id, now) for slack_id in dict.fromkeys(slack_ids)]


async def has_news(db: AsyncSession, person: Person, user: Mapping[str, Any]) -> bool:
    """Whether Slack tells anything of somebody that is not known yet. Only looks."""
    told = read_user(user, person.team_id)
    if _facts(person) != _facts_told(person, told):
        return True
    return told.email is not None and told.is_active and await has_place_to_take(db, person, told.email)


async def learn_profile(db: AsyncSession, person: Person, user: Mapping[str, Any]) -> None:
    """Takes over what Slack says of somebody, whose row is locked, and what the roster says at their address.

    Their pairs follow where the zone or the account changed.
    """
    if person.erased_at is not None:
        return
    told = read_user(user, person.team_id)
    before = (person.tz, person.is_active)
    person.account, person.is_active, person.is_admin, _zone, person.locale = _facts_told(person, told)
    person.hear_zone(told.zone)
    person.profile_due_at = None
    if before[1] != person.is_active:
        note(db, AccountChanged(person.id))
    if before != (person.tz, person.is_active):
        note(db, PersonChanged(person.id))
    if person.account not in TAKES_PART:
        await _name_nowhere(db, person)
    elif told.email is not None and person.is_active:
        await tie_to_roster(db, person, told.email)


_Facts = tuple[Account, bool, bool, str | None, str | None]


def _facts(person: Person) -> _Facts:
    return person.account, person.is_active, person.is_admin, person.slack_tz, person.locale


def _facts_told(person: Person, told: Told) -> _Facts:
    """What Slack is silent about stays as it was."""
    return (
        told.account or person.account,
        told.is_active,
        told.is_admin,
        told.zone or person.slack_tz,
        told.locale or person.locale,
    )


async def _name_nowhere(db: AsyncSession, person: Person) -> None:
    """Somebody had named them before Slack told that they cannot take part."""
    await db.execute(delete(Block).where(Block.other_id == person.id))
    await db.execute(update(Person).where(Person.manager_id == person.id).values(manager_id=None))


async def profile_of(db: AsyncSession, person: Person) -> dict[str, Any]:
    """By the names in Profile, as its form has them. BY_ROSTER for what is not asked, since the roster says it."""
    place = await place_of(db, person.id)
    manager = await slack_id_of(db, person.manager_id) or ""
    return {
        "level": person.level if place is None or place.level is None else BY_ROSTER,
        "department": person.department if place is None or place.department is None else BY_ROSTER,
        "location": person.location or "" if place is None or place.location is None else BY_ROSTER,
        "manager": manager if place is None else BY_ROSTER,
        "languages": list(person.languages),
        "starts": person.work_starts,
        "ends": person.work_ends,
        "days": person.work_days,
        "about": person.about or "",
        "blocked": sorted(await blocked_by(db, person.id)),
        "zone": person.own_tz,
    }


async def edit_profile(
    db: AsyncSession, person: Person, said: Profile, opened_with: Mapping[str, str], now: datetime
) -> tuple[Profile, Merge]:
    """Stores what they changed in a form, unless some of it changed meanwhile; says what then holds, and of what.

    In another window of theirs, say, or since a roster came that says it. Raises OwnManager, BlocksThemselves.
    """
    await db.refresh(person, with_for_update=True)
    today = await profile_of(db, person)
    typed = {field.name: getattr(said, field.name) for field in fields(said)}
    typed |= {"languages": list(said.languages), "blocked": sorted(said.blocked)}
    asked = {name: value for name, value in typed.items() if value is not None or name == "zone"}
    merged = merge(today, asked, opened_with)
    holds: dict[str, Any] = {
        name: None if value == BY_ROSTER else value for name, value in (today | merged.changed).items()
    }
    profile = Profile(**holds)
    if not merged.conflicts:
        await save_profile(db, person, profile, now)
    return profile, merged


async def save_profile(db: AsyncSession, person: Person, said: Profile, now: datetime) -> None:
    """Their sessions and nudges follow the hours that they name. Raises OwnManager, BlocksThemselves."""
    if said.manager == person.slack_id:
        raise OwnManager
    if person.slack_id in said.blocked:
        raise BlocksThemselves
    person.level = said.level if said.level is not None else person.level
    person.department = said.department if said.department is not None else person.department
    if said.location is not None:
        person.location = said.location or None
    if said.manager is not None:
        manager = await meet(db, person.team_id, said.manager, now) if said.manager else None
        person.manager_id = manager.id if manager else None
    person.languages = list(said.languages)
    person.work_starts, person.work_ends, person.work_days = said.starts, said.ends, said.days
    person.choose_zone(said.zone)
    person.about = said.about or None
    await _set_blocked(db, person, said.blocked, now)
    await follow_roster(db, person)
    note(db, PersonChanged(person.id))


async def _set_blocked(db: AsyncSession, person: Person, slack_ids: Sequence[str], now: datetime) -> None:
    await db.execute(delete(Block).where(Block.person_id == person.id))
    others = await meet_all(db, person.team_id, slack_ids, now)
    db.add_all(Block(person_id=person.id, other_id=other.id) for other in others)
