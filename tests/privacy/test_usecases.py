import asyncio
import json
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Document, Message
from bot.core.kinds import Address
from bot.core.outbox import Fate, OutboxRow, post
from bot.enrolment.kinds import SIGNED_UP
from bot.enrolment.model import Enrolment, EnrolmentState, Role
from bot.enrolment.usecases import SignUp, sign_up
from bot.letters import LETTERS
from bot.matching.model import MatchRun
from bot.mixers.model import Mixer
from bot.pairs.model import Pair
from bot.pairs.rules.lifecycle import PairState
from bot.pairs.usecases import move_program_on
from bot.people.model import Person, RosterEntry, RosterUpload, UploadState
from bot.people.queries import find_person
from bot.people.usecases import meet, meet_all
from bot.privacy.usecases import NothingStored, OnlyLead, ask_for_export, erase
from bot.programs.model import Program, ProgramLead
from bot.programs.rules.lifecycle import ProgramState
from tests.office import Office
from tests.privacy.robin import SLACK_ID, robin_does_everything


async def erases(office: Office, handle: str) -> int:
    return await office.does(handle, lambda db, one: erase(db, one, office.clock.now()))


async def outbox(office: Office, kind: str) -> Sequence[OutboxRow]:
    async with office.edge.transaction() as db:
        return (await db.scalars(select(OutboxRow).where(OutboxRow.kind == kind).order_by(OutboxRow.id))).all()


async def composed(office: Office, row: OutboxRow) -> str:
    """What a row would say now; empty where it would say nothing."""
    async with office.edge.transaction() as db:
        made = await LETTERS[row.kind].compose(db, row, office.clock.now())
    return json.dumps(made.arguments(), ensure_ascii=False) if isinstance(made, Message) else ""


async def is_erased(office: Office, handle: str) -> bool:
    return await office.does(handle, _erased)


async def _erased(_db: AsyncSession, person: Person) -> bool:
    return person.erased_at is not None


async def has_second_lead(office: Office, handle: str) -> None:
    async with office.edge.transaction() as db:
        db.add(ProgramLead(program_id=office.program_id, person_id=office.ids[handle]))


async def test_a_partner_is_told_kindly_and_keeps_their_place(office: Office) -> None:
    assert await erases(office, "maya") == 1
    (row,) = await outbox(office, "partner_left")
    assert row.recipient == "U0HENRIK"
    said = await composed(office, row)
    assert "so your pair ends here" in said
    assert "You keep your place" in said
    async with office.edge.transaction() as db:
        assert (await db.get_one(Pair, office.pair_id)).state is PairState.ENDED
        places = await db.execute(select(Enrolment.person_id, Enrolment.state))
        left = [person_id for person_id, state in places if state is EnrolmentState.LEFT]
    assert left == [office.ids["maya"]]


async def test_whatever_still_waits_to_be_sent_knows_nothing_of_them_any_more(office: Office) -> None:
    await robin_does_everything(office)
    await erases(office, "robin")
    async with office.edge.transaction() as db:
        rows = (await db.scalars(select(OutboxRow))).all()
    said = [(row.kind, await composed(office, row)) for row in rows]
    assert {"partner_left", "application", "agenda_posted", "topic_proposed"} <= {kind for kind, _ in said}
    assert [kind for kind, words in said if "gone-" in words or f'"{SLACK_ID}"' in words] == []


async def test_a_group_still_hears_what_is_due_to_it_when_one_of_them_is_erased(office: Office) -> None:
    now = office.clock.now()
    async with office.edge.transaction() as db:
        groups = {
            "U0HENRIK,U0MAYA,U0ZOE": Fate.WAITING,
            "U0MAYA,U0OSCAR,U0ZOE": Fate.SENT,
            "U0MAYA,U0OSCAR": Fate.WAITING,
            "U0MAYANNE,U0OSCAR,U0ZOE": Fate.WAITING,
            "U0MAYANNE,U0OSCAR": Fate.SENT,
        }
        await post(db, [SIGNED_UP.to(Address("T1", members), 9, due=now) for members in groups], now)
        for row in await db.scalars(select(OutboxRow).where(OutboxRow.subject_id == 9)):
            row.fate = groups.get(row.recipient, row.fate)
    await erases(office, "maya")
    left = [(row.recipient, row.key) for row in await outbox(office, "signed_up") if "," in row.recipient]
    assert left == [
        ("U0HENRIK,U0ZOE", f"signed_up:9:0:U0HENRIK,gone-{office.ids['maya']},U0ZOE"),
        ("U0MAYANNE,U0OSCAR,U0ZOE", "signed_up:9:0:U0MAYANNE,U0OSCAR,U0ZOE"),
        ("U0MAYANNE,U0OSCAR", "signed_up:9:0:U0MAYANNE,U0OSCAR"),
    ]


async def test_the_place_goes_to_whoever_has_waited_longest(office: Office) -> None:
    now = office.clock.now()

    async def sign_up_late(db: AsyncSession, oscar: Person) -> None:
        (await db.get_one(Program, office.program_id)).places = 4
        said = SignUp(office.program_id, Role.MENTEE, 6, "Sales", [], ["ai-ethics"], 1)
        assert (await sign_up(db, oscar, said, now))[0].state is EnrolmentState.WAITING

    await office.does("oscar", sign_up_late)
    await erases(office, "zoe")
    async with office.edge.transaction() as db:
        place = await db.scalar(select(Enrolment.state).where(Enrolment.person_id == office.ids["oscar"]))
    assert place is EnrolmentState.ENROLLED
    assert "Good news" in await composed(office, (await outbox(office, "application_answered"))[0])


@pytest.mark.parametrize(
    ("had", "becomes"),
    [
        (EnrolmentState.APPLIED, EnrolmentState.LEFT),
        (EnrolmentState.WAITING, EnrolmentState.LEFT),
        (EnrolmentState.ENROLLED, EnrolmentState.ENROLLED),
        (EnrolmentState.DECLINED, EnrolmentState.DECLINED),
    ],
)
async def test_of_a_program_that_has_closed_only_the_count_stays(
    office: Office, had: EnrolmentState, becomes: EnrolmentState
) -> None:
    async with office.edge.transaction() as db:
        place = (await db.scalars(select(Enrolment).where(Enrolment.person_id == office.ids["zoe"]))).one()
        place.state, place.answers = had, [{"question": "Why?", "answer": "Because."}]
        lena = await db.get_one(Person, office.ids["lena"])
        await move_program_on(db, lena, office.program_id, ProgramState.CLOSED, office.clock.now())
    await erases(office, "zoe")
    async with office.edge.transaction() as db:
        place = await db.get_one(Enrolment, place.id)
    assert (place.state, place.answers, place.role) == (becomes, [], Role.MENTOR)


async def test_the_only_lead_of_a_program_is_told_what_to_do_first_and_nothing_changes(office: Office) -> None:
    with pytest.raises(OnlyLead) as refused:
        await erases(office, "lena")
    assert "the only one here who leads “Digital natives”" in refused.value.text
    assert not await is_erased(office, "lena")


async def test_a_second_lead_counts_only_while_they_are_here(office: Office) -> None:
    await has_second_lead(office, "oscar")
    async with office.edge.transaction() as db:
        (await db.get_one(Person, office.ids["oscar"])).is_active = False
    with pytest.raises(OnlyLead):
        await erases(office, "lena")
    async with office.edge.transaction() as db:
        (await db.get_one(Person, office.ids["oscar"])).is_active = True
    await erases(office, "lena")
    assert await is_erased(office, "lena")


async def test_whoever_led_only_what_is_closed_can_go(office: Office) -> None:
    async def closes(db: AsyncSession, lena: Person) -> None:
        await move_program_on(db, lena, office.program_id, ProgramState.CLOSED, office.clock.now())

    await office.does("lena", closes)
    assert await erases(office, "lena") == 0
    assert await is_erased(office, "lena")


async def test_of_two_leads_who_go_at_the_same_moment_one_stays(office: Office) -> None:
    await has_second_lead(office, "oscar")
    ends = await asyncio.gather(erases(office, "lena"), erases(office, "oscar"), return_exceptions=True)
    assert sorted(type(end).__name__ for end in ends) == ["OnlyLead", "int"]


async def test_erasing_twice_at_once_happens_once(office: Office) -> None:
    ends = await asyncio.gather(*(erases(office, "maya") for _ in range(4)), return_exceptions=True)
    assert sorted(type(end).__name__ for end in ends) == ["NothingStored"] * 3 + ["int"]
    assert len(await outbox(office, "partner_left")) == 1


async def test_what_a_lead_had_under_way_passes_to_another_lead(office: Office) -> None:
    await robin_does_everything(office)
    await erases(office, "robin")
    nobody = f"gone-{office.ids['robin']}"
    async with office.edge.transaction() as db:
        here = select(Program.id).where(Program.team_id == "T1")
        runs = (await db.scalars(select(MatchRun).where(MatchRun.program_id.in_(here)).order_by(MatchRun.id))).all()
        mixers = (await db.scalars(select(Mixer).where(Mixer.program_id.in_(here)).order_by(Mixer.id))).all()
        uploads = select(RosterUpload).where(RosterUpload.team_id == "T1").order_by(RosterUpload.id)
        own, lenas = (await db.scalars(uploads)).all()
    assert [(run.state, run.asked_by) for run in runs] == [("ready", nobody), ("asked", "U0LENA")]
    assert [(mixer.state, mixer.asked_by) for mixer in mixers] == [("gathering", "U0LENA"), ("grouped", nobody)]
    assert (own.state, own.report) == (UploadState.REFUSED, {})
    assert lenas.report == {"summary": "2 new", "lines": ["line 3: zoe@acme.example"]}


async def test_reporting_lines_still_run_through_an_empty_place(office: Office) -> None:
    await robin_does_everything(office)
    await erases(office, "robin")
    async with office.edge.transaction() as db:
        place, zoe = (
            await db.scalars(select(RosterEntry).where(RosterEntry.team_id == "T1").order_by(RosterEntry.id))
        ).all()
    assert (place.email, place.person_id, place.department, place.location) == (None, None, None, None)
    assert (place.level, zoe.manager_id) == (3, place.id)


async def test_who_writes_again_is_somebody_new(office: Office) -> None:
    await erases(office, "maya")
    async with office.edge.transaction() as db:
        assert await find_person(db, "T1", "U0MAYA") is None
        new = await meet(db, "T1", "U0MAYA", office.clock.now())
        assert new.id != office.ids["maya"]
        assert (new.level, new.languages) == (None, [])


async def test_the_erased_can_be_erased_again_once_they_came_back(office: Office) -> None:
    await erases(office, "maya")
    async with office.edge.transaction() as db:
        office.ids["maya"] = (await meet(db, "T1", "U0MAYA", office.clock.now())).id
    await erases(office, "maya")
    assert await is_erased(office, "maya")


async def test_somebody_of_the_same_number_in_another_workspace_is_not_touched(office: Office) -> None:
    async with office.edge.transaction() as db:
        (other,) = await meet_all(db, "T2", ["U0MAYA"], office.clock.now())
        await ask_for_export(db, other, office.clock.now())
    await erases(office, "maya")
    assert [row.team_id for row in await outbox(office, "export")] == ["T2"]


async def test_two_quick_presses_give_one_file_and_a_later_one_another(office: Office) -> None:
    async def asks(db: AsyncSession, maya: Person) -> None:
        await ask_for_export(db, maya, office.clock.now())

    await office.does("maya", asks)
    await office.does("maya", asks)
    assert len(await outbox(office, "export")) == 1
    office.clock.turn(timedelta(minutes=1))
    await office.does("maya", asks)
    assert len(await outbox(office, "export")) == 1, "the first is still on its way"
    await office.hears("export")
    await office.does("maya", asks)
    assert len(await outbox(office, "export")) == 2


async def test_a_file_that_could_not_be_handed_over_is_tried_anew_at_once(office: Office) -> None:
    async def asks(db: AsyncSession, maya: Person) -> None:
        await ask_for_export(db, maya, office.clock.now())

    await office.does("maya", asks)
    async with office.edge.transaction() as db:
        (await db.scalars(select(OutboxRow).where(OutboxRow.kind == "export"))).one().fate = Fate.DEAD
    await office.does("maya", asks)
    assert sorted(row.fate for row in await outbox(office, "export")) == [Fate.DEAD, Fate.WAITING]
    async with office.edge.transaction() as db:
        waiting = (
            await db.scalars(select(OutboxRow).where(OutboxRow.fate == Fate.WAITING, OutboxRow.kind == "export"))
        ).one()
        waiting.try_at, waiting.problem = office.clock.now() + timedelta(days=1), "file_uploads_disabled"
    await office.does("maya", asks)
    tried = [(row.try_at, row.problem) for row in await outbox(office, "export") if row.fate is Fate.WAITING]
    assert tried == [(office.clock.now(), None)]


async def test_a_file_that_was_asked_for_is_not_made_of_somebody_erased(office: Office) -> None:
    async def asks(db: AsyncSession, maya: Person) -> None:
        await ask_for_export(db, maya, office.clock.now())

    await office.does("maya", asks)
    (row,) = await outbox(office, "export")
    async with office.edge.transaction() as db:
        file = await LETTERS["export"].compose(db, row, office.clock.now())
    assert isinstance(file, Document)
    assert b"U0MAYA" in (await file.write(office.edge.transaction) or b"")
    await erases(office, "maya")
    assert await file.write(office.edge.transaction) is None
    async with office.edge.transaction() as db:
        assert await LETTERS["export"].compose(db, row, office.clock.now()) is None
    with pytest.raises(NothingStored):
        await office.does("maya", asks)
