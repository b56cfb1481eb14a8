"""What became of a message that the postman had in hand, and how that is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.database import Row
from bot.core.outbox import OutboxRow, drop, postpone, release, settle_sent, wait_for_hours


class Conversation(Row):
    """The conversation that Slack opened for these people, so that it is asked for only once."""

    __tablename__ = "conversations"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    members: Mapped[str] = mapped_column(String(200), primary_key=True)
    channel_id: Mapped[str] = mapped_column(String(32))


@dataclass(frozen=True)
class Sent:
    row: OutboxRow
    channel: str
    ts: str | None
    is_new: bool  # the conversation was opened for this one


@dataclass(frozen=True)
class Dropped:
    row: OutboxRow


@dataclass(frozen=True)
class Postponed:
    row: OutboxRow
    until: datetime
    problem: str | None = None  # None: it only waits for its reader's hours
    counts: bool = False


@dataclass(frozen=True)
class GivenBack:
    row: OutboxRow


Outcome = Sent | Dropped | Postponed | GivenBack


def members(recipient: str) -> str:
    """A group is the same whoever of it is named first."""
    return ",".join(sorted(recipient.split(",")))


async def known_conversations(db: AsyncSession, team_id: str, rows: Sequence[OutboxRow]) -> dict[str, str]:
    """Those known in that workspace, by members."""
    found = await db.execute(
        select(Conversation.members, Conversation.channel_id).where(
            Conversation.team_id == team_id,
            Conversation.members.in_({members(row.recipient) for row in rows}),
        )
    )
    return {row.members: row.channel_id for row in found}


async def store(db: AsyncSession, outcomes: Sequence[Outcome], now: datetime) -> None:
    outcomes = sorted(outcomes, key=lambda outcome: outcome.row.id)  # as whoever else changes several rows
    sent = [outcome for outcome in outcomes if isinstance(outcome, Sent)]
    await settle_sent(db, [(one.row, one.channel, one.ts) for one in sent], now)
    for outcome in outcomes:
        row = outcome.row
        match outcome:
            case Sent(channel=channel, is_new=is_new):
                if is_new:
                    await db.merge(
                        Conversation(team_id=row.team_id, members=members(row.recipient), channel_id=channel)
                    )
            case Dropped():
                await drop(db, row, now)
            case Postponed(until=until, problem=None):
                await wait_for_hours(db, row, until)
            case Postponed(until=until, problem=problem, counts=counts):
                await postpone(db, row, until, problem=problem, counts=counts)
            case GivenBack():
                await release(db, [row])
