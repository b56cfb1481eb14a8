"""A program's announcement in its channel, until it stands there; its leads hear where it cannot, and when it does."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.kinds import Address, send_again
from bot.core.outbox import Fate, OutboxRow, newest, post
from bot.core.refusals import Refusal
from bot.core.sentences import _
from bot.programs.kinds import PROGRAM_ANNOUNCED, PROGRAM_ANNOUNCED_AT_LAST, PROGRAM_UNANNOUNCED
from bot.programs.model import Program
from bot.programs.queries import leads_of
from bot.programs.rules.lifecycle import PUBLIC

STANDS = (Fate.WAITING, Fate.SENT)


class NothingToAnnounce(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _(
                "There's nothing to announce right now: the program has no channel, or people can't see it. To change "
                "that, type /mentor program."
            )
        )


async def announce(db: AsyncSession, program: Program, now: datetime) -> None:
    """Not twice in one channel, unless it never got there."""
    if program.channel_id:
        last = await announcement(db, program)
        if last is None or last.fate not in STANDS:
            version = last.version + 1 if last else 0
            channel = Address(program.team_id, program.channel_id)
            await post(db, [PROGRAM_ANNOUNCED.to(channel, program.id, version=version, due=now)], now)


async def announce_again(db: AsyncSession, program: Program, now: datetime) -> bool:
    """For a lead's button: at once where it waits. False where it has been announced. Raises NothingToAnnounce."""
    if program.channel_id is None or program.state not in PUBLIC:
        raise NothingToAnnounce
    last = await announcement(db, program)
    if last is not None and last.fate is Fate.SENT:
        return False
    await send_again(db, PROGRAM_ANNOUNCED, Address(program.team_id, program.channel_id), program.id, now)
    return True


async def announcement(db: AsyncSession, program: Program) -> OutboxRow | None:
    """The latest one in the channel that the program has now."""
    return await newest(db, PROGRAM_ANNOUNCED.name, program.id, program.channel_id) if program.channel_id else None


async def leads_told_unannounced(db: AsyncSession, row: OutboxRow, now: datetime) -> None:
    """Each time it fails in another way, or after somebody asked for another try."""
    leads = await leads_of(db, row.subject_id)
    await post(db, [PROGRAM_UNANNOUNCED.to(lead, row.id, version=row.attempts, due=now) for lead in leads], now)


async def leads_told_announced(db: AsyncSession, row: OutboxRow, now: datetime) -> None:
    """Those who were told that it was not; all of them where somebody asked for another try."""
    leads = [
        lead
        for lead in await leads_of(db, row.subject_id)
        if row.version or await newest(db, PROGRAM_UNANNOUNCED.name, row.id, lead.slack_id)
    ]
    await post(db, [PROGRAM_ANNOUNCED_AT_LAST.to(lead, row.id, due=now) for lead in leads], now)
