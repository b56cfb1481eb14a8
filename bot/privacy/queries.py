"""What is left of one person in the tables, for the export and to be erased; and what would be left without a lead."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.deliveries import Delivery
from bot.core.outbox import OutboxRow
from bot.core.outcomes import Conversation
from bot.pairs.model import Pair
from bot.people.model import Person
from bot.programs.model import Program
from bot.programs.queries import leads_of, programs_led_by


async def leaderless_without(db: AsyncSession, person: Person) -> Sequence[Program]:
    """Unfinished programs that this person leads, and nobody else whose account is active."""
    alone = []
    for program in await programs_led_by(db, person.id):
        if not any(lead.is_active and lead.id != person.id for lead in await leads_of(db, program.id)):
            alone.append(program)
    return alone


async def pair_ids_ever(db: AsyncSession, person_id: int) -> Sequence[int]:
    theirs = or_(Pair.mentor_id == person_id, Pair.mentee_id == person_id)
    return (await db.scalars(select(Pair.id).where(theirs).order_by(Pair.id))).all()


async def messages_to(db: AsyncSession, person: Person) -> Sequence[OutboxRow]:
    """To them alone, or to a group that they are in."""
    found = await db.scalars(
        select(OutboxRow)
        .where(OutboxRow.team_id == person.team_id, OutboxRow.recipient.contains(person.slack_id, autoescape=True))
        .order_by(OutboxRow.due_at, OutboxRow.id)
    )
    return [row for row in found if person.slack_id in row.recipient.split(",")]


async def conversations_with(db: AsyncSession, person: Person) -> Sequence[Conversation]:
    members = Conversation.members
    found = await db.scalars(
        select(Conversation)
        .where(Conversation.team_id == person.team_id, members.contains(person.slack_id, autoescape=True))
        .order_by(members)
    )
    return [row for row in found if person.slack_id in row.members.split(",")]


async def deliveries_of(db: AsyncSession, person: Person) -> Sequence[Delivery]:
    """Forms that they submitted; of everything else no more than a number of Slack's is noted."""
    mark = f":{person.team_id}:{person.slack_id}:"
    found = await db.scalars(
        select(Delivery).where(Delivery.key.contains(mark, autoescape=True)).order_by(Delivery.seen_at, Delivery.key)
    )
    return found.all()
