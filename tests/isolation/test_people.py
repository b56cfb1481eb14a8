from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.core.calls import OddButton
from bot.directory.queries import count_people, lock_additions, may_be_asked, offers_of
from bot.enrolment.model import Enrolment, EnrolmentState
from bot.people import queries
from bot.people.jobs import _ask_later
from bot.people.model import Block, Person, RosterEntry, RosterUpload, UploadState
from bot.people.readers import readership
from bot.people.roster import import_roster
from bot.people.rules.accounts import Account
from bot.people.ties import NOBODYS, ask_for_ties, has_place_to_take, take_over_roster, tie_to_roster
from bot.people.uploads import bring_roster, confirm_import, decline_import
from bot.programs.model import Program
from bot.programs.rules.lifecycle import ProgramState
from bot.skills.model import Side
from tests.isolation.worlds import Worlds
from tests.people.bringing import file_of
from tests.world import ELSEWHERE

LENA, MAYA = "lena@acme.example", "maya@acme.example"


async def test_the_same_slack_id_is_somebody_else_in_another_workspace(worlds: Worlds) -> None:
    async with worlds.edge.transaction() as db:
        far_maya = await db.get_one(Person, worlds.far_ids["maya"])
        far_maya.account, far_maya.is_active, far_maya.locale = Account.GUEST, False, "de-DE"
        for ids in (worlds.ids, worlds.far_ids):
            db.add(Block(person_id=ids["lena"], other_id=ids["wei"]))
    async with worlds.reading() as db:
        maya = await queries.find_person(db, "T1", "U0MAYA")
        assert maya is not None
        assert maya.id == worlds.ids["maya"]
        assert await queries.accounts_told(db, "T1", ["U0MAYA"]) == {"U0MAYA": Account.MEMBER}
        assert await queries.blocks_in(db, "T1") == [(worlds.ids["lena"], worlds.ids["wei"])]
        reads = await readership(db, "T1", "U0MAYA", worlds.clock.now())
        assert reads.is_there
        assert reads.reader is not None
        assert reads.reader.language == "en"
        assert not (await readership(db, ELSEWHERE, "U0MAYA", worlds.clock.now())).is_there


async def test_slack_is_asked_about_the_people_of_one_workspace(worlds: Worlds) -> None:
    now = worlds.clock.now()
    async with worlds.edge.transaction() as db:
        for person in await db.scalars(select(Person)):
            person.profile_due_at = now
    async with worlds.edge.transaction() as db:
        due = await queries.profiles_due(db, "T1", now, 99)
        assert {person.id for person in due} == set(worlds.ids.values())
    await _ask_later(worlds.edge, "T1", now + timedelta(hours=1))
    async with worlds.edge.transaction() as db:
        assert await queries.profiles_due(db, "T1", now, 99) == []
        assert len(await queries.profiles_due(db, "T0", now, 99)) == len(worlds.far_ids)
        for person in await db.scalars(select(Person)):
            person.profile_due_at = None
    async with worlds.edge.transaction() as db:
        await ask_for_ties(db, "T1", now)
    async with worlds.edge.transaction() as db:
        placed = {"lena", "maya"}
        asked = await db.scalars(select(Person.id).where(Person.profile_due_at.is_not(None)))
        assert set(asked) == {number for handle, number in worlds.ids.items() if handle not in placed}


async def test_a_roster_is_that_of_one_workspace(worlds: Worlds) -> None:
    lena, maya = worlds.ids["lena"], worlds.ids["maya"]
    async with worlds.edge.transaction() as db:
        for entry in await db.scalars(select(RosterEntry).where(RosterEntry.team_id == "T0")):
            entry.level = (entry.level or 0) + 4
        (await db.get_one(Person, worlds.far_ids["zoe"])).manager_id = worlds.far_ids["lena"]
        (await db.get_one(Person, worlds.ids["zoe"])).manager_id = lena
    async with worlds.reading() as db:
        assert await queries.levels_in_use(db, "T1") == [2, 5]
        assert await queries.managers_of_everybody(db, "T1") == {maya: lena, worlds.ids["zoe"]: lena}


async def test_whoever_meets_the_bot_takes_a_place_in_the_roster_of_their_workspace(worlds: Worlds) -> None:
    async with worlds.edge.transaction() as db:
        here, there = RosterEntry(team_id="T1", email="wei@acme.example", level=6), RosterEntry(team_id="T0", level=7)
        there.email = here.email
        db.add_all([there, here])
        await db.flush()
        wei = await db.get_one(Person, worlds.ids["wei"])
        assert await has_place_to_take(db, wei, "wei@acme.example")
        await tie_to_roster(db, wei, "wei@acme.example")
        assert (here.person_id, there.person_id, wei.level) == (wei.id, None, 6)
        assert not await has_place_to_take(db, wei, "wei@acme.example")


async def test_an_imported_roster_changes_one_workspace(worlds: Worlds) -> None:
    """Elsewhere the same addresses have places that are left as they are."""
    lines = f"{MAYA},Maya,{LENA},Sales,3,Oslo", f"{LENA},Lena,,,6,"
    async with worlds.edge.transaction() as db:
        plan = await import_roster(
            db, "T1", file_of(*lines, f"new@acme.example,New,{LENA},Sales,3,"), worlds.clock.now()
        )
    assert (len(plan.new), len(plan.changed), plan.kept) == (1, 2, 0)
    async with worlds.reading() as db:
        found = await db.execute(select(RosterEntry.team_id, RosterEntry.email, RosterEntry.level))
        levels = {(team, email): level for team, email, level in found}
        assert (levels["T1", MAYA], levels["T0", MAYA], levels["T0", LENA]) == (3, 2, 5)
        new = (await db.scalars(select(RosterEntry).where(RosterEntry.email == "new@acme.example"))).one()
        boss = await db.get_one(RosterEntry, new.manager_id)
        assert boss.team_id == "T1"


async def test_a_roster_that_nobody_had_goes_to_whoever_takes_it_over_first(worlds: Worlds) -> None:
    async with worlds.edge.transaction() as db:
        boss = RosterEntry(team_id=NOBODYS, email=LENA, level=7)
        db.add(boss)
        await db.flush()
        db.add(RosterEntry(team_id=NOBODYS, email="new@acme.example", level=3, manager_id=boss.id))
        only_far = RosterEntry(team_id="T0", email="far@acme.example", level=1)
        db.add_all([only_far, RosterEntry(team_id=NOBODYS, email="far@acme.example", level=4)])
    async with worlds.edge.transaction() as db:
        before = {one.id for one in await db.scalars(select(RosterEntry).where(RosterEntry.team_id == "T0"))}
        await take_over_roster(db, "T1", worlds.clock.now())
    async with worlds.reading() as db:
        entries = (await db.scalars(select(RosterEntry))).all()
    assert {one.id for one in entries if one.team_id == "T0"} == before
    ours = {one.email: one for one in entries if one.team_id == "T1"}
    assert sorted(email or "" for email in ours) == ["far@acme.example", LENA, MAYA, "new@acme.example"]
    assert (ours[LENA].level, ours["new@acme.example"].manager_id) == (5, ours[LENA].id)
    assert ours["far@acme.example"].level == 4


async def test_a_roster_file_is_brought_and_answered_in_one_workspace(worlds: Worlds) -> None:
    now = worlds.clock.now()
    async with worlds.edge.transaction() as db:
        (there,) = (await db.scalars(select(RosterUpload).where(RosterUpload.team_id == "T0"))).all()
        lena = await db.get_one(Person, worlds.ids["lena"])
        lena.is_admin = True
        for answer in (confirm_import, decline_import):
            with pytest.raises(OddButton):
                await answer(db, lena, there.id, "everyone")
        await bring_roster(db, lena, "F2", "everyone", now)
    async with worlds.edge.transaction() as db:
        states = await db.execute(select(RosterUpload.team_id, RosterUpload.state))
        assert sorted((team, state) for team, state in states) == [
            ("T0", UploadState.CHECKED), ("T1", UploadState.CHECKING), ("T1", UploadState.REPLACED),
        ]  # fmt: skip
        assert await queries.oldest_waiting_upload(db, "T0", now) is None


async def test_the_directory_is_of_one_workspace(worlds: Worlds) -> None:
    teachers = {worlds.ids[handle] for handle in ("maya", "zoe", "henrik", "wei")}
    async with worlds.reading() as db:
        assert {offer.person_id for offer in await offers_of(db, "T1", "ai-ethics")} == teachers
        assert await count_people(db, "T1", Side.OFFERS) == {"ai-ethics": 4}
        assert len(await lock_additions(db, "T1")) == 2


async def test_whoever_has_lost_their_place_in_every_program_is_not_in_the_directory(worlds: Worlds) -> None:
    """That some program is open is not enough: it has to be the one they are in."""
    async with worlds.edge.transaction() as db:
        (await db.get_one(Program, worlds.home.program)).state = ProgramState.CLOSED
        mine = Enrolment.person_id == worlds.ids["maya"], Enrolment.program_id == worlds.near.program
        (await db.scalars(select(Enrolment).where(*mine))).one().state = EnrolmentState.LEFT
    async with worlds.reading() as db:
        assert worlds.ids["maya"] not in {offer.person_id for offer in await offers_of(db, "T1", "ai-ethics")}
        assert await count_people(db, "T1", Side.OFFERS) == {"ai-ethics": 3}


async def test_whom_somebody_may_ask_is_in_a_program_with_them_in_which_people_ask(worlds: Worlds) -> None:
    async with worlds.edge.transaction() as db:
        (await db.get_one(Program, worlds.near.program)).self_chosen = True
        mine = Enrolment.person_id == worlds.ids["wei"], Enrolment.program_id == worlds.near.program
        (await db.scalars(select(Enrolment).where(*mine))).one().state = EnrolmentState.LEFT
    everybody = [*worlds.ids.values(), *worlds.far_ids.values()]
    async with worlds.reading() as db:
        maya = await db.get_one(Person, worlds.ids["maya"])
        assert await may_be_asked(db, maya, everybody) == {worlds.ids["henrik"]}
