from sqlalchemy import select

from bot.core.outbox import OutboxRow
from bot.enrolment.model import Enrolment, Role, RoundAnswer
from bot.matching.model import Alone, MatchRun, Proposal, ProposalState, RunState
from bot.matching.review import queries
from bot.matching.review.usecases import allow, pair_by_hand
from bot.matching.rounds.queries import counts_of
from bot.matching.rounds.usecases import ask_who_is_in, end_round
from bot.matching.search.engine.model import Certificate
from bot.matching.search.queries import forbidden_in, pins_of, saying
from bot.matching.search.results import begin_results
from bot.matching.search.usecases import ask_for_proposals
from bot.offers.model import Forbidden
from bot.programs.model import Program
from bot.skills.model import Side
from tests.isolation.worlds import Worlds


async def test_a_review_shows_the_proposals_of_its_own_run(worlds: Worlds) -> None:
    maya, zoe, henrik, wei = (worlds.ids[handle] for handle in ("maya", "zoe", "henrik", "wei"))
    run, (proposed, pinned) = worlds.home.run, worlds.home.proposals
    async with worlds.reading() as db:
        assert [one.id for one, _, _ in await queries.proposals_of(db, run)] == [proposed, pinned]
        assert await queries.couples_proposed(db, run) == [(proposed, maya, wei), (pinned, zoe, henrik)]
        counts = await queries.count_proposals(db, run)
        assert counts == {ProposalState.PROPOSED: 1, ProposalState.PINNED: 1, ProposalState.LEFT_OUT: 0}
        assert [one.id for one in await queries.proposals_with(db, run, [maya, zoe])] == [proposed, pinned]
        (one, *_) = await queries.proposals_with_ids(db, [proposed])
        assert await queries.mentees_but(db, one[0]) == ["U0HENRIK"]
        assert await pins_of(db, run) == [(zoe, henrik)]


async def test_who_is_without_a_partner_and_who_is_ruled_out_is_said_of_one_program(worlds: Worlds) -> None:
    zoe, henrik = worlds.ids["zoe"], worlds.ids["henrik"]
    async with worlds.reading() as db:
        assert await queries.count_alone(db, worlds.home.run) == 1
        assert [person.id for _, person in await queries.alone_of(db, worlds.home.run, 9)] == [henrik]
        assert await queries.count_forbidden(db, worlds.home.program) == 1
        found = await queries.couples_forbidden(db, worlds.home.program, 9)
        assert [(mentor.id, mentee.id) for mentor, mentee in found] == [(zoe, henrik)]
        assert await forbidden_in(db, worlds.home.program) == {(zoe, henrik)}


async def test_what_a_lead_allows_again_stays_ruled_out_elsewhere(worlds: Worlds) -> None:
    zoe, henrik = worlds.ids["zoe"], worlds.ids["henrik"]
    async with worlds.edge.transaction() as db:
        db.add(Forbidden(program_id=worlds.near.program, mentor_id=zoe, mentee_id=henrik))
    await worlds.does("lena", lambda db, lena: allow(db, lena, worlds.home.run, zoe, henrik))
    async with worlds.reading() as db:
        assert await forbidden_in(db, worlds.home.program) == frozenset()
        assert (zoe, henrik) in await forbidden_in(db, worlds.near.program)


async def test_who_is_paired_by_hand_stays_alone_in_the_run_of_another_program(worlds: Worlds) -> None:
    henrik = worlds.ids["henrik"]
    async with worlds.edge.transaction() as db:
        db.add(Alone(run_id=worlds.near.run, person_id=henrik, facts={"role": "mentee"}))
        for one in await db.scalars(select(Proposal).where(Proposal.id == worlds.home.proposals[1])):
            await db.delete(one)
        for program_id in (worlds.home.program, worlds.near.program):
            places = select(Enrolment).where(Enrolment.program_id == program_id)
            for place in await db.scalars(places):
                place.capacity = 3
        await db.delete(await db.get_one(Forbidden, (worlds.home.program, worlds.ids["zoe"], henrik)))
    couple = ("U0ZOE", "U0HENRIK")
    now = worlds.clock.now()
    await worlds.does("lena", lambda db, lena: pair_by_hand(db, lena, worlds.home.run, couple, now, anyway=True))
    async with worlds.reading() as db:
        assert await db.get(Alone, (worlds.home.run, henrik)) is None
        assert await db.get(Alone, (worlds.near.run, henrik)) is not None


async def test_a_search_outdates_the_proposals_of_its_own_program_and_no_other_is_in_its_way(worlds: Worlds) -> None:
    now = worlds.clock.now()
    run = await worlds.does("oscar", lambda db, oscar: ask_for_proposals(db, oscar, worlds.near.program, now))
    assert run.replaces_id == worlds.near.run
    run = await worlds.does("lena", lambda db, lena: ask_for_proposals(db, lena, worlds.home.program, now))
    assert run.replaces_id == worlds.home.run
    async with worlds.reading() as db:
        assert (await db.get_one(MatchRun, worlds.far.run)).state is RunState.READY


async def test_results_take_the_place_of_those_of_their_own_run(worlds: Worlds) -> None:
    async with worlds.edge.transaction() as db:
        (await db.get_one(MatchRun, worlds.home.run)).state = RunState.ASKED
    async with worlds.edge.transaction() as db:
        assert await begin_results(
            db, worlds.home.run, Certificate(1, 1, 50, 0, 50, 50, 1, 1, 1), [], worlds.clock.now()
        )
    async with worlds.reading() as db:
        for world, proposals, alone in ((worlds.home, 0, 0), (worlds.near, 2, 1)):
            assert len(await queries.proposals_of(db, world.run)) == proposals
            assert await queries.count_alone(db, world.run) == alone


async def test_a_round_asks_counts_and_ends_in_one_program(worlds: Worlds) -> None:
    now, everybody = worlds.clock.now(), worlds.home.program
    async with worlds.edge.transaction() as db:
        for place in await db.scalars(select(Enrolment)):
            place.capacity = 3
    await worlds.does("oscar", lambda db, one: ask_who_is_in(db, one, worlds.near.program, now.date(), now))
    async with worlds.reading() as db:
        assert set((await counts_of(db, worlds.home.program)).values()) == {0}
    await worlds.does("lena", lambda db, one: ask_who_is_in(db, one, worlds.home.program, now.date(), now))
    async with worlds.reading() as db:
        assert await counts_of(db, everybody) == {RoundAnswer.ASKED: 4, RoundAnswer.IN: 0, RoundAnswer.SKIPS: 0}
    asked = select(OutboxRow.subject_id, OutboxRow.changes).where(OutboxRow.kind == "still_in")
    async with worlds.edge.transaction() as db:
        for row in await db.scalars(select(OutboxRow).where(OutboxRow.kind == "still_in")):
            row.channel, row.ts = "D1", "1.1"
    async with worlds.edge.transaction() as db:
        await end_round(db, await db.get_one(Program, worlds.home.program))
    async with worlds.reading() as db:
        assert set((await counts_of(db, worlds.home.program)).values()) == {0}
        assert (await counts_of(db, worlds.near.program))[RoundAnswer.ASKED] == 4
        theirs = await db.scalars(select(Enrolment.id).where(Enrolment.program_id == worlds.home.program))
        here = set(theirs)
        assert {subject in here: changes for subject, changes in await db.execute(asked)} == {True: 1, False: 0}


async def test_who_says_what_is_asked_of_one_program(worlds: Worlds) -> None:
    async with worlds.reading() as db:
        found = await saying(db, worlds.home.program, ["ai-ethics"])
        assert len(found) == 8, "four people, each on both sides"
        assert {(role, side) for _, _, role, side, _ in found} == {(role, side) for role in Role for side in Side}
