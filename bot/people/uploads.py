"""A roster brought in Slack: read and checked by a job, answered by whoever brought it, imported by a job."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Text, cast, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.calls import OddButton
from bot.core.changes import changes
from bot.core.kinds import Address
from bot.core.outbox import Fate, OutboxRow, post
from bot.core.refusals import Refusal
from bot.core.sentences import Sentence, _
from bot.people.kinds import ROSTER_CHECKED, ROSTER_IMPORTED
from bot.people.model import TO_DO, Finding, Person, RosterUpload, UploadState
from bot.people.queries import oldest_waiting_upload
from bot.people.roster import Plan, apply_import, examples, plan_import
from bot.people.rules.roster_file import RosterFile, told
from bot.workspaces.creators import Creators

LEASE = timedelta(minutes=5)  # several times what the largest file takes
TRIES = 3
WAIT = timedelta(seconds=30)  # between two tries where Slack does not hand out the file

COMMAND = "python -m bot roster import people.csv"


class OnlyAdmins(Refusal):
    def __init__(self) -> None:
        said = _(
            "Only admins of this Slack workspace can upload the roster. Whoever looks after Flipside can also do it "
            "with: {command}"
        )
        super().__init__(said, command=COMMAND)


class OnlyCreators(Refusal):
    def __init__(self) -> None:
        said = _(
            "Only the people who can create programs here can upload the roster; they're listed in the setting "
            "PROGRAM_CREATORS. Whoever looks after Flipside can also do it with: {command}"
        )
        super().__init__(said, command=COMMAND)


class UploadReplaced(Refusal):
    def __init__(self) -> None:
        super().__init__(_("A newer roster file took the place of this one, so I didn't import it."))


class UploadAnswered(Refusal):
    def __init__(self) -> None:
        super().__init__(_("You've already answered this file. To upload it once more, type /mentor roster."))


def check_may_bring(person: Person, creators: Creators) -> None:
    """Raises OnlyAdmins, OnlyCreators."""
    if creators != "everyone":
        if person.slack_id not in creators:
            raise OnlyCreators
    elif not person.is_admin:
        raise OnlyAdmins


def depends_on_slack(person: Person, creators: Creators) -> bool:
    """Whether only Slack can tell if they may bring a roster, and has not answered yet."""
    return creators == "everyone" and not person.is_admin and person.profile_due_at is not None


async def bring_roster(db: AsyncSession, person: Person, file_id: str, creators: Creators, now: datetime) -> None:
    """A job reads the file and says what it would change. Older files that were not answered lapse."""
    check_may_bring(person, creators)
    unanswered = RosterUpload.state.in_([UploadState.CHECKING, UploadState.CHECKED])
    await db.execute(
        update(RosterUpload)
        .where(RosterUpload.team_id == person.team_id, unanswered)
        .values(state=UploadState.REPLACED, report={}, leased_until=None)
        .execution_options(synchronize_session=False)
    )
    db.add(RosterUpload(team_id=person.team_id, file_id=file_id, asked_by=person.slack_id, asked_at=now))
    changes(db).work_is_due = True


async def confirm_import(db: AsyncSession, person: Person, upload_id: int, creators: Creators) -> None:
    """Has a job import a checked file. Raises UploadReplaced, UploadAnswered."""
    upload = await _to_answer(db, person, upload_id, creators)
    upload.state = UploadState.IMPORTING
    changes(db).work_is_due = True


async def decline_import(db: AsyncSession, person: Person, upload_id: int, creators: Creators) -> None:
    """Raises UploadReplaced, UploadAnswered."""
    upload = await _to_answer(db, person, upload_id, creators)
    upload.state = UploadState.REFUSED


async def _to_answer(db: AsyncSession, person: Person, upload_id: int, creators: Creators) -> RosterUpload:
    check_may_bring(person, creators)
    upload = await db.get(RosterUpload, upload_id, with_for_update=True)
    if upload is None or upload.team_id != person.team_id:
        raise OddButton
    if upload.state is UploadState.REPLACED:
        raise UploadReplaced
    if upload.state is not UploadState.CHECKED:
        raise UploadAnswered
    return upload


async def take_upload(db: AsyncSession, team_id: str, now: datetime) -> RosterUpload | None:
    """Claims the oldest one that waits for a job. One that failed TRIES times is given up, and its bringer told."""
    upload = await oldest_waiting_upload(db, team_id, now)
    if upload is None:
        return None
    if upload.tries >= TRIES:
        await _give_up(db, upload, now)
        return None
    upload.tries += 1
    upload.leased_until = now + LEASE
    return upload


async def put_off(db: AsyncSession, upload_id: int, now: datetime, retry_after: int | None) -> None:
    """Slack did not hand out the file: tried again a little later, or when it asked to be left alone until then."""
    upload = await db.get_one(RosterUpload, upload_id, with_for_update=True)
    if retry_after is not None:
        upload.tries -= 1
    upload.leased_until = now + (WAIT if retry_after is None else timedelta(seconds=retry_after))


async def give_back(db: AsyncSession, upload_id: int) -> None:
    """After a failure of ours, or at a stop: whoever comes next need not wait for the lease."""
    upload = await db.get_one(RosterUpload, upload_id, with_for_update=True)
    upload.leased_until = None


async def _give_up(db: AsyncSession, upload: RosterUpload, now: datetime) -> None:
    reason = _("I tried several times and couldn't finish it. Please upload the file again.").stored()
    await _settle(db, upload, UploadState.REFUSED, {"finding": Finding.UNREADABLE, "reason": reason}, now)


async def refuse_file(db: AsyncSession, upload_id: int, reason: Sentence, now: datetime) -> None:
    """The file as a whole is not what it should be, or no longer there."""
    upload = await db.get_one(RosterUpload, upload_id, with_for_update=True, populate_existing=True)
    if upload.state in TO_DO:
        await _settle(db, upload, UploadState.REFUSED, {"finding": Finding.UNREADABLE, "reason": reason.stored()}, now)


async def use_file(db: AsyncSession, upload_id: int, file: RosterFile, now: datetime) -> None:
    """Says what the file would change or, once that was confirmed, changes it. Does nothing if neither is asked for."""
    upload = await db.get_one(RosterUpload, upload_id, with_for_update=True, populate_existing=True)
    if upload.state not in TO_DO:
        return
    # The roster may have changed since it was checked.
    plan = await plan_import(db, upload.team_id, file)
    if plan.problems:
        report = {"finding": Finding.PROBLEMS, "count": len(plan.problems), "lines": _stored(told(plan.problems))}
        await _settle(db, upload, UploadState.REFUSED, report, now)
    elif plan.is_idle:
        await _settle(db, upload, UploadState.DONE, {"finding": Finding.NOTHING_NEW}, now)
    elif upload.state is UploadState.CHECKING:
        await _settle(db, upload, UploadState.CHECKED, _changes_of(plan, file), now)
    else:
        await apply_import(db, plan, now)
        report = {"finding": Finding.IMPORTED, "summary": plan.summary.stored()}
        await _settle(db, upload, UploadState.DONE, report, now)


def _changes_of(plan: Plan, file: RosterFile) -> dict[str, Any]:
    return {
        "finding": Finding.CHANGES,
        "summary": plan.summary.stored(),
        "lines": _stored(examples(plan)),
        "ignored": list(file.ignored),
    }


def _stored(lines: Sequence[Sentence]) -> list[dict[str, Any]]:
    return [line.stored() for line in lines]


async def _settle(
    db: AsyncSession, upload: RosterUpload, state: UploadState, report: dict[str, Any], now: datetime
) -> None:
    kind = ROSTER_CHECKED if upload.state is UploadState.CHECKING else ROSTER_IMPORTED
    upload.state, upload.report, upload.leased_until, upload.tries = state, report, None, 0
    await post(db, [kind.to(Address(upload.team_id, upload.asked_by), upload.id, due=now)], now)


async def forget_reports(db: AsyncSession) -> None:
    """They hold names and addresses. Once the message about it has gone out, nobody needs one any more.

    One that a job is to see to is left to it: while it was locked here, the job would pass it by.
    """
    waits = (
        select(OutboxRow.id)
        .where(
            OutboxRow.fate == Fate.WAITING,
            OutboxRow.kind.in_(["roster_checked", "roster_imported"]),
            OutboxRow.subject_id == RosterUpload.id,
        )
        .exists()
    )
    is_done = RosterUpload.state.not_in(TO_DO)
    told_of = await db.scalars(select(RosterUpload.id).where(cast(RosterUpload.report, Text) != "{}", is_done, ~waits))
    if ids := list(told_of):
        await db.execute(
            update(RosterUpload)
            .where(RosterUpload.id.in_(ids))
            .values(report={})
            .execution_options(synchronize_session=False)
        )
