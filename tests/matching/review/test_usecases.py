import asyncio

import pytest
from sqlalchemy import select

from bot.enrolment.model import Role
from bot.enrolment.usecases import SignUp, sign_up
from bot.matching.model import Alone, MatchRun, Proposal, ProposalState, RunState
from bot.matching.review.usecases import ProposalGone, ProposalsOutdated, forbid, pair_by_hand, set_state, swap
from bot.matching.search.engine.facts import reasons
from bot.matching.search.jobs import solve_asked_run
from bot.matching.search.judging import RulesBroken
from bot.matching.search.pool import fit_among, pool_of
from bot.people.usecases import meet
from bot.programs.model import Program
from tests.matching.asking import ask, proposals, publish
from tests.office import Office

SKILLS = ("ai-ethics", "short-video", "prompting", "agile")


async def crowd(office: Office, size: int = 6) -> None:
    """Each side of it; few teach what many wish for, and two of the mentors take two."""
    now = office.clock.now()
    async with office.edge.transaction() as db:
        for number in range(size):
            for role, level in ((Role.MENTOR, 1 + number % 2), (Role.MENTEE, 4 + number % 3)):
                handle = f"{role.value}{number}"
                person = await meet(db, "T1", f"U0{handle.upper()}", now)
                office.ids[handle] = person.id
                offers, wishes = [SKILLS[number % 3]], [SKILLS[number % 4], SKILLS[(number + 1) % 4]]
                said = SignUp(office.program_id, role, level, f"D{number % 3}", offers, wishes, 1 + (number < 2))
                await sign_up(db, person, said, now)


async def proposed(office: Office, run_id: int) -> list[Proposal]:
    async with office.edge.transaction() as db:
        found = await db.scalars(select(Proposal).where(Proposal.run_id == run_id).order_by(Proposal.id))
        return list(found.all())


async def by_hand(office: Office, run_id: int, mentor: str, mentee: str, *, anyway: bool = False) -> bool:
    couple = f"U0{mentor.upper()}", f"U0{mentee.upper()}"
    _, price = await office.does(
        "lena", lambda db, lena: pair_by_hand(db, lena, run_id, couple, office.clock.now(), anyway=anyway)
    )
    return price.is_paid


async def changes_state(office: Office, proposal_id: int, state: ProposalState) -> None:
    await office.does("lena", lambda db, lena: set_state(db, lena, proposal_id, state))


async def test_a_few_people_fit_as_a_search_among_all_says(office: Office) -> None:
    await crowd(office)
    run_id = await proposals(office)
    found = await proposed(office, run_id)
    assert len(found) > 4
    async with office.edge.transaction() as db:
        pool = await pool_of(db, await db.get_one(Program, office.program_id), office.clock.now())
        for one in found:
            fit = await fit_among(db, pool, {one.mentor_id, one.mentee_id})
            (mentor,), (mentee,) = fit.task.mentors, fit.task.mentees
            assert fit.score(mentor, mentee) == one.score
            assert reasons(fit, mentor, mentee) == one.reasons


async def test_a_pin_that_no_longer_holds_is_let_go(office: Office) -> None:
    first = await proposals(office)
    (only,) = await proposed(office, first)
    await changes_state(office, only.id, ProposalState.PINNED)
    await office.leaves_slack("wei")
    again = await proposals(office)
    assert await proposed(office, again) == []


async def test_a_pin_is_kept_through_searches_and_gone_once_it_is_a_pair(office: Office) -> None:
    first = await proposals(office)
    (only,) = await proposed(office, first)
    await changes_state(office, only.id, ProposalState.PINNED)
    for _ in range(2):
        run_id = await proposals(office)
        assert [one.state for one in await proposed(office, run_id)] == [ProposalState.PINNED]
    assert await publish(office, "lena", run_id) == 1
    assert await proposed(office, await proposals(office)) == []


async def test_what_a_newer_search_replaced_cannot_be_changed_any_more(office: Office) -> None:
    first = await proposals(office)
    (only,) = await proposed(office, first)
    await ask(office)
    with pytest.raises(ProposalsOutdated):
        await changes_state(office, only.id, ProposalState.PINNED)


async def test_a_mentor_with_a_place_free_keeps_the_partner_they_have(office: Office) -> None:
    await crowd(office)
    run_id = await proposals(office)
    found = await proposed(office, run_id)
    theirs = [one for one in found if one.mentor_id == office.ids["mentor0"]]
    assert len(theirs) == 2, "of two places"
    free = next(one.mentee_id for one in found if one.mentor_id not in (office.ids["mentor0"], office.ids["mentor1"]))
    handle = next(name for name, number in office.ids.items() if number == free)
    assert not await by_hand(office, run_id, "mentor0", handle)
    assert await by_hand(office, run_id, "mentor0", handle, anyway=True)
    after = [one for one in await proposed(office, run_id) if one.mentor_id == office.ids["mentor0"]]
    assert len(after) == 2
    kept = max(theirs, key=lambda one: one.score)
    assert {one.mentee_id for one in after} == {kept.mentee_id, free}, "the one that fits least goes"


async def test_two_leads_who_forbid_the_same_two_at_once_free_each_of_them_once(office: Office) -> None:
    run_id = await proposals(office)
    (only,) = await proposed(office, run_id)

    async def forbids() -> None:
        await office.does("lena", lambda db, lena: forbid(db, lena, only.id))

    ends = await asyncio.gather(*(forbids() for _ in range(4)), return_exceptions=True)
    assert sorted(type(end).__name__ for end in ends) == ["NoneType", *[ProposalGone.__name__] * 3]
    async with office.edge.transaction() as db:
        run = await db.get_one(MatchRun, run_id)
        assert (run.unmatched_mentors, run.unmatched_mentees) == (1, 1)
        assert len((await db.scalars(select(Alone).where(Alone.run_id == run_id))).all()) == 2
    with pytest.raises(RulesBroken):
        await by_hand(office, run_id, "zoe", "wei", anyway=True)


async def test_a_search_that_fails_gives_the_earlier_proposals_back(office: Office) -> None:
    first = await proposals(office)
    await ask(office)
    for _ in range(3):
        with pytest.raises((asyncio.IncompleteReadError, ConnectionError)):
            await solve_asked_run(office.edge, ("false",))
    async with office.edge.transaction() as db:
        runs = await db.scalars(select(MatchRun).where(MatchRun.program_id == office.program_id).order_by(MatchRun.id))
        states = [run.state for run in runs]
    assert states == [RunState.READY, RunState.FAILED]
    assert await publish(office, "lena", first) == 1


async def test_buttons_of_a_proposal_that_is_gone_say_so_and_leave_the_newer_ones_alone(office: Office) -> None:
    await crowd(office)
    run_id = await proposals(office)
    gone = (await proposed(office, run_id))[-1].id
    await office.does("lena", lambda db, lena: forbid(db, lena, gone))
    couples = {(one.mentor_id, one.mentee_id) for one in await proposed(office, run_id)}
    names = {person_id: handle for handle, person_id in office.ids.items()}
    mentor, mentee = next((one, other) for one, _ in couples for _, other in couples if (one, other) not in couples)
    assert await by_hand(office, run_id, names[mentor], names[mentee], anyway=True)
    before = {one.id: (one.mentor_id, one.mentee_id, one.state) for one in await proposed(office, run_id)}
    assert (mentor, mentee, ProposalState.PINNED) in before.values()
    for press in (
        lambda db, lena: set_state(db, lena, gone, ProposalState.LEFT_OUT),
        lambda db, lena: forbid(db, lena, gone),
        lambda db, lena: swap(db, lena, gone, f"U0{names[mentee].upper()}", office.clock.now(), anyway=True),
    ):
        with pytest.raises(ProposalGone):
            await office.does("lena", press)
    assert {one.id: (one.mentor_id, one.mentee_id, one.state) for one in await proposed(office, run_id)} == before
