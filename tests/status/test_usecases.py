"""What somebody sees of everything, with a second program and a second workspace beside."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from bot.enrolment.model import Role
from bot.enrolment.usecases import SignUp, sign_up
from bot.pairs.absences import take_break
from bot.pairs.ending import end_pairs
from bot.pairs.kinds import PAIR_ENDED
from bot.pairs.model import Pair
from bot.pairs.rules.lifecycle import Trouble
from bot.people.model import Person
from bot.programs.model import Entry, Owner, Program, ProgramCounts
from bot.programs.usecases import NotALead, ProgramDeleted
from bot.sessions.usecases import finish_past_sessions, post_agenda
from bot.status.queries import MOST_IN_TROUBLE, InTrouble, OwnPair, own_pairs, pairs_in_trouble, totals
from bot.status.usecases import figures_of, look_at_nothing, look_over
from tests.office import Office
from tests.pairs.beside import opened_beside


async def changes_program(office: Office, **values: object) -> None:
    async with office.edge.transaction() as db:
        await db.execute(update(Program).where(Program.id == office.program_id).values(**values))


async def names_led(office: Office, handle: str) -> list[str]:
    overview = await office.does(handle, look_over)
    return [led.program.name for led in overview.led]


async def test_a_lead_sees_the_programs_that_they_lead_and_others_none(office: Office) -> None:
    beside = await opened_beside(office)
    office.ids["far lead"] = beside.far_lead
    assert sorted(await names_led(office, "lena")) == ["Digital natives", "Sunrise"]
    assert await names_led(office, "far lead") == ["Far away"]
    assert await names_led(office, "maya") == []


async def test_somebody_sees_their_places_and_their_pairs_and_nobody_elses(office: Office) -> None:
    beside = await opened_beside(office)
    maya = await office.does("maya", look_over)
    assert sorted(program.id for _, program in maya.places) == [office.program_id, beside.program_id]
    assert [(pair.partner, pair.program.name, pair.is_mentor) for pair in maya.pairs] == [
        ("U0HENRIK", "Digital natives", True),
        ("U0WEI", "Sunrise", True),
    ]
    zoe = await office.does("zoe", look_over)
    assert ([program.id for _, program in zoe.places], list(zoe.pairs)) == ([office.program_id], [])
    oscar = await office.does("oscar", look_over)
    assert (oscar.places, list(oscar.pairs), oscar.led) == ([], [], [])
    assert oscar.first_step is not None
    assert maya.first_step is None


async def test_figures_are_for_the_leads_of_that_program(office: Office) -> None:
    beside = await opened_beside(office)
    office.ids["far lead"] = beside.far_lead
    for stranger in ("maya", "oscar", "far lead"):
        with pytest.raises(NotALead):
            await office.does(stranger, lambda db, one: figures_of(db, one, office.program_id))
    with pytest.raises(NotALead):
        await office.does("lena", lambda db, lena: figures_of(db, lena, beside.far_program_id))
    with pytest.raises(ProgramDeleted):
        await office.does("lena", lambda db, lena: figures_of(db, lena, 404))


async def test_who_is_not_known_is_not_known_for_looking(office: Office) -> None:
    async def people() -> int:
        async with office.edge.transaction() as db:
            return await db.scalar(select(func.count()).select_from(Person)) or 0

    before = await people()
    for team in ("T1", "T9"):
        async with office.edge.transaction() as db:
            overview = await look_at_nothing(db, team, "U0NOBODY", "everyone")
        assert (overview.person, overview.led, overview.places, overview.pairs) == (None, [], [], [])
        assert overview.first_step is not None
        assert overview.first_step.may_join is (team == "T1")
    assert await people() == before


async def test_each_program_is_counted_for_itself(office: Office) -> None:
    beside = await opened_beside(office)
    async with office.edge.transaction() as db:
        ours, theirs = await totals(db, office.program_id), await totals(db, beside.program_id)
    assert (ours.mentors, ours.mentees, ours.active_pairs, ours.free_mentors, ours.free_mentees) == (2, 2, 1, 1, 1)
    assert (theirs.mentors, theirs.mentees, theirs.active_pairs, theirs.free_mentors) == (1, 1, 1, 0)


async def test_counts_follow_what_happens(office: Office) -> None:
    await opened_beside(office)
    await office.does(
        "zoe", lambda db, zoe: take_break(db, zoe, office.clock.now() + timedelta(days=9), office.clock.now())
    )
    await changes_program(office, entry=Entry.APPLICATION)
    said = SignUp(office.program_id, Role.MENTOR, 2, "Sales", ["ai-ethics"], [], 1)
    await office.does("oscar", lambda db, oscar: sign_up(db, oscar, said, office.clock.now()))
    (pair,) = [pair for pair in (await office.does("maya", look_over)).pairs if pair.program.id == office.program_id]
    assert pair.session is not None
    session_id = pair.session.id
    await office.does("maya", lambda db, maya: post_agenda(db, maya, session_id, "Three videos", office.clock.now()))
    office.clock.turn(timedelta(days=8))
    async with office.edge.transaction() as db:
        await finish_past_sessions(db, office.clock.now())
    async with office.edge.transaction() as db:
        now = await totals(db, office.program_id)
    assert (now.applied, now.free_mentors, now.agendas, now.past_sessions, now.held_sessions) == (1, 0, 1, 1, 0)
    async with office.edge.transaction() as db:
        await end_pairs(db, [office.pair_id], PAIR_ENDED, office.clock.now())
    async with office.edge.transaction() as db:
        ended = await totals(db, office.program_id)
    assert (ended.active_pairs, ended.ended_pairs, ended.past_sessions, ended.agendas) == (0, 1, 1, 1)
    assert (ended.free_mentors, ended.free_mentees) == (1, 2)


async def test_counts_are_kept_until_something_changes_in_that_program(office: Office) -> None:
    beside = await opened_beside(office)

    async def kept(program_id: int) -> bool:
        async with office.edge.transaction() as db:
            counts = await db.get_one(ProgramCounts, program_id)
            return counts.counted == counts.changes

    await office.does("lena", look_over)
    assert await kept(office.program_id)
    assert await kept(beside.program_id)
    async with office.edge.transaction() as db:
        counts = await db.get_one(ProgramCounts, office.program_id)
        counts.counts = counts.counts | {"mentors": 77}
    led = await office.does("lena", lambda db, lena: figures_of(db, lena, office.program_id))
    assert led.totals.mentors == 77, "nothing was counted again"
    async with office.edge.transaction() as db:
        await end_pairs(db, [office.pair_id], PAIR_ENDED, office.clock.now())
    assert not await kept(office.program_id)
    assert await kept(beside.program_id)
    led = await office.does("lena", lambda db, lena: figures_of(db, lena, office.program_id))
    assert (led.totals.mentors, led.totals.ended_pairs) == (2, 1)


async def test_what_an_older_version_counted_is_counted_anew(office: Office) -> None:
    await office.does("lena", look_over)
    async with office.edge.transaction() as db:
        (await db.get_one(ProgramCounts, office.program_id)).counts = {"mentors": 77}
    led = await office.does("lena", lambda db, lena: figures_of(db, lena, office.program_id))
    assert led.totals.mentors == 2


async def test_pairs_in_trouble_are_those_that_still_run_the_longest_running_first(office: Office) -> None:
    beside = await opened_beside(office)
    async with office.edge.transaction() as db:
        first = await db.get_one(Pair, office.pair_id)
        people = {"program_id": first.program_id, "mentor_id": first.mentor_id, "mentee_id": first.mentee_id}
        more = [Pair(**people, started_at=office.clock.now(), trouble=Trouble.LEFT) for _ in range(MOST_IN_TROUBLE)]
        db.add_all(more)
        first.trouble = Trouble.NOT_MEETING
        (await db.get_one(Pair, beside.pair_id)).trouble = Trouble.LEFT
    async with office.edge.transaction() as db:
        found = await pairs_in_trouble(db, office.program_id)
        assert len(found) == MOST_IN_TROUBLE
        assert found[0] == InTrouble("U0MAYA", "U0HENRIK", Trouble.NOT_MEETING)
        assert (await totals(db, office.program_id)).pairs_in_trouble == MOST_IN_TROUBLE + 1
        assert [one.mentee for one in await pairs_in_trouble(db, beside.program_id)] == ["U0WEI"]
        await end_pairs(db, [office.pair_id], PAIR_ENDED, office.clock.now())
        assert {one.trouble for one in await pairs_in_trouble(db, office.program_id)} == {Trouble.LEFT}


async def own_pair(office: Office, handle: str) -> OwnPair:
    async with office.edge.transaction() as db:
        return next(one for one in await own_pairs(db, office.ids[handle]) if one.program.id == office.program_id)


@pytest.mark.parametrize(
    ("owner", "maya_may", "henrik_may"),
    [(Owner.MENTOR, True, False), (Owner.MENTEE, False, True), (Owner.BOTH, True, True)],
)
async def test_what_somebody_may_do_follows_the_program(
    office: Office, owner: Owner, maya_may: bool, henrik_may: bool
) -> None:
    await changes_program(office, agenda_owner=owner, schedule_owner=owner)
    for handle, may in (("maya", maya_may), ("henrik", henrik_may)):
        pair = await own_pair(office, handle)
        assert (pair.owns_agenda, pair.may_move) == (may, may)
        assert pair.session is not None


async def test_a_partner_who_left_slack_is_not_here_and_their_session_is_off(office: Office) -> None:
    await office.leaves_slack("maya")
    pair = await own_pair(office, "henrik")
    assert (pair.partner, pair.is_partner_here, pair.is_mentor) == ("U0MAYA", False, False)
    async with office.edge.transaction() as db:
        await end_pairs(db, [office.pair_id], PAIR_ENDED, office.clock.now())
        assert list(await own_pairs(db, office.ids["henrik"])) == []
