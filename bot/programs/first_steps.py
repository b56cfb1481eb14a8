"""What there is to do first for somebody who leads nothing, or where nothing can be joined yet."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.model import Person
from bot.programs.queries import begun_programs, joinable_programs
from bot.programs.usecases import Creators


@dataclass(frozen=True)
class FirstStep:
    """Whether there is any program that people can see, one that they can join, and whether this one may create one."""

    has_begun: bool
    may_join: bool
    may_create: bool


async def first_step(db: AsyncSession, person: Person, creators: Creators) -> FirstStep:
    return FirstStep(
        has_begun=bool(await begun_programs(db, person.team_id)),
        may_join=bool(await joinable_programs(db, person.team_id)),
        may_create=creators == "everyone" or person.slack_id in creators,
    )
