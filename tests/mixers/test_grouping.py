import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import Any, TypeVar

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.mixers import jobs
from bot.mixers.grouping import LEASE, make_groups, store_groups, take_due_mixer
from bot.mixers.model import MixerGuest, MixerState
from bot.mixers.usecases import (
    NotGathering,
    TooFewYet,
    call_off,
    group_now,
    join,
)
from bot.people.model import Person
from bot.programs.rules.cadence import Cadence
from bot.programs.usecases import NewProgram, create_program
from tests.mixers.rounds import (
    EVERYBODY,
    WEEK,
    closes,
    groups,
    invited,
    joins,
    mixer,
    refusals,
    tables,
    takes_a_break,
    told,
)
from tests.office import Office

T = TypeVar("T")


async def test_nobody_joins_while_the_groups_are_worked_out(office: Office) -> None:
    """A moment ago the clock of another process may have shown that sign-up was not over."""
    mixer_id = await invited(office)
    before = office.clock.now()
    office.clock.turn(WEEK)
    async with office.edge.transaction() as db:
        assert await take_due_mixer(db, office.clock.now()) is not None
    with pytest.raises(NotGathering):
        await office.does("wei", lambda db, one: join(db, one, mixer_id, before))


async def test_each_group_and_the_leads_are_told_and_nobody_is_left_over(office: Office) -> None:
    mixer_id = await invited(office)
    await joins(office, mixer_id, *EVERYBODY)
    office.clock.turn(WEEK)
    assert await jobs.group_due_mixer(office.edge)
    assert not await jobs.group_due_mixer(office.edge)
    seated = await tables(office, mixer_id)
    assert sorted(table or 0 for table in seated.values()) == [1, 1, 1, 2, 2, 2]
    together = await told(office, "mixer_group")
    assert sorted(",".join(together).split(",")) == sorted(f"U0{handle.upper()}" for handle in EVERYBODY)
    assert await told(office, "mixer_grouped") == ["U0LENA"]
    assert (await mixer(office, mixer_id)).state is MixerState.GROUPED


async def test_whoever_has_left_or_is_on_a_break_by_then_is_left_out(office: Office) -> None:
    mixer_id = await invited(office)
    await joins(office, mixer_id, *EVERYBODY)
    await office.leaves_slack("wei")
    await takes_a_break(office, "maya", office.clock.now() + 2 * WEEK)
    await takes_a_break(office, "zoe", office.clock.now() + WEEK)  # over by then
    office.clock.turn(WEEK)
    await jobs.group_due_mixer(office.edge)
    seated = await tables(office, mixer_id)
    ids = office.ids
    assert {person for person, table in seated.items() if table is None} == {ids["wei"], ids["maya"]}


async def test_with_fewer_than_three_it_is_called_off_and_they_and_the_lead_are_told(office: Office) -> None:
    mixer_id = await invited(office)
    await joins(office, mixer_id, "maya", "oscar")
    with pytest.raises(TooFewYet):
        await groups(office, mixer_id)
    office.clock.turn(WEEK)
    assert await jobs.group_due_mixer(office.edge)
    assert (await mixer(office, mixer_id)).state is MixerState.CALLED_OFF
    assert await told(office, "mixer_too_small") == ["U0LENA", "U0MAYA", "U0OSCAR"]
    assert await told(office, "mixer_group") == []


async def test_with_three_of_whom_one_is_away_the_groups_are_not_made_early(office: Office) -> None:
    mixer_id = await invited(office)
    await joins(office, mixer_id, "maya", "oscar", "wei")
    await takes_a_break(office, "wei", office.clock.now() + WEEK)
    with pytest.raises(TooFewYet):
        await groups(office, mixer_id)


async def test_a_program_that_closes_while_the_groups_are_worked_out_has_none(office: Office) -> None:
    mixer_id = await invited(office)
    await joins(office, mixer_id, "maya", "zoe", "wei")
    office.clock.turn(WEEK)

    async with office.edge.transaction() as db:
        gathered = await take_due_mixer(db, office.clock.now())
        assert gathered is not None
    await closes(office)
    groups, repeats = make_groups(gathered)
    async with office.edge.transaction() as db:
        await store_groups(db, mixer_id, groups, repeats, office.clock.now())
    assert (await mixer(office, mixer_id)).state is MixerState.CALLED_OFF
    assert await told(office, "mixer_group") == []


async def test_two_processes_make_the_groups_once(office: Office) -> None:
    mixer_id = await invited(office)
    await joins(office, mixer_id, *EVERYBODY)
    office.clock.turn(WEEK)
    did = await asyncio.gather(*(jobs.group_due_mixer(office.edge) for _ in range(4)))
    assert sorted(did) == [False, False, False, True]
    assert len(await told(office, "mixer_group")) == 2
    assert await told(office, "mixer_grouped") == ["U0LENA"]


async def test_a_process_that_dies_over_the_groups_is_followed_by_another(office: Office) -> None:
    mixer_id = await invited(office)
    await joins(office, mixer_id, "maya", "zoe", "wei")
    office.clock.turn(WEEK)
    async with office.edge.transaction() as db:
        late = await take_due_mixer(db, office.clock.now())
    assert late is not None
    assert not await jobs.group_due_mixer(office.edge)
    office.clock.turn(LEASE)
    assert await jobs.group_due_mixer(office.edge)
    async with office.edge.transaction() as db:  # the first was only slow
        await store_groups(db, mixer_id, *make_groups(late), office.clock.now())
    assert len(await told(office, "mixer_group")) == 1


async def test_leads_who_press_at_once_make_the_groups_or_call_off_never_both(office: Office) -> None:
    mixer_id, now = await invited(office), office.clock.now()
    await joins(office, mixer_id, *EVERYBODY)
    ends = await refusals(
        office.does("lena", lambda db, lena: group_now(db, lena, mixer_id, now)),
        office.does("lena", lambda db, lena: call_off(db, lena, mixer_id, now)),
        office.does("lena", lambda db, lena: group_now(db, lena, mixer_id, now)),
    )
    assert ends.count("NotGathering") == 2
    await jobs.group_due_mixer(office.edge)
    assert (len(await told(office, "mixer_group")) > 0) != (len(await told(office, "mixer_called_off")) > 0)


async def test_whoever_sat_together_does_not_again_while_that_is_possible(office: Office) -> None:
    """At a mixer of another program too. Of six, three rounds in two groups of three cannot all be new."""
    now = office.clock.now()

    async def another(db: AsyncSession, lena: Person) -> int:
        rules = NewProgram("Green shoots", "A need.", Cadence.WEEKLY, 60, [], None)
        return (await create_program(db, lena, "T1", rules, "everyone", now)).id

    first = await invited(office)
    await joins(office, first, *EVERYBODY[:3])
    await groups(office, first)
    office.program_id = await office.does("lena", another)
    second = await invited(office)
    await joins(office, second, *EVERYBODY)
    await groups(office, second)
    seated = await tables(office, second)
    at_one = [seated[office.ids[handle]] for handle in EVERYBODY[:3]]
    assert len(set(at_one)) == 2, "three people at two tables: two of them cannot but meet again"
    assert (await mixer(office, second)).repeats == 1


async def test_a_mixer_that_gathers_still_counts_as_no_meeting(office: Office) -> None:
    first, second = await invited(office), await invited(office)
    for mixer_id in (first, second):
        await joins(office, mixer_id, "maya", "zoe", "wei")
    await groups(office, second)
    assert (await mixer(office, second)).repeats == 0


class Held(ThreadPoolExecutor):
    """Threads whose work begins once `go` is set."""

    def __init__(self) -> None:
        super().__init__(1)
        self.go = Event()

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        def work() -> T:
            assert self.go.wait(30)
            return fn(*args, **kwargs)

        return super().submit(work)


async def test_others_read_and_write_while_the_groups_are_worked_out(office: Office) -> None:
    mixer_id = await invited(office)
    await joins(office, mixer_id, *EVERYBODY)
    office.clock.turn(WEEK)
    threads = Held()
    asyncio.get_running_loop().set_default_executor(threads)
    work = asyncio.create_task(jobs.group_due_mixer(office.edge))
    async with asyncio.timeout(20):
        while (await mixer(office, mixer_id)).leased_until is None:
            assert not work.done()
        another = await invited(office)
        await joins(office, another, *EVERYBODY)
    assert not work.done()
    threads.go.set()
    assert await work
    assert (await mixer(office, mixer_id)).state is MixerState.GROUPED


async def test_two_thousand_guests_all_have_a_seat_and_hear_of_it(office: Office) -> None:
    mixer_id, now = await invited(office), office.clock.now()
    async with office.edge.transaction() as db:
        people = [Person(team_id="T1", slack_id=f"U{n}", level=n % 7, met_at=now) for n in range(2000)]
        db.add_all(people)
        await db.flush()
        db.add_all(MixerGuest(mixer_id=mixer_id, person_id=person.id) for person in people)
    office.clock.turn(WEEK)
    assert await jobs.group_due_mixer(office.edge)
    assert None not in (await tables(office, mixer_id)).values()
    assert len(await told(office, "mixer_group")) == 500
