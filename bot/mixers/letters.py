from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import LastWord, Message
from bot.core.composing import Letter
from bot.core.outbox import Fate, OutboxRow
from bot.enrolment.unreached import leads_told_unreached
from bot.mixers import grouping, lead_views, views
from bot.mixers.kinds import (
    MIXER_ANNOUNCED,
    MIXER_ANNOUNCED_AT_LAST,
    MIXER_CALLED_OFF,
    MIXER_GROUP,
    MIXER_GROUP_UNREACHED,
    MIXER_GROUPED,
    MIXER_INVITED,
    MIXER_TOO_SMALL,
    MIXER_UNANNOUNCED,
)
from bot.mixers.model import Mixer, MixerGuest, MixerState
from bot.mixers.queries import tables_of
from bot.people.queries import find_person
from bot.programs.model import Program
from bot.programs.queries import is_lead
from bot.programs.rules.lifecycle import PUBLIC


async def announced(db: AsyncSession, row: OutboxRow, now: datetime) -> Message | None:
    mixer, program = await _mixer(db, row)
    return views.invitation(mixer, program) if _gathers(mixer, program, now) else None


async def invited(db: AsyncSession, row: OutboxRow, now: datetime) -> Message | None:
    """Not to somebody who has said yes already, or is away."""
    mixer, program = await _mixer(db, row)
    person = await find_person(db, row.team_id, row.recipient)
    if person is None or not person.is_active or not _gathers(mixer, program, now):
        return None
    if await db.get(MixerGuest, (mixer.id, person.id)) is not None:
        return None
    is_away = person.paused_until is not None and person.paused_until > now
    return None if is_away else views.invitation(mixer, program)


async def invitation_settled(db: AsyncSession, row: OutboxRow, now: datetime) -> Message | None:
    mixer, program = await _mixer(db, row)
    if _gathers(mixer, program, now):
        return None
    said = views.invitation_over(mixer, program, is_off=program.state not in PUBLIC)
    return said if mixer.state is MixerState.GATHERING else LastWord(said.blocks)


async def language_of_program(db: AsyncSession, row: OutboxRow) -> str:
    _, program = await _mixer(db, row)
    return program.language


async def gathers_until(db: AsyncSession, row: OutboxRow) -> datetime:
    return (await db.get_one(Mixer, row.subject_id)).gathers_until


async def group(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message:
    return views.group(*await _mixer(db, row), row.recipient.split(","), turn=row.id)


async def grouped(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message:
    mixer, program = await _mixer(db, row)
    return lead_views.grouped(mixer, program, *await tables_of(db, mixer.id, lead_views.GROUPS_SHOWN))


async def called_off(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message:
    mixer, program = await _mixer(db, row)
    return views.called_off(mixer, program, has_ended=program.state not in PUBLIC)


async def too_small(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message:
    mixer, program = await _mixer(db, row)
    reader = await find_person(db, row.team_id, row.recipient)
    leads = reader is not None and await is_lead(db, program.id, reader.id)
    return lead_views.too_small(mixer, program) if leads else views.too_small(mixer, program)


async def group_undelivered(db: AsyncSession, row: OutboxRow, now: datetime) -> None:
    await grouping.lead_told(db, MIXER_GROUP_UNREACHED, row, now)


async def unannounced(db: AsyncSession, row: OutboxRow, now: datetime) -> Message | None:
    """Not once it is announced after all, or nobody can sign up any more."""
    announcement = await db.get_one(OutboxRow, row.subject_id)
    mixer, program = await _mixer(db, announcement)
    if announcement.fate not in (Fate.WAITING, Fate.DEAD) or not _gathers(mixer, program, now):
        return None
    is_given_up = announcement.fate is Fate.DEAD
    return lead_views.unannounced(mixer, program, announcement.recipient, is_given_up=is_given_up)


async def announced_at_last(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message:
    announcement = await db.get_one(OutboxRow, row.subject_id)
    _, program = await _mixer(db, announcement)
    return lead_views.announced_at_last(program, announcement.recipient)


async def unreached(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    undelivered = await db.get(OutboxRow, row.subject_id)
    if undelivered is None:  # one of them was erased since
        return None
    _, program = await _mixer(db, undelivered)
    return lead_views.unreached(program, undelivered.recipient.split(","))


async def _mixer(db: AsyncSession, row: OutboxRow) -> tuple[Mixer, Program]:
    mixer = await db.get_one(Mixer, row.subject_id)
    return mixer, await db.get_one(Program, mixer.program_id)


def _gathers(mixer: Mixer, program: Program, now: datetime) -> bool:
    return mixer.state is MixerState.GATHERING and program.state in PUBLIC and mixer.gathers_until > now


LETTERS = (
    Letter(
        MIXER_ANNOUNCED,
        announced,
        failed=grouping.told_unannounced,
        arrived=grouping.told_announced,
        settled=invitation_settled,
        language=language_of_program,
    ),
    Letter(MIXER_UNANNOUNCED, unannounced),
    Letter(MIXER_ANNOUNCED_AT_LAST, announced_at_last),
    Letter(
        MIXER_INVITED,
        invited,
        failed=leads_told_unreached,
        settled=invitation_settled,
        no_later_than=gathers_until,
    ),
    Letter(MIXER_GROUP, group, failed=group_undelivered, language=language_of_program),
    Letter(MIXER_GROUP_UNREACHED, unreached),
    Letter(MIXER_GROUPED, grouped),
    Letter(MIXER_CALLED_OFF, called_off, failed=leads_told_unreached),
    Letter(MIXER_TOO_SMALL, too_small, failed=leads_told_unreached),
)
