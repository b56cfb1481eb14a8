from sqlalchemy import select

from bot.core.outbox import OutboxRow
from bot.mixers import queries
from bot.mixers.model import Mixer, MixerGuest, MixerState
from bot.mixers.usecases import join, leave
from bot.people.model import Person
from bot.programs.model import Program
from bot.programs.rules.lifecycle import ProgramState
from tests.isolation.worlds import HOME, NEAR, Worlds


async def test_a_mixer_invites_those_who_have_a_place_in_its_program(worlds: Worlds) -> None:
    async with worlds.reading() as db:
        told = await db.scalars(select(OutboxRow.recipient).where(OutboxRow.kind == "mixer_invited"))
        assert len(told.all()) == 8, "four for each of the two"


async def test_everybody_sees_the_mixers_of_their_workspace_with_the_guests_of_each(worlds: Worlds) -> None:
    async with worlds.reading() as db:
        for handle, comes_to, leads in (("maya", [HOME], []), ("zoe", [NEAR], []), ("lena", [], [HOME])):
            person = await db.get_one(Person, worlds.ids[handle])
            seen = await queries.invitations(db, person, worlds.clock.now())
            assert [(one.mixer.id, one.program.id, one.guests) for one in seen] == [
                (worlds.home.mixer, worlds.home.program, 1),
                (worlds.near.mixer, worlds.near.program, 1),
            ]
            assert [one.program.name for one in seen if one.is_guest] == comes_to
            assert [one.program.name for one in seen if one.is_lead] == leads


async def test_guests_and_tables_are_those_of_one_mixer(worlds: Worlds) -> None:
    async with worlds.edge.transaction() as db:
        elsewhere = select(MixerGuest).where(MixerGuest.mixer_id.in_([worlds.near.past_mixer, worlds.far.past_mixer]))
        for guest in await db.scalars(elsewhere):
            guest.table = 7
    async with worlds.reading() as db:
        assert [one.id for one in await queries.guests_of(db, worlds.home.mixer)] == [worlds.ids["maya"]]
        tables, last = await queries.tables_of(db, worlds.home.past_mixer, 9)
        assert (sorted(tables[0]), len(tables), last) == (["U0HENRIK", "U0MAYA", "U0ZOE"], 1, 1)


async def test_who_sat_together_is_asked_of_the_guests_of_one_mixer(worlds: Worlds) -> None:
    async with worlds.reading() as db:
        seats = await queries.seats_before(db, worlds.home.mixer)
        maya = worlds.ids["maya"]
        assert sorted(seats) == sorted((mixer, 1, maya) for mixer in (worlds.home.past_mixer, worlds.near.past_mixer))


async def test_a_mixer_is_over_only_when_its_own_program_has_closed(worlds: Worlds) -> None:
    async with worlds.edge.transaction() as db:
        (await db.get_one(Program, worlds.near.program)).state = ProgramState.CLOSED
    async with worlds.edge.transaction() as db:
        due = await queries.due_mixer(db, worlds.clock.now())
        assert due is not None
        assert due.id == worlds.near.mixer
    async with worlds.edge.transaction() as db:
        (await db.get_one(Program, worlds.near.program)).state = ProgramState.OPEN
        (await db.get_one(Program, worlds.far.program)).state = ProgramState.CLOSED
        (await db.get_one(Mixer, worlds.far.mixer)).state = MixerState.GROUPED
        await db.flush()
        assert await queries.due_mixer(db, worlds.clock.now()) is None


async def test_who_cannot_come_to_one_mixer_still_comes_to_the_other(worlds: Worlds) -> None:
    for mixer_id in (worlds.home.mixer, worlds.near.mixer):
        async with worlds.edge.transaction() as db:
            await join(db, await db.get_one(Person, worlds.ids["wei"]), mixer_id, worlds.clock.now())
    await worlds.does("wei", lambda db, wei: leave(db, wei, worlds.home.mixer, worlds.clock.now()))
    async with worlds.reading() as db:
        for mixer_id, comes in ((worlds.home.mixer, False), (worlds.near.mixer, True)):
            assert (await db.get(MixerGuest, (mixer_id, worlds.ids["wei"])) is not None) is comes
