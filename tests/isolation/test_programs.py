from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.editing import fingerprints
from bot.core.refusals import Refusal
from bot.directory.usecases import addition_to_merge, delete_addition
from bot.enrolment.applications import ApplicationSpot, applications_at
from bot.enrolment.model import Role
from bot.enrolment.places import fill_places
from bot.enrolment.usecases import SignUp, sign_up
from bot.offers.jobs import finish_offers
from bot.offers.model import Offer
from bot.pairs.model import Pair
from bot.pairs.rules.lifecycle import PairState, Trouble
from bot.people.model import Person
from bot.programs import queries
from bot.programs.model import Program, ProgramCounts, ProgramLead
from bot.programs.rules.cadence import Cadence
from bot.programs.rules.lifecycle import ProgramState
from bot.programs.usecases import NewProgram, create_program, delete_draft, edit_program, values_of
from bot.skills.model import AddedSkill
from bot.skills.queries import additions
from bot.skills.usecases import merge_skill
from bot.status.queries import own_pairs, pairs_in_trouble, totals
from bot.status.usecases import figures_of
from tests.isolation.worlds import HOME, NEAR, Worlds
from tests.world import World

Query = Callable[[AsyncSession, str], Awaitable[Sequence[Program]]]


@pytest.mark.parametrize(
    ("state", "query"),
    [
        (ProgramState.OPEN, queries.joinable_programs),
        (ProgramState.OPEN, queries.begun_programs),
        (ProgramState.CLOSED, queries.closed_programs),
        (ProgramState.MATCHING, queries.resting_programs),
    ],
)
async def test_programs_are_those_of_one_workspace(worlds: Worlds, state: ProgramState, query: Query) -> None:
    async with worlds.edge.transaction() as db:
        for program in await db.scalars(select(Program)):
            program.state = state
    async with worlds.reading() as db:
        assert [one.id for one in await query(db, "T1")] == [worlds.home.program, worlds.near.program]


async def test_leads_are_those_of_one_program_and_lead_no_other(worlds: Worlds) -> None:
    lena, oscar = worlds.ids["lena"], worlds.ids["oscar"]
    async with worlds.reading() as db:
        for world, lead in ((worlds.home, lena), (worlds.near, oscar)):
            assert [one.id for one in await queries.leads_of(db, world.program)] == [lead]
            assert [one.id for one in await queries.programs_led_by(db, lead)] == [world.program]
            assert [one.id for one in await queries.all_programs_led_by(db, lead)] == [world.program]
            assert [one.id for one in await queries.public_programs_led_by(db, lead)] == [world.program]


async def test_whoever_no_longer_leads_one_program_still_leads_the_other(worlds: Worlds) -> None:
    home, near, oscar = worlds.home.program, worlds.near.program, worlds.ids["oscar"]
    async with worlds.edge.transaction() as db:
        db.add(ProgramLead(program_id=home, person_id=oscar))
    async with worlds.reading() as db:
        before = await values_of(db, await db.get_one(Program, home), ["leads"])
    edited = {"leads": ["U0LENA"]}
    now = worlds.clock.now()
    await worlds.does("lena", lambda db, lena: edit_program(db, lena, home, edited, fingerprints(before), now))
    async with worlds.reading() as db:
        assert [one.id for one in await queries.programs_led_by(db, oscar)] == [near]


async def test_a_draft_is_deleted_with_what_is_its_own(worlds: Worlds) -> None:
    now = worlds.clock.now()
    rules = NewProgram("Draft", "A need.", Cadence.WEEKLY, 60, ["U0LENA"], None, opens=False)
    draft = await worlds.does("lena", lambda db, lena: create_program(db, lena, "T1", rules, "everyone", now))
    await worlds.does("lena", lambda db, lena: delete_draft(db, lena, draft.id))
    async with worlds.reading() as db:
        assert len((await db.scalars(select(ProgramLead))).all()) == 3
        assert len((await db.scalars(select(ProgramCounts))).all()) == 3


async def test_a_status_counts_one_program(worlds: Worlds) -> None:
    async with worlds.edge.transaction() as db:
        for pair in await db.scalars(select(Pair)):
            pair.trouble = Trouble.NOT_MEETING
    async with worlds.reading() as db:
        counted = await totals(db, worlds.home.program)
        people = counted.mentors, counted.mentees, counted.applied, counted.waiting
        assert (*people, counted.active_pairs, counted.offers) == (2, 2, 1, 1, 1, 1)
        (trouble,) = await pairs_in_trouble(db, worlds.home.program)
        assert (trouble.mentor, trouble.mentee) == ("U0MAYA", "U0HENRIK")


async def test_a_pair_is_shown_with_its_own_session_and_program(worlds: Worlds) -> None:
    async with worlds.reading() as db:
        for handle, world in (("maya", worlds.home), ("wei", worlds.near)):
            (pair,) = await own_pairs(db, worlds.ids[handle])
            assert pair.session is not None
            assert (pair.session.id, pair.program.id) == (world.session, world.program)


async def test_counts_are_outdated_in_the_program_that_changed(worlds: Worlds) -> None:
    async def changes() -> list[int]:
        async with worlds.reading() as db:
            ids = (worlds.home.program, worlds.near.program, worlds.far.program)
            return [(await db.get_one(ProgramCounts, program_id)).changes for program_id in ids]

    home, near, far = await changes()
    said = SignUp(worlds.home.program, Role.MENTEE, 6, "Sales", ["agile"], ["agile"], 1)
    await worlds.does("lena", lambda db, lena: sign_up(db, lena, said, worlds.clock.now()))
    assert await changes() == [home + 1, near, far]


async def test_a_lead_reads_new_counts_once_offers_end_and_once_the_waiting_list_moves(worlds: Worlds) -> None:
    async def counted(lead: str, world: World) -> tuple[int, ...]:
        said = (await worlds.does(lead, lambda db, one: figures_of(db, one, world.program))).totals
        return said.offers, said.free_mentors, said.free_mentees, said.waiting, said.mentees

    home, near = ("lena", worlds.home), ("oscar", worlds.near)
    async with worlds.edge.transaction() as db:
        (await db.get_one(Offer, worlds.near.offer)).answer_by += timedelta(days=30)
        last = (await db.get_one(Offer, worlds.home.offer)).answer_by
    assert await counted(*home) == await counted(*near) == (1, 0, 0, 1, 2)
    worlds.clock.turn_to(last)
    await finish_offers(worlds.edge)
    assert await counted(*home) == (0, 1, 1, 1, 2)
    assert await counted(*near) == (1, 0, 0, 1, 2)
    async with worlds.edge.transaction() as db:
        await fill_places(db, await db.get_one(Program, worlds.near.program), worlds.clock.now())
    assert await counted(*home) == (0, 1, 1, 1, 2)
    assert await counted(*near) == (1, 0, 2, 0, 4), "ada, who waited, and otto, who applied"


async def test_applications_are_those_to_the_program_that_was_chosen(worlds: Worlds) -> None:
    async with worlds.edge.transaction() as db:
        db.add(ProgramLead(program_id=worlds.near.program, person_id=worlds.ids["lena"]))
    for program_id, led in ((worlds.near.program, [NEAR]), (worlds.home.program, [HOME]), (0, [HOME, NEAR])):
        spot = ApplicationSpot(program_id=program_id)
        async with worlds.reading() as db:
            listed = await applications_at(db, await db.get_one(Person, worlds.ids["lena"]), spot)
        assert [program.name for program in listed.led] == led
        assert {program.name for program, _ in listed.shown} == set(led)
    with pytest.raises(Refusal):
        await worlds.does(
            "lena", lambda db, lena: applications_at(db, lena, ApplicationSpot(program_id=worlds.far.program))
        )


async def test_whoever_has_a_partner_in_one_program_may_change_sides_in_another(worlds: Worlds) -> None:
    async with worlds.edge.transaction() as db:
        pair = await db.get_one(Pair, worlds.near.pair)
        pair.state = PairState.ENDED
        await db.delete(await db.get_one(Offer, worlds.near.offer))
    said = SignUp(worlds.near.program, Role.MENTEE, 2, "Sales", ["agile"], ["agile"], 1)
    place, _ = await worlds.does("maya", lambda db, maya: sign_up(db, maya, said, worlds.clock.now()))
    assert place.role is Role.MENTEE


async def test_skills_that_were_added_are_those_of_one_workspace(worlds: Worlds) -> None:
    async with worlds.reading() as db:
        here = await additions(db, "T1")
        assert [one.name for one in here] == [f"Knots of {HOME}", f"Knots of {NEAR}"]
        (there,) = await additions(db, "T0")
    with pytest.raises(Refusal):
        await worlds.does("lena", lambda db, lena: addition_to_merge(db, lena, there.id))


async def test_what_was_merged_into_a_skill_goes_with_it_in_its_own_workspace(worlds: Worlds) -> None:
    async with worlds.edge.transaction() as db:
        first, second = await additions(db, "T1")
        (there,) = await additions(db, "T0")
        second.merged_into = there.merged_into = first.slug
    async with worlds.edge.transaction() as db:
        await merge_skill(db, await db.get_one(AddedSkill, first.id), "agile")
    async with worlds.edge.transaction() as db:
        assert [one.merged_into for one in await additions(db, "T1")] == ["agile", "agile"]
        (there,) = await additions(db, "T0")
        assert there.merged_into == first.slug
        (await db.get_one(AddedSkill, first.id)).merged_into = None
        (await db.get_one(AddedSkill, second.id)).merged_into = first.slug
    await worlds.does("lena", lambda db, lena: delete_addition(db, lena, first.id))
    async with worlds.reading() as db:
        assert (await additions(db, "T1"), len(await additions(db, "T0"))) == ([], 1)
