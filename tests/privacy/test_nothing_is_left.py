"""Walks every table and every column, so that a table that comes later cannot be forgotten here."""

import json
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.database import Row
from bot.people.model import Person
from bot.privacy.facts import everything_about
from bot.privacy.usecases import erase
from bot.privacy.views import export_file
from bot.status.queries import Totals, totals
from tests.office import Office
from tests.privacy.robin import MARKS, NOTHING_PERSONAL, PARTNERS_SECRET, SLACK_ID, robin_does_everything

# Where the export tells of each table.
TOLD_IN = {
    "people": "profile",
    "roster": "roster",
    "roster_uploads": "roster_uploads",
    "blocks": "not_to_be_paired_with",
    "person_skills": "skills",
    "enrolments": "enrolments",
    "programs": "programs_changed_last",
    "program_leads": "programs_led",
    "pairs": "pairs",
    "sessions": "pairs",
    "check_ins": "pairs",
    "offers": "offers",
    "match_runs": "searches_asked_for",
    "proposals": "match_proposals",
    "match_forbidden": "ruled_out_by_leads",
    "match_alone": "searches_without_a_partner",
    "mixers": "mixers_started",
    "mixer_guests": "mixers",
    "outbox": "messages",
    "conversations": "conversations",
    "deliveries": "forms_sent",
    "workspaces": "workspace",
    "installations": "workspace",
}
STAYS_FOR_COUNTS = {"people", "enrolments", "pairs", "offers"}


@pytest.fixture
async def full(office: Office) -> Office:
    await robin_does_everything(office)
    return office


async def rows(db: AsyncSession) -> list[tuple[str, dict[str, Any]]]:
    """Every row of every table."""
    found: list[tuple[str, dict[str, Any]]] = []
    for table in Row.metadata.sorted_tables:
        found += [(table.name, dict(row)) for row in (await db.execute(select(table))).mappings()]
    return found


def marked(row: dict[str, Any]) -> bool:
    written = json.dumps(row, ensure_ascii=False, default=str).replace("U0ROBINSON", "")
    return any(mark in written for mark in MARKS)


def points_at(table: str, row: dict[str, Any], person_id: int) -> bool:
    keys = {key.parent.name for key in Row.metadata.tables[table].foreign_keys if key.column.table.name == "people"}
    return any(row[name] == person_id for name in keys) or (table == "people" and row["id"] == person_id)


async def erases(office: Office) -> None:
    await office.does("robin", lambda db, robin: erase(db, robin, office.clock.now()))


async def counts(office: Office) -> list[Totals]:
    async with office.edge.transaction() as db:
        return [await totals(db, program_id) for program_id in (office.program_id, office.ids["few"])]


def test_every_table_is_thought_of() -> None:
    assert set(TOLD_IN) | set(NOTHING_PERSONAL) == set(Row.metadata.tables)


async def test_something_about_robin_is_in_every_table_that_can_hold_it(full: Office) -> None:
    async with full.edge.transaction() as db:
        found = await rows(db)
    mention = {table for table, row in found if marked(row) or points_at(table, row, full.ids["robin"])}
    assert mention == set(TOLD_IN)


async def test_nothing_about_somebody_erased_is_left_in_any_table(full: Office) -> None:
    await erases(full)
    async with full.edge.transaction() as db:
        found = await rows(db)
    assert [(table, row) for table, row in found if marked(row)] == []
    assert {table for table, row in found if points_at(table, row, full.ids["robin"])} == STAYS_FOR_COUNTS


async def test_what_remains_of_a_person_is_as_empty_as_one_can_be(full: Office) -> None:
    await erases(full)
    async with full.edge.transaction() as db:
        left = dict((await db.execute(select(Person.__table__).where(Person.id == full.ids["robin"]))).mappings().one())
        db.add(nobody := Person(team_id="T1", slack_id="U0NOBODY", met_at=full.clock.now()))
        await db.flush()
        empty = dict((await db.execute(select(Person.__table__).where(Person.id == nobody.id))).mappings().one())
    differ = {name for name, value in left.items() if value != empty[name]}
    assert differ == {"id", "slack_id", "is_active", "erased_at"}
    assert (left["slack_id"], left["is_active"]) == (f"gone-{full.ids['robin']}", False)


async def test_counts_stay_without_the_person(full: Office) -> None:
    before = await counts(full)
    assert (before[0].held_sessions, before[0].agendas) == (1, 2)
    await erases(full)
    after = await counts(full)
    for was, now in zip(before, after, strict=True):
        assert now.active_pairs + now.ended_pairs == was.active_pairs + was.ended_pairs
        assert (now.held_sessions, now.past_sessions) == (was.held_sessions, was.past_sessions)
        assert now.agendas == was.agendas
    assert after[0].ended_pairs == 1
    assert after[0].mentors == before[0].mentors - 1
    assert (before[1].applied, after[1].applied) == (1, 0)


async def test_nothing_of_anybody_else_is_touched(full: Office) -> None:
    async with full.edge.transaction() as db:
        before = [row for row in await rows(db) if "U0ROBINSON" in str(row) or PARTNERS_SECRET in str(row)]
    await erases(full)
    async with full.edge.transaction() as db:
        after = await rows(db)
    assert len(before) == 3
    assert all(row in after for row in before)


async def test_the_export_tells_of_every_table_and_of_nothing_that_is_the_partners(full: Office) -> None:
    facts = await everything_about(full.edge.transaction, full.ids["robin"])
    assert facts is not None
    file = export_file(facts, full.clock.now())
    told = json.loads(file)
    assert [table for table, section in TOLD_IN.items() if not told[section]] == []
    assert set(told) == {*TOLD_IN.values(), "as_of"}
    assert [mark for mark in MARKS if mark not in file.decode()] == []
    past, coming = told["pairs"][0]["sessions"]
    assert (past["own_check_in"]["answer"], coming["own_check_in"]) == ("yes", None)
    assert file.decode().count('"answered_at"') == 1, "the partner's answer is theirs"
    assert PARTNERS_SECRET not in file.decode()
    offer, request = told["offers"]
    assert (request["asked_by_you"], request["partner"]) == (True, "U0SANA")
    assert (offer["your_answer"], offer["is_open"]) == ("yes", True), "that Henrik declined is his"
    assert '"no"' not in json.dumps(offer)
    assert told["pairs"][0]["partner"] == "U0WEI"
    assert told["profile"]["slack_id"] == SLACK_ID
    assert told["workspace"] == {"named_to_create_programs": True, "installed_flipside": True}
