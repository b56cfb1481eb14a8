"""A program's announcement in its channel, until it stands there; its leads hear where it cannot, and when it does."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.changes import changes
from bot.core.outbox import Fate, OutboxRow, once_more, post, used_keys
from bot.core.refusals import Refusal
from bot.people.model import Person
from bot.programs.model import PUBLIC, Program
from bot.programs.queries import leads_of

STANDS = (Fate.WAITING, Fate.SENT)


class NothingToAnnounce(Refusal):
    def __init__(self) -> None:
        super().__init__(
            "There's nothing to announce right now: the program has no channel, or people can't see it. "
            "Type /mentor program to change that."
        )


async def announce(db: AsyncSession, program: Program, now: datetime) -> None:
    """Not twice in one channel, unless it never got there."""
    if program.channel_id:
        key, last = await _announcement(db, program)
        if last is None or last.fate not in STANDS:
            await _post(db, program, key, now)


async def announce_again(db: AsyncSession, program: Program, now: datetime) -> bool:
    """For a lead's button: at once where it waits. False where it has been announced. Raises NothingToAnnounce."""
    if program.channel_id is None or program.state not in PUBLIC:
        raise NothingToAnnounce
    key, last = await _announcement(db, program)
    if last is not None and last.fate is Fate.SENT:
        return False
    if last is not None and last.fate is Fate.WAITING:
        last.try_again(now)
        last.version += 1
        changes(db).work_is_due = True
    else:
        await _post(db, program, key, now, version=1)
    return True


async def announcement(db: AsyncSession, program: Program) -> OutboxRow | None:
    """The latest one in the channel that the program has now."""
    return (await _announcement(db, program))[1]


async def leads_told_unannounced(db: AsyncSession, row: OutboxRow, now: datetime) -> None:
    """Each time it fails in another way, or after somebody asked for another try."""
    program = await db.get_one(Program, row.subject_id)
    leads = await leads_of(db, program.id)
    rows = [program_row("program_unannounced", program, lead, now, _failed(row, lead, row.attempts)) for lead in leads]
    await post(db, rows, now)


async def leads_told_announced(db: AsyncSession, row: OutboxRow, now: datetime) -> None:
    """Those who were told that it was not; all of them where somebody asked for another try."""
    program = await db.get_one(Program, row.subject_id)
    rows = []
    for lead in await leads_of(db, program.id):
        tries = range(row.attempts + 1)
        told = await used_keys(db, [f"program_unannounced:{_failed(row, lead, number)}" for number in tries])
        if told or row.version:
            rows.append(program_row("program_announced_at_last", program, lead, now, f"{row.id}:{lead.slack_id}"))
    await post(db, rows, now)


def _failed(row: OutboxRow, lead: Person, tries: int) -> str:
    return f"{row.id}:{tries}:{lead.slack_id}"


async def _announcement(db: AsyncSession, program: Program) -> tuple[str, OutboxRow | None]:
    return await once_more(db, f"program_announced:{program.id}:{program.channel_id}")


async def _post(db: AsyncSession, program: Program, key: str, now: datetime, *, version: int = 0) -> None:
    """`version` is how often somebody asked for another try, and waits to hear."""
    row = OutboxRow(
        key=key,
        team_id=program.team_id,
        kind="program_announced",
        recipient=program.channel_id,
        about="program",
        subject_id=program.id,
        version=version,
        due_at=now,
    )
    await post(db, [row], now)


def program_row(kind: str, program: Program, lead: Person, now: datetime, which: str) -> OutboxRow:
    """`which` says to whom, and which of several."""
    return OutboxRow(
        key=f"{kind}:{which}",
        team_id=program.team_id,
        kind=kind,
        recipient=lead.slack_id,
        about="program",
        subject_id=program.id,
        due_at=now,
    )
