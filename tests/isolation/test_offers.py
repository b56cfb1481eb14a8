from datetime import timedelta

from sqlalchemy import select

from bot.enrolment.model import Enrolment, EnrolmentState, Role
from bot.offers import queries, taken
from bot.offers.model import Offer, OfferState
from bot.offers.queries import Waiting
from bot.pairs.queries import active_pair_ids, are_paired, everybody_paired, people_paired_in
from bot.pairs.rules.lifecycle import PairState
from bot.programs.model import Program
from bot.programs.rules.lifecycle import ProgramState
from bot.requests.queries import offers_between, pairs_between, places_to_ask_from, requests_since
from tests.isolation.worlds import Worlds


async def test_an_offer_comes_with_its_own_program(worlds: Worlds) -> None:
    async with worlds.reading() as db:
        maya, zoe = worlds.ids["maya"], worlds.ids["zoe"]
        assert [(up.offer.id, up.program.id) for up in await queries.offers_to(db, zoe)] == [
            (worlds.home.offer, worlds.home.program)
        ]
        assert [(up.offer.id, up.program.id) for up in await queries.offers_ever_to(db, maya)] == [
            (worlds.near.offer, worlds.near.program)
        ]
        assert await queries.open_offers_in(db, [worlds.home.program], 9) == [worlds.home.offer]


async def test_couples_are_asked_and_paired_in_one_program(worlds: Worlds) -> None:
    maya, zoe, henrik, wei = (worlds.ids[handle] for handle in ("maya", "zoe", "henrik", "wei"))
    async with worlds.reading() as db:
        for world, asked, paired in (
            (worlds.home, (zoe, wei), (maya, henrik)),
            (worlds.near, (maya, henrik), (zoe, wei)),
        ):
            assert await taken.couples_asked(db, world.program) == {asked}
            assert await taken.are_asked(db, world.program, asked)
            assert not await taken.are_asked(db, world.program, paired)
            assert await are_paired(db, world.program, paired)
            assert not await are_paired(db, world.program, asked)
            assert await people_paired_in(db, world.program, list(worlds.ids.values())) == set(paired)
            assert await everybody_paired(db, world.program) == [(*paired, PairState.ACTIVE)]
            assert await active_pair_ids(db, world.program, most=9) == [world.pair]
            assert [one.id for one in await offers_between(db, world.program, *asked)] == [world.offer]
            assert await offers_between(db, world.program, *paired) == []
            assert await pairs_between(db, world.program, *paired) == [PairState.ACTIVE]
            assert await pairs_between(db, world.program, *asked) == []


async def test_places_are_used_in_one_program(worlds: Worlds) -> None:
    home, maya = worlds.home.program, worlds.ids["maya"]
    async with worlds.reading() as db:
        everybody = dict.fromkeys((worlds.ids[handle] for handle in ("maya", "zoe", "henrik", "wei")), 1)
        assert await taken.places_in_use(db, home) == everybody
        assert await taken.places_in_use(db, home, [maya]) == {maya: 1}
        assert await queries.count_waiting(db, home) == Waiting(0, 0)
    async with worlds.edge.transaction() as db:
        for offer_id in (worlds.home.offer, worlds.near.offer):
            (await db.get_one(Offer, offer_id)).state = OfferState.WITHDRAWN
    async with worlds.reading() as db:
        assert await queries.count_waiting(db, home) == Waiting(1, 1)
        paired = {worlds.ids[handle] for handle in ("maya", "henrik")}
        assert await taken.with_as_many_pairs_as_they_take(db, [home], list(worlds.ids.values())) == {
            (home, person) for person in paired
        }


async def test_whoever_is_asked_by_the_other_keeps_no_place_for_it(worlds: Worlds) -> None:
    async with worlds.edge.transaction() as db:
        (await db.get_one(Offer, worlds.home.offer)).asked_by = Role.MENTOR
    async with worlds.reading() as db:
        assert await queries.count_waiting(db, worlds.home.program) == Waiting(0, 1)
    async with worlds.edge.transaction() as db:
        (await db.get_one(Offer, worlds.home.offer)).asked_by = Role.MENTEE
    async with worlds.reading() as db:
        assert await queries.count_waiting(db, worlds.home.program) == Waiting(1, 0)


async def test_capacity_and_role_are_those_in_one_program(worlds: Worlds) -> None:
    home, near, ada, maya = worlds.home.program, worlds.near.program, worlds.ids["ada"], worlds.ids["maya"]
    async with worlds.edge.transaction() as db:
        mine = Enrolment.program_id == near, Enrolment.person_id == maya
        place = (await db.scalars(select(Enrolment).where(*mine))).one()
        place.capacity, place.role = 3, Role.MENTEE
        place = (
            await db.scalars(select(Enrolment).where(Enrolment.program_id == near, Enrolment.person_id == ada))
        ).one()
        place.state, place.capacity = EnrolmentState.ENROLLED, 2
    async with worlds.reading() as db:
        assert await taken.capacity_in(db, home, maya) == 1
        assert await taken.capacity_in(db, near, maya) == 3
        assert await taken.capacity_in(db, home, ada) == 0
        assert await queries.roles_of(db, [home], [maya, ada]) == {(home, maya, Role.MENTOR)}


async def test_requests_are_counted_by_program_and_by_who_asked(worlds: Worlds) -> None:
    maya, henrik, zoe, wei = (worlds.ids[handle] for handle in ("maya", "henrik", "zoe", "wei"))
    before = worlds.clock.now() - timedelta(days=1)
    for asked_by, counts in ((None, (0, 0)), (Role.MENTOR, (1, 0)), (Role.MENTEE, (0, 1))):
        async with worlds.edge.transaction() as db:
            for offer_id in (worlds.home.offer, worlds.near.offer):
                (await db.get_one(Offer, offer_id)).asked_by = asked_by
        async with worlds.reading() as db:
            found = [await requests_since(db, worlds.home.program, person, before) for person in (zoe, wei)]
            assert tuple(found) == counts
            for person in (maya, henrik):
                assert await requests_since(db, worlds.home.program, person, before) == 0


async def test_who_may_ask_does_so_in_the_programs_that_let_them(worlds: Worlds) -> None:
    async with worlds.edge.transaction() as db:
        (await db.get_one(Program, worlds.near.program)).self_chosen = True
    async with worlds.reading() as db:
        places = await places_to_ask_from(db, worlds.ids["maya"])
        assert [(place.program_id, program.id) for place, program in places] == [(worlds.near.program,) * 2]


async def test_offers_are_left_open_where_their_own_program_makes_no_pairs_any_more(worlds: Worlds) -> None:
    async with worlds.edge.transaction() as db:
        (await db.get_one(Program, worlds.near.program)).state = ProgramState.CLOSING
    async with worlds.edge.transaction() as db:
        assert await queries.offers_left_open(db, 9) == [worlds.near.offer]
