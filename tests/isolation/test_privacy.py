"""What is stored of somebody, and goes when they are erased, is theirs: in their workspace, and in their programs."""

import json
from typing import Any

from sqlalchemy import select

from bot.core.deliveries import Delivery
from bot.core.outbox import OutboxRow
from bot.core.outcomes import Conversation
from bot.matching.model import MatchRun
from bot.mixers.model import Mixer
from bot.people.model import RosterUpload
from bot.privacy.facts import everything_about
from bot.privacy.usecases import erase
from bot.programs.model import Program, ProgramLead
from bot.sessions.model import Session
from bot.workspaces.model import Installation, Workspace
from bot.workspaces.queries import installation_in
from tests.isolation.worlds import HOME, NEAR, Worlds
from tests.world import HANDLES

TEAMS = ("T0", "T1")


async def exported(worlds: Worlds, person_id: int) -> dict[str, Any]:
    facts = await everything_about(worlds.edge.transaction, person_id)
    assert facts is not None
    return facts


async def leaves_traces(worlds: Worlds) -> None:
    """Messages, forms and conversations of a Lena and a Maya in each workspace, and who changed its program last."""
    now = worlds.clock.now()
    async with worlds.edge.transaction() as db:
        for team in TEAMS:
            db.add(Conversation(team_id=team, members="U0LENA,U0MAYA", channel_id=f"C-{team}"))
            db.add(Delivery(key=f"view:{team}:U0LENA:post_agenda:V1:h1", seen_at=now))
            about = {"kind": "hello", "subject_id": 1, "due_at": now, "team_id": team}
            db.add(OutboxRow(key=f"{team}:U0LENA:to", recipient="U0LENA", **about))
            db.add(OutboxRow(key=f"{team}:U0LENA:about", recipient="U0OSCAR", **about))
        for program in await db.scalars(select(Program)):
            program.changed_by = "U0LENA" if program.id != worlds.near.program else "U0OSCAR"


async def test_an_export_holds_what_is_of_one_person_in_one_workspace(worlds: Worlds) -> None:
    await leaves_traces(worlds)
    lena, oscar = [await exported(worlds, worlds.ids[handle]) for handle in ("lena", "oscar")]
    for facts, program in ((lena, HOME), (oscar, NEAR)):
        assert facts["programs_led"] == facts["programs_changed_last"] == [program]
        assert [one["program"] for one in facts["searches_asked_for"]] == [program]
        assert [(one["program"], one["plan"]) for one in facts["mixers_started"]] == [
            (program, f"At {program}"),
            (program, f"Once at {program}"),
        ]
    assert (len(lena["roster_uploads"]), oscar["roster_uploads"]) == (1, [])
    assert [one["channel_id"] for one in lena["conversations"]] == ["C-T1"]
    assert [one["key"] for one in lena["forms_sent"]] == ["view:T1:U0LENA:post_agenda:V1:h1"]
    assert [one["kind"] for one in lena["messages"]].count("hello") == 1
    assert lena["skills"] == []


async def test_an_export_names_each_thing_after_its_own_program(worlds: Worlds) -> None:
    maya = await exported(worlds, worlds.ids["maya"])
    assert [one["program"] for one in maya["enrolments"]] == [HOME, NEAR]
    assert [(one["program"], one["plan"]) for one in maya["mixers"]] == [
        (HOME, f"At {HOME}"),
        (HOME, f"Once at {HOME}"),
        (NEAR, f"Once at {NEAR}"),
    ]
    assert [one["program"] for one in maya["pairs"]] == [HOME]
    assert [one["program"] for one in maya["offers"]] == [NEAR]


async def test_whoever_is_erased_takes_nothing_of_others_with_them(worlds: Worlds) -> None:
    await leaves_traces(worlds)
    async with worlds.edge.transaction() as db:
        db.add(ProgramLead(program_id=worlds.home.program, person_id=worlds.ids["oscar"]))
        for session_id in (worlds.home.session, worlds.near.session, worlds.far.session):
            (await db.get_one(Session, session_id)).agenda = "Videos"
    for handle in ("lena", "maya"):
        await worlds.does(handle, lambda db, one: erase(db, one, worlds.clock.now()))
    lena = f"gone-{worlds.ids['lena']}"
    async with worlds.reading() as db:
        asked = {run.id: run.asked_by for run in await db.scalars(select(MatchRun))}
        assert asked == {worlds.home.run: lena, worlds.near.run: "U0OSCAR", worlds.far.run: "U0LENA"}
        asked = {mixer.id: mixer.asked_by for mixer in await db.scalars(select(Mixer))}
        assert asked == {
            worlds.home.mixer: "U0OSCAR", worlds.home.past_mixer: lena,
            worlds.near.mixer: "U0OSCAR", worlds.near.past_mixer: "U0OSCAR",
            worlds.far.mixer: "U0LENA", worlds.far.past_mixer: "U0LENA",
        }  # fmt: skip
        changed = {program.id: program.changed_by for program in await db.scalars(select(Program))}
        assert changed == {worlds.home.program: lena, worlds.near.program: "U0OSCAR", worlds.far.program: "U0LENA"}
        uploads = await db.execute(select(RosterUpload.team_id, RosterUpload.asked_by))
        assert sorted((team, by) for team, by in uploads) == [("T0", "U0LENA"), ("T1", lena)]
        agendas = {session.id: session.agenda for session in await db.scalars(select(Session))}
        assert agendas == {worlds.home.session: None, worlds.near.session: "Videos", worlds.far.session: "Videos"}
        assert [one.team_id for one in await db.scalars(select(Conversation))] == ["T0"]
        assert [one.key for one in await db.scalars(select(Delivery))] == ["view:T0:U0LENA:post_agenda:V1:h1"]
        kept = await db.scalars(select(OutboxRow.key).where(OutboxRow.kind == "hello").order_by(OutboxRow.key))
        assert list(kept) == ["T0:U0LENA:about", "T0:U0LENA:to", f"T1:{lena}:about"]


async def test_a_file_that_a_colleague_brought_stays_theirs(worlds: Worlds) -> None:
    """Only lines with the address of whoever is erased go out of its report, and only in their workspace."""
    lines = ["maya@acme.example is new", "wei@acme.example is new"]
    async with worlds.edge.transaction() as db:
        for upload in await db.scalars(select(RosterUpload)):
            upload.report = {"lines": lines}
    await worlds.does("maya", lambda db, maya: erase(db, maya, worlds.clock.now()))
    async with worlds.reading() as db:
        uploads = {one.team_id: one for one in await db.scalars(select(RosterUpload))}
    assert {team: (one.asked_by, one.report["lines"]) for team, one in uploads.items()} == {
        "T0": ("U0LENA", lines),
        "T1": ("U0LENA", lines[1:]),
    }


async def test_what_is_exported_names_nobody_of_elsewhere(worlds: Worlds) -> None:
    async with worlds.edge.transaction() as db:
        for program in await db.scalars(select(Program).where(Program.team_id == "T0")):
            program.name = "Elsewhere"
    for handle in HANDLES:
        facts = await exported(worlds, worlds.ids[handle])
        assert "Elsewhere" not in json.dumps(facts, default=str)


async def test_an_organization_is_that_of_the_workspace(worlds: Worlds) -> None:
    async with worlds.edge.transaction() as db:
        for team, enterprise in (("T0", "E0"), ("T1", "E1")):
            (await db.get_one(Workspace, team)).enterprise_id = enterprise
            db.add(
                Installation(
                    place=enterprise,
                    app_id="A1",
                    bot_id="B1",
                    bot_user_id="UBOT",
                    sealed_token=b"",
                    installer_id="U0LENA",
                    installed_at=worlds.clock.now(),
                )
            )
    async with worlds.reading() as db:
        for team, enterprise in (("T0", "E0"), ("T1", "E1")):
            found = await installation_in(db, team)
            assert found is not None
            assert found.place == enterprise
