"""Who stands above a few people, by the roster, and for those who are not in it by what they said."""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.model import Person, RosterEntry

# People go by (id, None), places in the roster of those whom the bot never met by (None, id).
_Node = tuple[int | None, int | None]


async def in_one_line(db: AsyncSession, couples: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of whom one stands above the other, at any depth. For some hundred people at the most.

    All of them are asked about at once, a level at a time; a search among everybody reads all lines instead.
    """
    people = {person for couple in couples for person in couple}
    above: dict[_Node, _Node] = {}
    asked: set[_Node] = set()
    at: set[_Node] = {(person, None) for person in people}
    while at:
        asked |= at
        found = await _managers(db, at)
        above |= found
        at = set(found.values()) - asked
    superiors = {person: _climb((person, None), above) for person in people}
    return {(one, other) for one, other in couples if other in superiors[one] or one in superiors[other]}


def _climb(at: _Node, above: Mapping[_Node, _Node]) -> set[int | None]:
    """Ends where a line runs into a loop, which what people say of themselves can."""
    line: set[_Node] = set()
    while at in above and above[at] not in line:
        at = above[at]
        line.add(at)
    return {person for person, _ in line}


async def _managers(db: AsyncSession, nodes: Collection[_Node]) -> dict[_Node, _Node]:
    persons = [person for person, _ in nodes if person is not None]
    places = [place for _, place in nodes if place is not None]
    entries = await db.execute(
        select(RosterEntry.id, RosterEntry.person_id, RosterEntry.manager_id).where(
            RosterEntry.person_id.in_(persons) | RosterEntry.id.in_(places)
        )
    )
    by_roster: dict[_Node, int | None] = {
        (person, None) if person is not None else (None, place): manager for place, person, manager in entries
    }
    who = await _who_has(db, {manager for manager in by_roster.values() if manager is not None})
    said = await db.execute(
        select(Person.id, Person.manager_id).where(Person.id.in_(persons), Person.manager_id.is_not(None))
    )
    managers: dict[_Node, _Node] = {(person, None): (manager, None) for person, manager in said}
    for node, place in by_roster.items():  # the roster knows better than what somebody says of themselves
        managers.pop(node, None)
        if place is not None:
            managers[node] = who[place]
    return managers


async def _who_has(db: AsyncSession, places: Iterable[int]) -> dict[int, _Node]:
    found = await db.execute(select(RosterEntry.id, RosterEntry.person_id).where(RosterEntry.id.in_(list(places))))
    return {place: (person, None) if person is not None else (None, place) for place, person in found}
