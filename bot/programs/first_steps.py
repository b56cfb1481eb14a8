"""What there is to do first for somebody who leads nothing, or where nothing can be joined yet."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.model import Person
from bot.programs.queries import all_programs_led_by, begun_programs, closed_programs, joinable_programs
from bot.workspaces.creators import Creators


@dataclass(frozen=True)
class FirstStep:
    """Whether there is any program that people can see, one that they can join, and whether this one may create one.

    Where all have closed, there was one; whoever led one of them can still read its figures.
    """

    has_begun: bool
    may_join: bool
    may_create: bool
    had_one: bool = False
    has_led: bool = False


async def first_step(db: AsyncSession, person: Person, creators: Creators) -> FirstStep:
    closed = await closed_programs(db, person.team_id)
    led = await all_programs_led_by(db, person.id) if closed and person.id else []
    return FirstStep(
        has_begun=bool(await begun_programs(db, person.team_id)),
        may_join=bool(await joinable_programs(db, person.team_id)),
        may_create=creators == "everyone" or person.slack_id in creators,
        had_one=bool(closed),
        has_led=any(program in closed for program in led),
    )
