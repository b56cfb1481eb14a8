"""Takes a person out of every table. What others count on stays: rows without anything of theirs in them."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.outbox import Fate, OutboxRow
from bot.enrolment.model import Enrolment, EnrolmentState
from bot.feedback.model import CheckIn
from bot.matching.model import Alone, MatchRun, Proposal, RunState
from bot.mixers.model import Mixer, MixerGuest, MixerState
from bot.offers.model import FALLEN, Forbidden, Offer, OfferState
from bot.people.model import UTC, Block, Person, RosterEntry, RosterUpload, UploadState
from bot.people.rules.accounts import Account
from bot.people.rules.hours import DAY_ENDS, DAY_STARTS, WORK_DAYS
from bot.privacy.queries import conversations_with, deliveries_of, messages_to, pair_ids_ever
from bot.programs.model import Program, ProgramLead
from bot.programs.queries import leads_of
from bot.sessions.model import Session
from bot.skills.model import PersonSkill

PAIR = 2  # people
UNANSWERED = (UploadState.CHECKING, UploadState.CHECKED)


def tombstone(person: Person) -> str:
    """What stands in the place of their Slack id. Slack's own ids have no small letters and no dash."""
    return f"gone-{person.id}"


async def remove_what_they_said(db: AsyncSession, person: Person) -> None:
    for table in (PersonSkill, CheckIn, MixerGuest, Alone):
        await db.execute(delete(table).where(table.person_id == person.id))
    await _remove_offers(db, person)
    for couples in (Proposal, Forbidden):
        await db.execute(delete(couples).where(or_(couples.mentor_id == person.id, couples.mentee_id == person.id)))
    await db.execute(delete(Block).where(or_(Block.person_id == person.id, Block.other_id == person.id)))
    await db.execute(update(Enrolment).where(Enrolment.person_id == person.id).values(answers=[], round_answer=None))
    # An application to a program that has closed since.
    asked = Enrolment.state.in_((EnrolmentState.APPLIED, EnrolmentState.WAITING))
    await db.execute(update(Enrolment).where(Enrolment.person_id == person.id, asked).values(state=EnrolmentState.LEFT))
    # Who wrote which is not stored, and a program's agenda may have changed hands since: both go. These pairs have
    # ended, so nobody is shown them any more. The versions stay, since counts hang on them.
    pairs = await pair_ids_ever(db, person.id)
    await db.execute(update(Session).where(Session.pair_id.in_(pairs)).values(agenda=None, topic=None))


async def _remove_offers(db: AsyncSession, person: Person) -> None:
    """What stays says to whom else a pair was offered, who is free again; not what this person answered."""
    for theirs, answer in ((Offer.mentor_id, Offer.mentor_answer), (Offer.mentee_id, Offer.mentee_answer)):
        mine = theirs == person.id
        nothing: dict[Any, Any] = {answer: None, Offer.reasons: {}, Offer.score: 0, Offer.message: None}
        await db.execute(update(Offer).where(mine).values(nothing))
        await db.execute(update(Offer).where(mine, Offer.state.in_(FALLEN)).values(state=OfferState.WITHDRAWN))


async def remove_from_what_they_led(db: AsyncSession, person: Person) -> None:
    """What still waits for an answer passes to another lead; the rest is nobody's."""
    nobody = tombstone(person)
    await db.execute(delete(ProgramLead).where(ProgramLead.person_id == person.id))
    mine = Program.team_id == person.team_id
    await db.execute(update(Program).where(mine, Program.changed_by == person.slack_id).values(changed_by=nobody))
    programs = select(Program.id).where(mine).scalar_subquery()
    runs = select(MatchRun).where(MatchRun.asked_by == person.slack_id, MatchRun.program_id.in_(programs))
    for run in (await db.scalars(runs)).all():
        heir = await _other_lead(db, run.program_id) if run.state is RunState.ASKED else None
        run.asked_by = heir or nobody
    mixers = select(Mixer).where(Mixer.asked_by == person.slack_id, Mixer.program_id.in_(programs))
    for mixer in (await db.scalars(mixers)).all():
        heir = await _other_lead(db, mixer.program_id) if mixer.state is MixerState.GATHERING else None
        mixer.asked_by = heir or nobody


async def _other_lead(db: AsyncSession, program_id: int) -> str | None:
    return next((lead.slack_id for lead in await leads_of(db, program_id) if lead.is_active), None)


async def remove_from_rosters(db: AsyncSession, person: Person) -> None:
    """Their place in the reporting lines and its level stay, since other people's lines run through it."""
    entry = await db.scalar(select(RosterEntry).where(RosterEntry.person_id == person.id))
    uploads = await db.scalars(select(RosterUpload).where(RosterUpload.team_id == person.team_id))
    for upload in uploads.all():
        if upload.asked_by == person.slack_id:
            upload.asked_by, upload.report = tombstone(person), {}
            if upload.state in UNANSWERED:
                upload.state = UploadState.REFUSED
        elif entry is not None and entry.email:
            upload.report = _without(upload.report, entry.email)
    if entry is not None:
        entry.email = entry.person_id = entry.department = entry.location = None


def _without(report: Any, email: str) -> Any:
    """The report without the lines in which somebody is named; their address in small letters."""
    match report:
        case dict():
            return {key: _without(value, email) for key, value in report.items()}
        case list():
            return [one for one in report if email not in json.dumps(one, ensure_ascii=False).lower()]
        case str() if email in report.lower():
            return ""
    return report


async def remove_messages(db: AsyncSession, person: Person) -> None:
    """What they were sent, and what was still to come. What others are still to hear of it stays."""
    for row in await messages_to(db, person):
        others = [one for one in row.recipient.split(",") if one != person.slack_id]
        if row.fate is Fate.WAITING and len(others) >= PAIR:
            row.recipient = ",".join(others)
        else:
            await db.delete(row)
    for conversation in await conversations_with(db, person):
        await db.delete(conversation)
    for delivery in await deliveries_of(db, person):
        await db.delete(delivery)
    await db.flush()
    named = await db.scalars(
        select(OutboxRow).where(
            OutboxRow.team_id == person.team_id, OutboxRow.key.contains(person.slack_id, autoescape=True)
        )
    )
    for row in named.all():
        row.key = ":".join(_renamed(part, person) for part in row.key.split(":"))


def _renamed(part: str, person: Person) -> str:
    """A part of a key: a number, a word, or Slack ids joined by commas."""
    return ",".join(tombstone(person) if one == person.slack_id else one for one in part.split(","))


def make_nobody(person: Person, now: datetime) -> None:
    """What stays is a row that other people's counts hang on."""
    person.slack_id = tombstone(person)
    person.tz, person.slack_tz, person.own_tz, person.locale, person.languages = UTC, None, None, None, []
    person.account = Account.MEMBER
    person.level = person.department = person.location = person.manager_id = person.about = None
    person.work_starts, person.work_ends, person.work_days = DAY_STARTS, DAY_ENDS, WORK_DAYS
    person.is_active = person.is_admin = False
    person.paused_until = person.profile_due_at = None
    person.met_at = person.erased_at = now
