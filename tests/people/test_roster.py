import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.changes import changes
from bot.core.database import Database
from bot.people import roster
from bot.people.changes import PersonChanged
from bot.people.model import Person, RosterEntry
from bot.people.roster import Plan, apply_import, circles, import_roster, plan_import
from bot.people.rules.roster_fields import COLUMNS
from bot.people.rules.roster_file import RosterFile, read_roster
from bot.people.usecases import meet
from bot.workspaces.usecases import welcome_workspace
from tests.workplace import MONDAY

TEAM = "T1"
FIRST = (
    "maya@x.com,Maya,lena@x.com,Sales,2,Oslo",  # before her manager
    "lena@x.com,Lena,ceo@x.com,Sales,5,Oslo",
    "ceo@x.com,,,,9,",
)

Managers = dict[str, str | None]


def file_of(*lines: str) -> RosterFile:
    return read_roster("\n".join([",".join(COLUMNS), *lines]).encode())


async def bring(database: Database, *lines: str, team: str = TEAM) -> Plan:
    async with database.session() as db, db.begin():
        return await import_roster(db, team, file_of(*lines), MONDAY)


async def preview(database: Database, *lines: str) -> Plan:
    async with database.session() as db, db.begin():
        return await plan_import(db, TEAM, file_of(*lines))


async def stored(
    database: Database, team: str = TEAM
) -> dict[str | None, tuple[str | None, str | None, int | None, str | None]]:
    async with database.session() as db:
        entries = list(await db.scalars(select(RosterEntry).where(RosterEntry.team_id == team)))
    emails = {entry.id: entry.email for entry in entries}
    return {
        entry.email: (emails.get(entry.manager_id or 0), entry.department, entry.level, entry.location)
        for entry in entries
    }


async def known(db: AsyncSession, email: str, **said: str | int) -> Person:
    """Somebody whom the bot has met, tied to their place in the roster."""
    person = await meet(db, TEAM, f"U0{email[:4].upper()}", MONDAY)
    for name, value in said.items():
        setattr(person, name, value)
    entry = (await db.scalars(select(RosterEntry).where(RosterEntry.email == email))).one()
    entry.person_id = person.id
    await db.flush()
    return person


async def test_a_first_import_stores_reporting_lines_levels_and_places(database: Database) -> None:
    plan = await bring(database, *FIRST)
    assert str(plan.summary) == "3 new, 0 changed, 0 as they were"
    assert await stored(database) == {
        "maya@x.com": ("lena@x.com", "Sales", 2, "Oslo"),
        "lena@x.com": ("ceo@x.com", "Sales", 5, "Oslo"),
        "ceo@x.com": (None, None, 9, None),
    }


async def test_the_same_file_again_writes_nothing(database: Database) -> None:
    await bring(database, *FIRST)
    written: list[str] = []

    @event.listens_for(database.engine.sync_engine, "before_cursor_execute")
    def _note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        if not statement.lstrip().upper().startswith(("SELECT", "BEGIN")):
            written.append(statement)

    plan = await bring(database, *FIRST)
    assert str(plan.summary) == "0 new, 0 changed, 3 as they were"
    assert plan.is_idle
    assert written == []


async def test_a_preview_names_what_would_change_and_changes_nothing(database: Database) -> None:
    await bring(database, *FIRST)
    before = await stored(database)
    plan = await preview(database, "maya@x.com,Maya,ceo@x.com,Sales,3,", "zoe@x.com,Zoe,maya@x.com,,1,")
    assert str(plan.summary) == "1 new, 1 changed, 0 as they were; 2 not in this file stay as they are"
    assert [line.email for line in plan.new] == ["zoe@x.com"]
    assert [change.fields for change in plan.changed] == [
        {"manager_email": ("lena@x.com", "ceo@x.com"), "level": (2, 3), "location": ("Oslo", None)}
    ]
    assert await stored(database) == before


async def test_an_import_changes_what_the_file_says_and_keeps_the_others(database: Database) -> None:
    await bring(database, *FIRST)
    await bring(
        database, "maya@x.com,Maya,ceo@x.com,Sales,3,", "zoe@x.com,Zoe,maya@x.com,,1,", "lena@x.com,,,Sales,5,Oslo"
    )
    assert await stored(database) == {
        "maya@x.com": ("ceo@x.com", "Sales", 3, None),
        "lena@x.com": (None, "Sales", 5, "Oslo"),
        "ceo@x.com": (None, None, 9, None),
        "zoe@x.com": ("maya@x.com", None, 1, None),
    }


async def test_workspaces_have_rosters_of_their_own(database: Database) -> None:
    await bring(database, *FIRST)
    plan = await bring(database, "maya@x.com,Maya,,,7,", team="T2")
    assert (len(plan.new), plan.kept) == (1, 0)
    assert (await stored(database))["maya@x.com"][2] == 2
    assert (await stored(database, "T2"))["maya@x.com"][2] == 7


async def test_reporting_lines_stay_within_their_workspace(database: Database) -> None:
    await bring(database, *FIRST)
    await bring(database, *FIRST, team="T2")
    await bring(database, "maya@x.com,Maya,ceo@x.com,Sales,2,Oslo")
    assert (await stored(database))["maya@x.com"][0] == "ceo@x.com"
    assert (await stored(database, "T2"))["maya@x.com"][0] == "lena@x.com"


async def test_a_manager_may_be_in_the_roster_already(database: Database) -> None:
    await bring(database, *FIRST)
    plan = await bring(database, "zoe@x.com,Zoe,lena@x.com,,,")
    assert not plan.problems
    assert (await stored(database))["zoe@x.com"][0] == "lena@x.com"


async def test_an_unknown_manager_is_named_and_nothing_is_imported(database: Database) -> None:
    plan = await bring(database, *FIRST, "zoe@x.com,Zoe,gone@x.com,,,")
    assert [str(problem) for problem in plan.problems] == [
        "Line 5 (Zoe): the manager gone@x.com is neither in this file nor in the roster."
    ]
    assert await stored(database) == {}


async def test_problems_of_the_file_and_of_the_reporting_lines_come_together_in_its_order(database: Database) -> None:
    plan = await bring(database, "a@x.com,,b@x.com,,,", "b@x.com,,a@x.com,,,", "c@x.com,,nobody@x.com,,,", ",D,,,,")
    assert [problem.number for problem in plan.problems] == [2, 4, 5]
    assert await stored(database) == {}


async def test_a_manager_whose_own_line_is_bad_is_not_unknown(database: Database) -> None:
    plan = await preview(database, "lena@x.com,Lena,,,high,", "maya@x.com,,lena@x.com,,,")
    assert [problem.number for problem in plan.problems] == [2]


async def test_somebody_who_is_their_own_manager_is_one_problem(database: Database) -> None:
    plan = await preview(database, "maya@x.com,Maya,maya@x.com,,,")
    assert [str(problem) for problem in plan.problems] == ["Line 2 (Maya): nobody is their own manager."]


async def test_a_circle_in_the_file_is_named_from_its_first_line(database: Database) -> None:
    plan = await preview(
        database, "d@x.com,,a@x.com,,,", "b@x.com,Ben,c@x.com,,,", "c@x.com,,a@x.com,,,", "a@x.com,,b@x.com,,,"
    )
    assert [str(problem) for problem in plan.problems] == [
        "Line 3 (Ben): reporting lines run in a circle: b@x.com → c@x.com → a@x.com → b@x.com."
    ]


async def test_a_circle_through_people_who_are_not_in_the_file_is_found(database: Database) -> None:
    await bring(database, *FIRST)
    plan = await bring(database, "ceo@x.com,,maya@x.com,,9,")
    assert [str(problem) for problem in plan.problems] == [
        "Line 2 (ceo@x.com): reporting lines run in a circle: ceo@x.com → maya@x.com → lena@x.com → ceo@x.com."
    ]
    assert (await stored(database))["ceo@x.com"][0] is None


async def test_a_circle_that_the_file_mends_is_none(database: Database) -> None:
    await bring(database, *FIRST)
    plan = await bring(database, "ceo@x.com,,maya@x.com,,9,", "lena@x.com,Lena,,Sales,5,Oslo")
    assert not plan.problems


async def test_a_circle_through_somebody_erased_is_found(database: Database) -> None:
    await bring(database, *FIRST)
    async with database.session() as db, db.begin():
        (await db.scalars(select(RosterEntry).where(RosterEntry.email == "lena@x.com"))).one().email = None
    plan = await bring(database, "ceo@x.com,,maya@x.com,,9,")
    assert len(plan.problems) == 1
    assert "somebody erased" in str(plan.problems[0])


async def test_two_imports_at_a_time_make_no_circle_together(database: Database) -> None:
    async with database.session() as db, db.begin():
        await welcome_workspace(db, TEAM, "U0BOT", MONDAY)
    await bring(database, "a@x.com,,,,,", "b@x.com,,,,,")
    async with database.session() as db, db.begin():
        await import_roster(db, TEAM, file_of("a@x.com,,b@x.com,,,"), MONDAY)
        second = asyncio.create_task(bring(database, "b@x.com,,a@x.com,,,"))
        await asyncio.wait({second}, timeout=0.2)
        assert not second.done()
    assert len((await second).problems) == 1


async def test_of_many_and_long_circles_a_few_are_shown_in_short(database: Database) -> None:
    long = [f"p{at}@x.com,,p{(at + 1) % 40}@x.com,,," for at in range(40)]
    pairs = [f"q{at}@x.com,,q{at ^ 1}@x.com,,," for at in range(20)]
    plan = await preview(database, *long, *pairs)
    assert len(plan.problems) == roster.MOST_CIRCLES
    assert str(plan.problems[0]).endswith("p4@x.com → p5@x.com → … → p0@x.com (40 people).")


async def test_people_whom_the_bot_knows_take_over_what_changed(database: Database) -> None:
    await bring(database, *FIRST)
    async with database.session() as db, db.begin():
        maya = await known(db, "maya@x.com", level=2, department="Sales")
        lena = await known(db, "lena@x.com", level=5, department="My own word")
        plan = await import_roster(
            db, TEAM, file_of("maya@x.com,Maya,,Marketing,3,Rome", "lena@x.com,Lena,ceo@x.com,Sales,5,"), MONDAY
        )
        noted = changes(db).noted
        assert len(plan.changed) == 2
        assert (maya.department, maya.level, maya.location) == ("Marketing", 3, "Rome")
        assert (lena.department, lena.level, lena.location) == ("My own word", 5, None)
        assert list(noted[PersonChanged]) == [PersonChanged(maya.id)]
    async with database.session() as db:
        assert (await db.get_one(Person, maya.id)).department == "Marketing"


async def test_where_the_roster_falls_silent_somebodys_own_word_stands(database: Database) -> None:
    await bring(database, *FIRST)
    async with database.session() as db, db.begin():
        maya = await known(db, "maya@x.com", level=2, department="Sales", location="Oslo")
        await import_roster(db, TEAM, file_of("maya@x.com,,,,,"), MONDAY)
        assert (maya.department, maya.level, maya.location) == ("Sales", 2, "Oslo")
        assert changes(db).noted == {}


async def test_somebody_who_said_the_same_already_does_not_count_as_changed(database: Database) -> None:
    await bring(database, *FIRST)
    async with database.session() as db, db.begin():
        await known(db, "maya@x.com", level=3)
        plan = await import_roster(db, TEAM, file_of("maya@x.com,Maya,lena@x.com,Sales,3,Oslo"), MONDAY)
        assert len(plan.changed) == 1
        assert changes(db).noted == {}


async def test_an_import_that_fails_half_way_leaves_nothing(database: Database) -> None:
    file = file_of(*FIRST)
    twice = RosterFile([*file.lines, file.lines[0]])
    with pytest.raises(IntegrityError):
        async with database.session() as db, db.begin():
            await import_roster(db, TEAM, twice, MONDAY)
    assert await stored(database) == {}


async def test_a_plan_with_problems_is_not_applied(database: Database) -> None:
    async with database.session() as db, db.begin():
        plan = await plan_import(db, TEAM, file_of(",Maya,,,,"))
        with pytest.raises(ValueError, match="problems"):
            await apply_import(db, plan, MONDAY)


async def test_a_roster_of_several_pieces_is_imported_whole(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster, "AT_A_TIME", 3)
    lines = [f"p{at}@x.com,,{f'p{at + 1}@x.com' if at < 9 else ''},,{at}," for at in range(10)]
    await bring(database, *lines)
    assert {email: (row[0], row[2]) for email, row in (await stored(database)).items()} == {
        f"p{at}@x.com": (f"p{at + 1}@x.com" if at < 9 else None, at) for at in range(10)
    }


def test_a_chain_of_100_000_people_has_no_circle_and_closed_it_is_one() -> None:
    chain: Managers = {str(at): str(at + 1) for at in range(100_000)}
    assert list(circles(chain)) == []
    assert [len(circle) for circle in circles(chain | {"99999": "0"})] == [100_000]


@given(reports=st.dictionaries(st.integers(0, 12), st.none() | st.integers(0, 12)))
def test_circles_are_exactly_the_people_who_come_back_to_themselves(reports: dict[int, int | None]) -> None:
    def comes_back(start: int) -> bool:
        at = reports[start]
        for _ in reports:
            if at is None or at == start:
                break
            at = reports.get(at)
        return at == start

    found = list(circles({str(who): None if boss is None else str(boss) for who, boss in reports.items()}))
    assert sorted(int(who) for circle in found for who in circle) == sorted(filter(comes_back, reports))
    for circle in found:
        assert all(reports[int(who)] == int(boss) for who, boss in zip(circle, [*circle[1:], circle[0]], strict=True))
