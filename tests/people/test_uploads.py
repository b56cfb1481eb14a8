import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.calls import OddButton
from bot.core.outbox import Fate, OutboxRow
from bot.core.sentences import _, told_in
from bot.letters import LETTERS
from bot.people.model import Finding, Person, RosterUpload, UploadState
from bot.people.roster import import_roster
from bot.people.uploads import (
    LEASE,
    TRIES,
    WAIT,
    OnlyAdmins,
    OnlyCreators,
    UploadAnswered,
    UploadReplaced,
    bring_roster,
    check_may_bring,
    confirm_import,
    decline_import,
    depends_on_slack,
    forget_reports,
    give_back,
    put_off,
    refuse_file,
)
from bot.people.usecases import meet
from tests.office import Office
from tests.people.bringing import LENA, MAYA, answers, brings, file_of, is_checked, messages, roster, seen, takes, uses
from tests.people_and_pairs import person
from tests.workplace import MONDAY


def test_admins_of_the_workspace_may_bring_a_roster() -> None:
    admin, employee, newcomer = person(1), person(2), person(3)
    admin.is_admin = True
    newcomer.profile_due_at = MONDAY
    check_may_bring(admin, "everyone")
    with pytest.raises(OnlyAdmins, match=r"python -m bot roster import people\.csv"):
        check_may_bring(employee, "everyone")
    assert depends_on_slack(newcomer, "everyone")
    assert not depends_on_slack(employee, "everyone")
    assert not depends_on_slack(newcomer, frozenset())


def test_where_creators_are_listed_they_alone_may_bring_a_roster() -> None:
    admin, listed = person(1), person(2)
    admin.is_admin = True
    check_may_bring(listed, frozenset({"U2"}))
    with pytest.raises(OnlyCreators, match="PROGRAM_CREATORS"):
        check_may_bring(admin, frozenset({"U2"}))


def read(upload: RosterUpload, part: str) -> str:
    """What whoever brought it will read, of several lines the first."""
    stored = upload.report[part]
    return str(told_in(stored[0] if isinstance(stored, list) else stored))


async def test_a_file_is_checked_confirmed_and_imported(office: Office) -> None:
    upload_id = await is_checked(office, MAYA, LENA)
    upload = await seen(office, upload_id)
    assert upload.state is UploadState.CHECKED
    assert read(upload, "summary") == "2 new, 0 changed, 0 as they were"
    assert read(upload, "lines") == "new: maya@x.com, level 3, Sales, Oslo, reports to lena@x.com"
    assert await roster(office) == set()
    assert await takes(office) is None, "it waits for an answer"

    await answers(office, confirm_import, upload_id)
    assert await takes(office) == upload_id
    await uses(office, upload_id, MAYA, LENA)
    upload = await seen(office, upload_id)
    assert upload.state is UploadState.DONE
    assert upload.report["finding"] == Finding.IMPORTED
    assert read(upload, "summary") == "2 new, 0 changed, 0 as they were"
    assert await roster(office) == {"maya@x.com", "lena@x.com"}
    assert await messages(office) == [f"roster_checked:{upload_id}:0:U0LENA", f"roster_imported:{upload_id}:0:U0LENA"]


async def test_a_file_with_problems_is_refused_with_its_lines(office: Office) -> None:
    upload = await seen(office, await is_checked(office, MAYA, "zoe@x.com,Zoe,,,high,"))
    assert upload.state is UploadState.REFUSED
    assert upload.report["count"] == 2
    assert "Line 2 (Maya): the manager lena@x.com is neither" in read(upload, "lines")
    assert await roster(office) == set()


async def test_a_file_that_changes_nothing_is_done_with_at_once(office: Office) -> None:
    async with office.edge.transaction() as db:
        await import_roster(db, "T1", file_of(MAYA, LENA), MONDAY)
    upload = await seen(office, await is_checked(office, MAYA, LENA))
    assert (upload.state, upload.report) == (UploadState.DONE, {"finding": Finding.NOTHING_NEW})


async def test_a_roster_that_changed_since_the_check_is_looked_at_anew(office: Office) -> None:
    async with office.edge.transaction() as db:
        await import_roster(db, "T1", file_of(LENA), MONDAY)
    upload_id = await is_checked(office, MAYA)
    async with office.edge.transaction() as db:
        await import_roster(db, "T1", file_of(MAYA, LENA), MONDAY)
        await import_roster(db, "T1", file_of("maya@x.com,Maya,,,,"), MONDAY)
        await import_roster(db, "T1", file_of("lena@x.com,Lena,maya@x.com,,5,"), MONDAY)
    await answers(office, confirm_import, upload_id)
    assert await takes(office) == upload_id
    await uses(office, upload_id, MAYA)
    upload = await seen(office, upload_id)
    assert upload.state is UploadState.REFUSED
    assert "run in a circle" in read(upload, "lines")
    assert (await messages(office))[-1] == f"roster_imported:{upload_id}:0:U0LENA"


async def test_a_newer_file_takes_the_place_of_one_that_was_not_answered(office: Office) -> None:
    checked, waiting = await is_checked(office, MAYA, LENA), await brings(office)
    newest = await brings(office)
    for old in (checked, waiting):
        upload = await seen(office, old)
        assert (upload.state, upload.report) == (UploadState.REPLACED, {})
        with pytest.raises(UploadReplaced):
            await answers(office, confirm_import, old)
    assert await takes(office) == newest


async def test_a_file_in_another_workspace_takes_nobodys_place(office: Office) -> None:
    upload_id = await is_checked(office, MAYA, LENA)
    async with office.edge.transaction() as db:
        stranger = await meet(db, "T2", "U0STRANGER", MONDAY)
        await bring_roster(db, stranger, "F2", frozenset({"U0STRANGER"}), office.clock.now())
    assert (await seen(office, upload_id)).state is UploadState.CHECKED


async def test_a_message_about_a_file_is_not_sent_again_once_the_file_is_answered(office: Office) -> None:
    async def is_sent(upload_id: int) -> bool:
        async with office.edge.transaction() as db:
            about = OutboxRow.kind == "roster_checked", OutboxRow.subject_id == upload_id
            row = (await db.scalars(select(OutboxRow).where(*about))).one()
            return await LETTERS[row.kind].compose(db, row, office.clock.now()) is not None

    replaced = await is_checked(office, MAYA, LENA)
    assert await is_sent(replaced)
    declined = await is_checked(office, MAYA, LENA)
    await answers(office, decline_import, declined)
    imported = await is_checked(office, MAYA, LENA)
    await answers(office, confirm_import, imported)
    assert not await is_sent(imported)
    assert await takes(office) == imported
    await uses(office, imported, MAYA, LENA)
    for upload_id in (replaced, declined, imported):
        assert not await is_sent(upload_id)


async def test_a_newer_file_leaves_one_alone_that_is_being_imported(office: Office) -> None:
    upload_id = await is_checked(office, MAYA, LENA)
    await answers(office, confirm_import, upload_id)
    await brings(office)
    assert (await seen(office, upload_id)).state is UploadState.IMPORTING


async def test_a_file_can_be_declined_and_is_answered_once(office: Office) -> None:
    upload_id = await is_checked(office, MAYA, LENA)
    await answers(office, decline_import, upload_id)
    assert (await seen(office, upload_id)).state is UploadState.REFUSED
    for again in (confirm_import, decline_import):
        with pytest.raises(UploadAnswered):
            await answers(office, again, upload_id)
    assert await takes(office) is None


async def test_only_who_may_bring_a_roster_can_answer_and_only_in_their_workspace(office: Office) -> None:
    upload_id = await is_checked(office, MAYA, LENA)
    with pytest.raises(OnlyAdmins):
        await office.does("maya", lambda db, maya: confirm_import(db, maya, upload_id, "everyone"))

    async def from_elsewhere(db: AsyncSession, _lena: Person) -> None:
        stranger = await meet(db, "T2", "U0STRANGER", MONDAY)
        stranger.is_admin = True
        await confirm_import(db, stranger, upload_id, "everyone")

    with pytest.raises(OddButton):
        await office.does("lena", from_elsewhere)


async def test_of_two_processes_one_takes_a_file(office: Office) -> None:
    upload_id = await brings(office)
    assert sorted(await asyncio.gather(*[takes(office) for _try in range(3)]), key=str) == [upload_id, None, None]


async def test_two_processes_that_both_have_a_file_import_it_once(office: Office) -> None:
    upload_id = await is_checked(office, MAYA, LENA)
    await answers(office, confirm_import, upload_id)
    assert await takes(office) == upload_id
    office.clock.turn(LEASE)  # the first was so slow that a second took over
    assert await takes(office) == upload_id
    await asyncio.gather(*[uses(office, upload_id, MAYA, LENA) for _try in range(2)])
    assert (await seen(office, upload_id)).report["finding"] == Finding.IMPORTED
    assert await roster(office) == {"maya@x.com", "lena@x.com"}
    assert (await messages(office)).count(f"roster_imported:{upload_id}:0:U0LENA") == 1


async def test_a_file_that_was_replaced_while_it_was_read_is_left_alone(office: Office) -> None:
    first = await brings(office)
    assert await takes(office) == first
    await brings(office)
    await uses(office, first, MAYA, LENA)
    async with office.edge.transaction() as db:
        await refuse_file(db, first, _("The file is empty."), office.clock.now())
    assert (await seen(office, first)).state is UploadState.REPLACED
    assert await messages(office) == []


@pytest.mark.parametrize("confirmed", [False, True])
async def test_a_process_that_dies_loses_nothing(office: Office, confirmed: bool) -> None:
    upload_id = await is_checked(office, MAYA, LENA) if confirmed else await brings(office)
    if confirmed:
        await answers(office, confirm_import, upload_id)
    assert await takes(office) == upload_id
    assert await takes(office) is None
    office.clock.turn(LEASE)
    assert await takes(office) == upload_id
    await uses(office, upload_id, MAYA, LENA)
    assert (await seen(office, upload_id)).state is (UploadState.DONE if confirmed else UploadState.CHECKED)


async def test_a_file_that_keeps_failing_is_given_up_and_whoever_brought_it_told(office: Office) -> None:
    upload_id = await brings(office)
    for _try in range(TRIES):
        assert await takes(office) == upload_id
        async with office.edge.transaction() as db:
            await give_back(db, upload_id)
    assert await takes(office) is None
    upload = await seen(office, upload_id)
    assert upload.state is UploadState.REFUSED
    assert "tried several times" in read(upload, "reason")
    assert await messages(office) == [f"roster_checked:{upload_id}:0:U0LENA"]


async def test_a_confirmed_file_has_its_tries_anew(office: Office) -> None:
    upload_id = await brings(office)
    for _try in range(TRIES - 1):
        assert await takes(office) == upload_id
        async with office.edge.transaction() as db:
            await give_back(db, upload_id)
    assert await takes(office) == upload_id
    await uses(office, upload_id, MAYA, LENA)
    await answers(office, confirm_import, upload_id)
    assert await takes(office) == upload_id


@pytest.mark.parametrize(("retry_after", "wait", "tries"), [(None, WAIT, 1), (90, timedelta(seconds=90), 0)])
async def test_where_slack_does_not_hand_out_a_file_it_is_asked_again_later(
    office: Office, retry_after: int | None, wait: timedelta, tries: int
) -> None:
    upload_id = await brings(office)
    assert await takes(office) == upload_id
    async with office.edge.transaction() as db:
        await put_off(db, upload_id, office.clock.now(), retry_after)
    assert (await seen(office, upload_id)).tries == tries
    office.clock.turn(wait - timedelta(seconds=1))
    assert await takes(office) is None
    office.clock.turn(timedelta(seconds=1))
    assert await takes(office) == upload_id


@pytest.mark.parametrize("fate", [Fate.SENT, Fate.DEAD])
async def test_a_report_is_forgotten_once_its_message_has_gone_out(office: Office, fate: Fate) -> None:
    upload_id = await is_checked(office, MAYA, LENA)
    async with office.edge.transaction() as db:
        await forget_reports(db)
    assert (await seen(office, upload_id)).report != {}
    async with office.edge.transaction() as db:
        await db.execute(update(OutboxRow).values(fate=fate))
        await forget_reports(db)
    upload = await seen(office, upload_id)
    assert (upload.state, upload.report) == (UploadState.CHECKED, {})
