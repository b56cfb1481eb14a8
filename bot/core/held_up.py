"""Rows that wait for something to become otherwise: a setting in Slack, somebody's hours."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.changes import changes
from bot.core.outbox import Fate, OutboxRow
from bot.core.slack_errors import TO_EVERYBODY


async def problem_to_everybody(db: AsyncSession, team_id: str) -> str | None:
    """Why Slack lets nobody there be written to, as long as a message waits for that."""
    waits = OutboxRow.fate == Fate.WAITING, OutboxRow.team_id == team_id, OutboxRow.problem.in_(sorted(TO_EVERYBODY))
    return await db.scalar(select(OutboxRow.problem).where(*waits).limit(1))


async def try_everybody_again(db: AsyncSession, team_id: str, now: datetime) -> None:
    waits = OutboxRow.fate == Fate.WAITING, OutboxRow.team_id == team_id, OutboxRow.problem.in_(sorted(TO_EVERYBODY))
    await db.execute(
        update(OutboxRow).where(*waits).values(try_at=now, problem=None).execution_options(synchronize_session=False)
    )
    changes(db).work_is_due = True


async def ring_anew(db: AsyncSession, team_id: str, recipients: Collection[str], now: datetime) -> None:
    """Their hours are others by now: what waits for them is looked at again, and what is looked at just now, too."""
    waits = OutboxRow.fate == Fate.WAITING, OutboxRow.team_id == team_id, OutboxRow.recipient.in_(recipients)
    concerned = select(OutboxRow.id).where(*waits, OutboxRow.due_at <= now, OutboxRow.problem.is_(None))
    again = await db.scalars(
        update(OutboxRow)
        .where(OutboxRow.id.in_(concerned.order_by(OutboxRow.id).with_for_update()))
        .values(try_at=now, changes=OutboxRow.changes + 1)
        .returning(OutboxRow.id)
        .execution_options(synchronize_session=False)
    )
    changes(db).work_is_due |= bool(again.all())
