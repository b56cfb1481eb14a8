from bot.enrolment import queries
from bot.enrolment.model import EnrolmentState
from bot.people.model import Person
from tests.isolation.worlds import Worlds


async def test_a_place_is_that_in_the_program_asked_about(worlds: Worlds) -> None:
    async with worlds.reading() as db:
        for world, state in ((worlds.home, EnrolmentState.APPLIED), (worlds.near, EnrolmentState.WAITING)):
            program, place = await queries.program_with_enrolment(db, world.program, worlds.ids["ada"])
            assert program is not None
            assert place is not None
            assert (program.id, place.program_id, place.state) == (world.program, world.program, state)


async def test_people_and_places_are_counted_in_one_program(worlds: Worlds) -> None:
    async with worlds.reading() as db:
        program_id = worlds.home.program
        assert await queries.places_taken(db, program_id) == 4
        assert await queries.enrolled_by_role(db, program_id) == (2, 2)
        assert await queries.count_applied(db, program_id) == 1
        assert await queries.count_applications(db, [program_id]) == 2
        assert await queries.count_applications(db, [program_id], accepted=True) == 0
        assert len(await queries.enrolled_people(db, program_id, [Person.id])) == 4


async def test_who_waits_and_who_applied_are_those_of_one_program(worlds: Worlds) -> None:
    async with worlds.reading() as db:
        program_id, ada, otto = worlds.home.program, worlds.ids["ada"], worlds.ids["otto"]
        applied = await queries.standing_in(db, program_id, [EnrolmentState.APPLIED])
        assert [person.id for _, person in applied] == [ada]
        piece = await queries.standing_after(db, program_id, [EnrolmentState.APPLIED], after=0, most=9)
        assert [person.id for _, person in piece] == [ada]
        assert [person.id for _, person in await queries.waiting_longest(db, program_id, 9)] == [otto, ada]
        found = await queries.applications(db, [program_id], 9)
        assert [(person.id, program.id) for _, person, program in found] == [(ada, program_id), (otto, program_id)]


async def test_levels_are_those_of_the_people_of_one_program(worlds: Worlds) -> None:
    async with worlds.edge.transaction() as db:
        (await db.get_one(Person, worlds.far_ids["maya"])).level = 1
        (await db.get_one(Person, worlds.far_ids["wei"])).level = 7
    async with worlds.reading() as db:
        assert await queries.widest_gap(db, worlds.home.program) == (2, 6)


async def test_programs_of_somebody_are_theirs_and_each_comes_with_what_is_its_own(worlds: Worlds) -> None:
    home, near = worlds.home.program, worlds.near.program
    async with worlds.reading() as db:
        lena, maya, ada = [await db.get_one(Person, worlds.ids[handle]) for handle in ("lena", "maya", "ada")]
        led = await queries.programs_of(db, lena)
        assert [(program.id, counts.program_id, lead) for program, counts, lead, _ in led] == [(home, home, lena.id)]
        places = await queries.programs_of(db, maya)
        assert [(one.id, counts.program_id, place and place.program_id) for one, counts, _, place in places] == [
            (home, home, home),
            (near, near, near),
        ]
        assert [program.id for program in await queries.programs_with_place(db, maya.id)] == [home, near]
        standing = await queries.standing_of(db, ada.id)
        assert [(place.state, program.id) for place, program in standing] == [
            (EnrolmentState.APPLIED, home),
            (EnrolmentState.WAITING, near),
        ]


async def test_somebody_of_another_workspace_has_no_programs_here_though_they_have_a_place(worlds: Worlds) -> None:
    async with worlds.reading() as db:
        maya = await db.get_one(Person, worlds.ids["maya"])
        db.expunge(maya)
        maya.team_id = "T9"
        assert await queries.programs_of(db, maya) == []
