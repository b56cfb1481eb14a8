from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.refusals import Refusal
from bot.mixers import jobs
from bot.mixers.model import MixerState
from bot.mixers.queries import invitations
from bot.mixers.usecases import (
    AwayThen,
    BadMoment,
    MixerGone,
    NotGathering,
    NotOpenYet,
    TellYourGroup,
    call_off,
    group_now,
    invite,
    join,
    leave,
    programs_to_invite,
)
from bot.pairs.absences import leave_program
from bot.people.model import Person
from bot.people.usecases import meet
from bot.programs.model import Program
from bot.programs.rules.cadence import Cadence
from bot.programs.usecases import NewProgram, NotALead, create_program
from tests.mixers.rounds import (
    WEEK,
    closes,
    groups,
    invited,
    joins,
    mixer,
    refusals,
    seen_by,
    tables,
    takes_a_break,
    told,
)
from tests.office import Office


async def test_without_a_channel_everybody_with_a_place_is_invited_once(office: Office) -> None:
    await office.leaves_slack("wei")
    await office.does("zoe", lambda db, zoe: leave_program(db, zoe, office.program_id, office.clock.now()))
    await invited(office)
    assert await told(office, "mixer_invited") == ["U0HENRIK", "U0MAYA"]
    assert await told(office, "mixer_announced") == []


async def test_with_a_channel_it_is_announced_there_and_nobody_is_written_to(office: Office) -> None:
    async def has_channel(db: AsyncSession, lena: Person) -> None:
        (await db.get_one(Program, office.program_id)).channel_id = "C1"

    await office.does("lena", has_channel)
    await invited(office)
    assert await told(office, "mixer_announced") == ["C1"]
    assert await told(office, "mixer_invited") == []


@pytest.mark.parametrize("by", [timedelta(0), timedelta(days=-1), timedelta(days=90, minutes=1)])
async def test_sign_up_ends_neither_in_the_past_nor_out_of_sight(office: Office, by: timedelta) -> None:
    with pytest.raises(BadMoment) as refused:
        await invited(office, office.clock.now() + by)
    assert refused.value.field == "date"


@pytest.mark.parametrize("by", [timedelta(minutes=1), timedelta(days=90)])
async def test_sign_up_may_last_up_to_ninety_days(office: Office, by: timedelta) -> None:
    mixer_id = await invited(office, office.clock.now() + by)
    assert (await mixer(office, mixer_id)).state is MixerState.GATHERING


async def test_nobody_but_a_lead_invites_groups_or_calls_off(office: Office) -> None:
    mixer_id, now = await invited(office), office.clock.now()
    for stranger in ("oscar", "maya", "wei"):
        for deed in (
            lambda db, one: programs_to_invite(db, one, ""),
            lambda db, one: invite(db, one, office.program_id, "x", now + WEEK, now),
            lambda db, one: group_now(db, one, mixer_id, now),
            lambda db, one: call_off(db, one, mixer_id, now),
        ):
            with pytest.raises(NotALead):
                await office.does(stranger, deed)


async def test_a_draft_has_no_mixers(office: Office) -> None:
    now = office.clock.now()

    async def drafts(db: AsyncSession, oscar: Person) -> int:
        rules = NewProgram("Next year", "A need.", Cadence.WEEKLY, 60, [], None, opens=False)
        return (await create_program(db, oscar, "T1", rules, "everyone", now)).id

    draft = await office.does("oscar", drafts)
    with pytest.raises(NotOpenYet):
        await office.does("oscar", lambda db, one: programs_to_invite(db, one, "Next year"))
    with pytest.raises(NotOpenYet):
        await office.does("oscar", lambda db, one: invite(db, one, draft, "x", now + WEEK, now))


async def test_a_closed_program_has_no_mixers(office: Office) -> None:
    await closes(office)
    with pytest.raises(Refusal):
        await invited(office)


async def test_anybody_joins_and_joining_twice_counts_once(office: Office) -> None:
    mixer_id = await invited(office)
    await joins(office, mixer_id, "oscar", "oscar", "maya")
    (seen,) = await seen_by(office, "oscar")
    assert (seen.guests, seen.is_guest, seen.is_lead) == (2, True, False)
    (seen,) = await seen_by(office, "lena")
    assert (seen.guests, seen.is_guest, seen.is_lead) == (2, False, True)


async def test_joining_several_times_at_once_counts_once(office: Office) -> None:
    mixer_id = await invited(office)
    assert await refusals(*(joins(office, mixer_id, "oscar", "maya") for _ in range(4))) == []
    assert len(await tables(office, mixer_id)) == 2


async def test_who_cannot_come_after_all_is_off_the_list(office: Office) -> None:
    mixer_id, now = await invited(office), office.clock.now()
    await joins(office, mixer_id, "oscar", "maya")
    for _ in range(2):
        await office.does("oscar", lambda db, one: leave(db, one, mixer_id, now))
    assert set(await tables(office, mixer_id)) == {office.ids["maya"]}


async def test_a_mixer_of_another_workspace_is_not_seen_and_cannot_be_joined(office: Office) -> None:
    mixer_id, now = await invited(office), office.clock.now()
    async with office.edge.transaction() as db:
        stranger = await meet(db, "T2", "U0OSCAR", now)
        assert await invitations(db, stranger, now) == []
        for deed in (join, leave, group_now, call_off):
            with pytest.raises(MixerGone):
                await deed(db, stranger, mixer_id, now)
            with pytest.raises(MixerGone):
                await deed(db, stranger, 404, now)


async def test_nobody_joins_once_sign_up_is_over(office: Office) -> None:
    mixer_id = await invited(office)
    office.clock.turn(WEEK - timedelta(seconds=1))
    await joins(office, mixer_id, "maya", "zoe", "henrik")
    office.clock.turn(timedelta(seconds=1))
    assert await seen_by(office, "wei") == []
    with pytest.raises(NotGathering, match="being made"):
        await joins(office, mixer_id, "wei")
    assert await jobs.group_due_mixer(office.edge)
    with pytest.raises(NotGathering, match="already made"):
        await joins(office, mixer_id, "wei")


async def test_who_has_a_group_tells_it_that_they_cannot_come(office: Office) -> None:
    mixer_id = await invited(office)
    await joins(office, mixer_id, "maya", "zoe", "henrik")
    await groups(office, mixer_id)
    with pytest.raises(TellYourGroup):
        await office.does("maya", lambda db, one: leave(db, one, mixer_id, office.clock.now()))
    with pytest.raises(NotGathering):
        await office.does("wei", lambda db, one: leave(db, one, mixer_id, office.clock.now()))


async def test_who_is_on_a_break_until_after_sign_up_is_told_so_at_once(office: Office) -> None:
    mixer_id = await invited(office)
    await takes_a_break(office, "maya", office.clock.now() + 2 * WEEK)
    with pytest.raises(AwayThen):
        await joins(office, mixer_id, "maya")
    await takes_a_break(office, "zoe", office.clock.now() + WEEK / 2)
    await joins(office, mixer_id, "zoe")


async def test_called_off_by_a_lead_everybody_else_is_told(office: Office) -> None:
    mixer_id, now = await invited(office), office.clock.now()
    await joins(office, mixer_id, "maya", "lena", "wei", "henrik")
    await office.leaves_slack("henrik")
    await office.does("lena", lambda db, lena: call_off(db, lena, mixer_id, now))
    assert await told(office, "mixer_called_off") == ["U0MAYA", "U0WEI"]
    with pytest.raises(NotGathering, match="called off"):
        await joins(office, mixer_id, "oscar")
    office.clock.turn(WEEK)
    assert not await jobs.group_due_mixer(office.edge)


async def test_when_its_program_closes_a_mixer_is_called_off_at_once(office: Office) -> None:
    mixer_id = await invited(office)
    await joins(office, mixer_id, "maya", "zoe", "wei")
    await closes(office)
    assert await seen_by(office, "oscar") == []
    with pytest.raises(NotGathering, match="called off"):
        await joins(office, mixer_id, "oscar")
    assert await jobs.group_due_mixer(office.edge)
    assert await told(office, "mixer_called_off") == ["U0LENA", "U0MAYA", "U0WEI", "U0ZOE"]
    assert (await mixer(office, mixer_id)).state is MixerState.CALLED_OFF
