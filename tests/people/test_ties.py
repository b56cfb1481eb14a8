import asyncio
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.changes import changes
from bot.core.database import Database
from bot.people.changes import PersonChanged
from bot.people.model import Person, RosterEntry
from bot.people.roster import import_roster
from bot.people.rules.roster_fields import COLUMNS
from bot.people.rules.roster_file import RosterFile, read_roster
from bot.people.ties import follow_roster, take_over_roster
from bot.people.usecases import Profile, learn_profile, meet, save_profile
from tests.office import Office
from tests.workplace import MONDAY
from tests.world import ELSEWHERE

MAYA = "maya@x.com,Maya,lena@x.com,Sales,3,Oslo"
LENA = "lena@x.com,Lena,,,5,"
HERSELF = Profile(6, "My own word", "Rome", None, ["en"], 9, 17, "01234", "")


def file_of(*lines: str) -> RosterFile:
    return read_roster("\n".join([",".join(COLUMNS), *lines]).encode())


def account(email: str, **more: Any) -> dict[str, Any]:
    """What Slack says of somebody."""
    return {"tz": "Europe/Oslo", "profile": {"email": email}, **more}


async def tied(db: AsyncSession) -> dict[str | None, int | None]:
    entries = await db.scalars(
        select(RosterEntry).where(RosterEntry.team_id != ELSEWHERE, RosterEntry.person_id.is_not(None))
    )
    return {entry.email: entry.person_id for entry in entries}


async def newcomer(db: AsyncSession, handle: str = "maya") -> Person:
    return await meet(db, "T1", f"U0{handle.upper()}", MONDAY)


async def test_whoever_meets_the_bot_is_tied_by_address_and_takes_over_what_the_roster_says(
    database: Database,
) -> None:
    async with database.session() as db, db.begin():
        await import_roster(db, "T1", file_of(MAYA, LENA), MONDAY)
        maya, lena = await newcomer(db), await newcomer(db, "lena")
        lena.department = "My own word"
        await learn_profile(db, maya, account(" Maya@X.com"))
        await learn_profile(db, lena, account("lena@x.com"))
        assert (maya.level, maya.department, maya.location) == (3, "Sales", "Oslo")
        assert (lena.level, lena.department, lena.location) == (5, "My own word", None)
        assert await tied(db) == {"maya@x.com": maya.id, "lena@x.com": lena.id}


async def test_being_tied_counts_as_a_change_only_where_something_changes(database: Database) -> None:
    async with database.session() as db, db.begin():
        await import_roster(db, "T1", file_of(MAYA, LENA), MONDAY)
        maya = await newcomer(db)
        maya.tz, maya.level, maya.department, maya.location = "Europe/Oslo", 3, "Sales", "Oslo"
        await learn_profile(db, maya, account("maya@x.com"))
        assert changes(db).noted == {}
        lena = await newcomer(db, "lena")
        lena.tz = "Europe/Oslo"
        await learn_profile(db, lena, account("lena@x.com"))
        assert list(changes(db).noted[PersonChanged]) == [PersonChanged(lena.id)]


async def test_nobody_is_tied_without_an_address_or_across_workspaces(database: Database) -> None:
    async with database.session() as db, db.begin():
        await import_roster(db, "T2", file_of(MAYA, LENA), MONDAY)
        maya = await newcomer(db)
        for user in (account("maya@x.com"), account(""), {"profile": None}, {"profile": {"email": None}}, {}):
            await learn_profile(db, maya, user)
        assert await tied(db) == {}


async def test_a_closed_account_is_not_tied_and_gives_its_place_to_a_newer_one(database: Database) -> None:
    async with database.session() as db, db.begin():
        await import_roster(db, "T1", file_of(MAYA, LENA), MONDAY)
        first, second = await newcomer(db, "first"), await newcomer(db, "second")
        await learn_profile(db, first, account("maya@x.com"))
        await learn_profile(db, second, account("maya@x.com"))
        assert await tied(db) == {"maya@x.com": first.id}
        await learn_profile(db, first, account("maya@x.com", deleted=True))
        await learn_profile(db, second, account("maya@x.com"))
        assert await tied(db) == {"maya@x.com": second.id}
        await learn_profile(db, await newcomer(db, "third"), account("lena@x.com", deleted=True))
        assert await tied(db) == {"maya@x.com": second.id}


async def test_whoever_changes_their_address_moves_to_the_place_that_has_it(database: Database) -> None:
    async with database.session() as db, db.begin():
        await import_roster(db, "T1", file_of(MAYA, LENA, "maya.k@x.com,Maya,,Marketing,4,"), MONDAY)
        maya = await newcomer(db)
        await learn_profile(db, maya, account("maya@x.com"))
        await learn_profile(db, maya, account("maya.k@x.com"))
        assert await tied(db) == {"maya.k@x.com": maya.id}
        assert (maya.level, maya.department) == (4, "Marketing")
        await learn_profile(db, maya, account("new@x.com"))
        assert await tied(db) == {"maya.k@x.com": maya.id}, "an address that no line has changes nothing"


async def test_a_place_that_an_import_has_in_its_hands_is_passed_by_and_asked_about_again(database: Database) -> None:
    if "sqlite" in database.url:
        return  # there one transaction waits for the other as a whole
    async with database.session() as db, db.begin():
        await import_roster(db, "T1", file_of(MAYA, LENA), MONDAY)
        person_id = (await newcomer(db)).id
    async with database.session() as importing, database.session() as db, importing.begin():
        await importing.scalars(select(RosterEntry).with_for_update())
        async with asyncio.timeout(5), db.begin():
            maya = await db.get_one(Person, person_id, with_for_update=True)
            await learn_profile(db, maya, account("maya@x.com"))
            assert await tied(db) == {}
        await import_roster(importing, "T1", file_of(MAYA.replace("Oslo", "Rome"), LENA), MONDAY)
    async with database.session() as db:
        assert (await db.get_one(Person, person_id)).profile_due_at == MONDAY


async def test_after_an_import_slack_is_asked_about_those_who_have_no_place_yet(office: Office) -> None:
    async with office.edge.transaction() as db:
        for person in await db.scalars(select(Person)):
            person.profile_due_at = None
        (await db.get_one(Person, office.ids["wei"])).is_active = False
        (await db.get_one(Person, office.ids["zoe"])).erased_at = MONDAY
        stranger = await meet(db, "T2", "U0STRANGER", MONDAY)
        stranger.profile_due_at = None
        await import_roster(db, "T1", file_of(LENA), MONDAY)
        await learn_profile(db, await db.get_one(Person, office.ids["lena"]), account("lena@x.com"))
    async with office.edge.transaction() as db:
        for person in await db.scalars(select(Person)):
            person.profile_due_at = None
    async with office.edge.transaction() as db:
        await import_roster(db, "T1", file_of(MAYA, LENA), MONDAY)
        assert changes(db).work_is_due
    async with office.edge.transaction() as db:
        due = set(await db.scalars(select(Person.slack_id).where(Person.profile_due_at.is_not(None))))
    assert due == {"U0MAYA", "U0HENRIK", "U0OSCAR"}


async def test_an_import_that_changes_nothing_asks_about_nobody(office: Office) -> None:
    for _ in range(2):
        async with office.edge.transaction() as db:
            for person in await db.scalars(select(Person)):
                person.profile_due_at = None
            await db.flush()
            await import_roster(db, "T1", file_of(LENA), MONDAY)
    async with office.edge.transaction() as db:
        assert not list(await db.scalars(select(Person).where(Person.profile_due_at.is_not(None))))


async def test_what_somebody_types_stands_only_where_the_roster_is_silent(database: Database) -> None:
    async with database.session() as db, db.begin():
        await import_roster(db, "T1", file_of(MAYA, LENA), MONDAY)
        maya, lena = await newcomer(db), await newcomer(db, "lena")
        await learn_profile(db, maya, account("maya@x.com"))
        await learn_profile(db, lena, account("lena@x.com"))
        for person in (maya, lena):
            await save_profile(db, person, HERSELF, MONDAY)
        assert (maya.level, maya.department, maya.location) == (3, "Sales", "Oslo")
        assert (lena.level, lena.department, lena.location) == (5, "My own word", "Rome")
        maya.level = 6
        await follow_roster(db, maya)
        assert maya.level == 3


async def test_the_first_workspace_takes_over_the_roster_that_came_before_it(database: Database) -> None:
    async with database.session() as db, db.begin():
        await import_roster(db, "", file_of(MAYA, LENA), MONDAY)
        for team in ("T1", "T2"):
            await take_over_roster(db, team, MONDAY)
    assert await reports(database) == {("T1", "maya@x.com"): ("T1", "lena@x.com"), ("T1", "lena@x.com"): None}


async def test_a_workspace_keeps_its_own_lines_and_takes_over_the_rest(database: Database) -> None:
    async with database.session() as db, db.begin():
        await import_roster(db, "T1", file_of("lena@x.com,Lena,ceo@x.com,Own,7,", "ceo@x.com,,,,9,"), MONDAY)
        erased = (await db.scalars(select(RosterEntry).where(RosterEntry.email == "ceo@x.com"))).one()
        erased.email = None
        await db.flush()
        await import_roster(db, "", file_of(MAYA, "lena@x.com,Lena,boss@x.com,,5,", "boss@x.com,,,,,"), MONDAY)
        await import_roster(db, "T2", file_of(MAYA, LENA), MONDAY)
        maya = await newcomer(db)
        maya.profile_due_at = None
        await db.flush()
        await take_over_roster(db, "T1", MONDAY)
    async with database.session() as db:
        assert (await db.get_one(Person, maya.id)).profile_due_at == MONDAY
        lena = await db.scalars(
            select(RosterEntry).where(RosterEntry.team_id == "T1", RosterEntry.email == "lena@x.com")
        )
        assert lena.one().department == "Own"
    assert await reports(database) == {
        ("T1", "maya@x.com"): ("T1", "lena@x.com"),
        ("T1", "lena@x.com"): ("T1", None),
        ("T1", None): None,
        ("T1", "boss@x.com"): None,
        ("T2", "maya@x.com"): ("T2", "lena@x.com"),
        ("T2", "lena@x.com"): None,
    }


Where = tuple[str, str | None]  # a team and an address


async def reports(database: Database) -> dict[Where, Where | None]:
    """Who reports to whom."""
    async with database.session() as db:
        entries = {
            entry.id: entry for entry in await db.scalars(select(RosterEntry).where(RosterEntry.team_id != ELSEWHERE))
        }
    places: dict[int | None, Where] = {key: (entry.team_id, entry.email) for key, entry in entries.items()}
    return {places[key]: places.get(entry.manager_id) for key, entry in entries.items()}
