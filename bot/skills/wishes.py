"""Wishes that come on top of those that somebody has."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.refusals import Refusal
from bot.core.sentences import _
from bot.people.model import Person
from bot.skills.model import Side
from bot.skills.queries import skills_of
from bot.skills.usecases import set_skills

MOST_WISHES = 5


class TooManyWishes(Refusal):
    def __init__(self, room: int) -> None:
        if room > 0:
            some = _("Please choose {room} at most: with the wishes that you have, that makes {most}.")
            super().__init__(some, room=room, most=MOST_WISHES, field="wishes")
        else:
            full = _("You have {most} wishes already, and that is the most. To change them, type /mentor signup.")
            super().__init__(full, most=MOST_WISHES, field="wishes")


async def wishes_of(db: AsyncSession, person: Person) -> list[str]:
    """Slugs, the first wish first."""
    return (await skills_of(db, [person.id])).get((person.id, Side.WISHES), [])


async def add_wishes(db: AsyncSession, person: Person, slugs: Sequence[str]) -> list[str]:
    """Puts them after the wishes there are. Returns those that were new. Raises TooManyWishes, adding none."""
    said = await skills_of(db, [person.id])
    wishes = said.get((person.id, Side.WISHES), [])
    new = [slug for slug in dict.fromkeys(slugs) if slug not in wishes]
    if len(wishes) + len(new) > MOST_WISHES:
        raise TooManyWishes(MOST_WISHES - len(wishes))
    offers = said.get((person.id, Side.OFFERS), [])
    await set_skills(db, person.id, {Side.OFFERS: offers, Side.WISHES: [*wishes, *new]})
    return new
