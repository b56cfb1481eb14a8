"""Who must not become a pair although they are asked: what came between two people meanwhile."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.offers.model import Forbidden
from bot.people.lines import in_one_line
from bot.people.model import Block

Couple = tuple[int, int, int]  # program, mentor, mentee


async def ruled_out(db: AsyncSession, couples: Collection[Couple]) -> set[Couple]:
    """Those of a few hundred whom one of the two, or a lead, does not want as a pair. Confidential, all of it.

    And those of whom one has come to stand above the other.
    """
    people = {person for _, *two in couples for person in two}
    blocks = await blocks_among(db, people)
    by_leads = select(Forbidden.program_id, Forbidden.mentor_id, Forbidden.mentee_id).where(
        Forbidden.mentor_id.in_(people), Forbidden.mentee_id.in_(people)
    )
    never = {(program, mentor, mentee) for program, mentor, mentee in await db.execute(by_leads)}
    apart = (
        blocks
        | {(other, person) for person, other in blocks}
        | await in_one_line(db, [(mentor, mentee) for _, mentor, mentee in couples])
    )
    return {couple for couple in couples if couple in never or couple[1:] in apart}


async def blocks_among(db: AsyncSession, people: Collection[int]) -> set[tuple[int, int]]:
    """(who said so, about whom)."""
    named = Block.person_id.in_(people), Block.other_id.in_(people)
    found = await db.execute(select(Block.person_id, Block.other_id).where(*named))
    return {(person, other) for person, other in found}


async def are_ruled_out(db: AsyncSession, couple: Couple) -> bool:
    return bool(await ruled_out(db, [couple]))
