"""Pairs begin, and end: in one program, and in no other."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.enrolment.model import Role
from bot.enrolment.usecases import SignUp, sign_up
from bot.pairs.ending import end_pairs
from bot.pairs.kinds import PAIR_ENDED, PARTNER_LEFT
from bot.pairs.queries import active_pairs_of, are_paired, everybody_paired, pair_ids_of_people, people_paired_in
from bot.pairs.usecases import HasPartner, NotYourPair, PairEnded, PartnerLeft, move_program_on, own_running_pair
from bot.people.model import Person
from bot.people.usecases import learn_profile
from bot.programs.rules.lifecycle import ProgramState
from bot.programs.usecases import NotALead
from tests.office import Office
from tests.pairs.beside import opened_beside, running, told

BOTH = [("T1", "U0HENRIK"), ("T1", "U0MAYA")]


async def closes(office: Office, handle: str = "lena") -> None:
    async def deed(db: AsyncSession, one: Person) -> None:
        await move_program_on(db, one, office.program_id, ProgramState.CLOSED, office.clock.now())

    await office.does(handle, deed)


async def test_the_two_of_a_pair_are_introduced_together_first_whoever_has_the_agenda(office: Office) -> None:
    await opened_beside(office)
    assert await told(office, "introduction") == [
        ("T1", "U0MAYA,U0HENRIK"),
        ("T1", "U0MAYA,U0WEI"),
        ("T2", "U0FAR,U0AWAY"),
    ]


async def test_a_pair_belongs_to_its_two_in_every_program_and_workspace(office: Office) -> None:
    beside = await opened_beside(office)
    async with office.edge.transaction() as db:
        maya = await db.get_one(Person, office.ids["maya"])
        henrik = await db.get_one(Person, office.ids["henrik"])
        assert (await own_running_pair(db, maya, beside.pair_id)).mentee.slack_id == "U0WEI"
        assert (await own_running_pair(db, henrik, office.pair_id)).mentor is maya
        for pair_id in (beside.pair_id, beside.far_pair_id):
            with pytest.raises(NotYourPair):
                await own_running_pair(db, henrik, pair_id)


async def test_who_is_paired_with_whom_is_said_of_one_program(office: Office) -> None:
    beside = await opened_beside(office)
    maya, henrik, wei = (office.ids[handle] for handle in ("maya", "henrik", "wei"))
    async with office.edge.transaction() as db:
        assert [up.pair.id for up in await active_pairs_of(db, maya)] == [office.pair_id, beside.pair_id]
        assert await are_paired(db, office.program_id, (maya, henrik))
        assert not await are_paired(db, beside.program_id, (maya, henrik))
        assert not await are_paired(db, office.program_id, (henrik, maya)), "mentor first"
        assert [couple[:2] for couple in await everybody_paired(db, beside.program_id)] == [(maya, wei)]
        everybody = [maya, henrik, wei]
        assert await people_paired_in(db, office.program_id, everybody) == {maya, henrik}
        assert await people_paired_in(db, office.program_id, [maya, wei]) == {maya, henrik}, "with their partners"
        assert await people_paired_in(db, beside.program_id, everybody) == {maya, wei}
        await end_pairs(db, [office.pair_id], PAIR_ENDED, office.clock.now())
        assert not await are_paired(db, office.program_id, (maya, henrik))
        assert await pair_ids_of_people(db, [maya, henrik]) == [beside.pair_id]
        assert await everybody_paired(db, office.program_id), "those who were a pair are still known"


async def test_a_program_that_closes_ends_its_own_pairs_and_thanks_both_sides(office: Office) -> None:
    beside = await opened_beside(office)
    await closes(office)
    assert await running(office) == [beside.pair_id, beside.far_pair_id]
    assert await told(office, "pair_ended") == BOTH
    assert await told(office, "program_over") == [("T1", "U0WEI"), ("T1", "U0ZOE")], "those who had nobody there"
    with pytest.raises(PairEnded):
        await office.does("maya", lambda db, maya: own_running_pair(db, maya, office.pair_id))


async def test_a_lead_closes_only_what_they_lead(office: Office) -> None:
    beside = await opened_beside(office)
    office.ids["far lead"] = beside.far_lead
    for stranger in ("maya", "oscar", "far lead"):
        with pytest.raises(NotALead):
            await closes(office, stranger)
    assert office.pair_id in await running(office)


async def test_whoever_ends_a_pair_themselves_is_not_told_of_it(office: Office) -> None:
    async with office.edge.transaction() as db:
        await end_pairs(db, [office.pair_id], PARTNER_LEFT, office.clock.now(), not_told=office.ids["maya"])
    assert await told(office, "partner_left") == [("T1", "U0HENRIK")]


async def test_who_leaves_slack_and_is_back_is_told_to_all_their_partners_and_nobody_else(office: Office) -> None:
    beside = await opened_beside(office)
    await office.leaves_slack("maya")
    assert await told(office, "partner_gone") == [("T1", "U0HENRIK"), ("T1", "U0WEI")]
    assert await running(office) == [office.pair_id, beside.pair_id, beside.far_pair_id], "a lead decides what becomes"
    with pytest.raises(PartnerLeft):
        await office.does("henrik", lambda db, henrik: own_running_pair(db, henrik, office.pair_id))
    for _ in range(2):  # what Slack says twice is told once
        await office.does("maya", lambda db, maya: learn_profile(db, maya, {"deleted": False}))
    assert await told(office, "partner_back") == [("T1", "U0HENRIK"), ("T1", "U0WEI")]


@pytest.mark.parametrize(("handle", "role"), [("maya", Role.MENTEE), ("henrik", Role.MENTOR)])
async def test_nobody_changes_sides_under_a_pair(office: Office, handle: str, role: Role) -> None:
    said = SignUp(office.program_id, role, 3, "Sales", ["ai-ethics"], ["ai-ethics"], 1)
    with pytest.raises(HasPartner, match="leave the program first"):
        await office.does(handle, lambda db, one: sign_up(db, one, said, office.clock.now()))


async def test_in_another_program_somebody_may_be_on_the_other_side(office: Office) -> None:
    beside = await opened_beside(office)
    said = SignUp(beside.program_id, Role.MENTOR, 6, "Sales", ["ai-ethics"], [], 1)
    enrolment, _ = await office.does("henrik", lambda db, one: sign_up(db, one, said, office.clock.now()))
    assert (enrolment.program_id, enrolment.role) == (beside.program_id, Role.MENTOR)
