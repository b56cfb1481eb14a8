"""Slack does not open a conversation for a pair: each of the two hears it alone, and their leads hear why."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.outbox import OutboxRow, post
from bot.enrolment.unreached import TOLD_AGAIN_AFTER, leads_told_unreached
from bot.pairs.queries import pair_with_id
from bot.programs.queries import leads_of


async def each_told(db: AsyncSession, row: OutboxRow, pair_id: int, now: datetime) -> None:
    """Where one of them is not reached alone either, the leads hear that, too."""
    if "," not in row.recipient:
        await leads_told_unreached(db, row, now)
        return
    alone = [
        OutboxRow(
            key=f"alone:{slack_id}:{row.key}",
            team_id=row.team_id,
            kind=row.kind,
            recipient=slack_id,
            about=row.about,
            subject_id=row.subject_id,
            version=row.version,
            due_at=now,
        )
        for slack_id in row.recipient.split(",")
    ]
    await post(db, alone, now)
    await _tell_leads(db, pair_id, row, now)


async def _tell_leads(db: AsyncSession, pair_id: int, row: OutboxRow, now: datetime) -> None:
    up = await pair_with_id(db, pair_id)
    if not up.is_running or (up.pair.unreached_at is not None and now - up.pair.unreached_at < TOLD_AGAIN_AFTER):
        return
    up.pair.unreached_at = now
    rows = [
        OutboxRow(
            key=f"pair_unreached:{pair_id}:{row.id}:{row.attempts}:{lead.slack_id}",
            team_id=row.team_id,
            kind="pair_unreached",
            recipient=lead.slack_id,
            about="pair",
            subject_id=pair_id,
            due_at=now,
        )
        for lead in await leads_of(db, up.program.id)
    ]
    await post(db, rows, now)
