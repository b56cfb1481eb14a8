import random
from itertools import permutations

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.matching.search.engine.fit import superiors
from bot.people.lines import in_one_line
from bot.people.model import Person, RosterEntry
from bot.people.queries import managers_of_everybody
from tests.office import Office


async def lines(office: Office) -> dict[str, set[str]]:
    names = {person_id: handle for handle, person_id in office.ids.items()}
    async with office.edge.transaction() as db:
        managers = await managers_of_everybody(db, "T1")
    return {
        handle: {names[one] for one in superiors(person, managers) if isinstance(one, int)} - {handle}
        for person, handle in names.items()
    }


async def says_manager(db: AsyncSession, office: Office, handle: str, manager: str) -> None:
    (await db.get_one(Person, office.ids[handle])).manager_id = office.ids[manager]


async def test_a_line_runs_through_the_roster_and_through_people_whom_the_bot_never_met(office: Office) -> None:
    async with office.edge.transaction() as db:
        top = RosterEntry(team_id="T1", email="w@x.example", person_id=office.ids["wei"])
        db.add(top)
        await db.flush()
        middle = RosterEntry(team_id="T1", email="m@x.example", manager_id=top.id)
        db.add(middle)
        await db.flush()
        db.add(RosterEntry(team_id="T1", email="z@x.example", manager_id=middle.id, person_id=office.ids["zoe"]))
        await says_manager(db, office, "maya", "zoe")
    assert (await lines(office))["maya"] == {"zoe", "wei"}
    assert (await lines(office))["zoe"] == {"wei"}
    assert (await lines(office))["wei"] == set()


async def test_the_roster_knows_better_than_what_somebody_says(office: Office) -> None:
    async with office.edge.transaction() as db:
        db.add(RosterEntry(team_id="T1", email="z@x.example", person_id=office.ids["zoe"]))
        await says_manager(db, office, "zoe", "wei")
    assert (await lines(office))["zoe"] == set()


async def test_people_who_name_each_other_do_not_go_round_for_ever(office: Office) -> None:
    async with office.edge.transaction() as db:
        await says_manager(db, office, "zoe", "wei")
        await says_manager(db, office, "wei", "henrik")
        await says_manager(db, office, "henrik", "wei")
    assert (await lines(office))["zoe"] == {"wei", "henrik"}
    assert (await lines(office))["wei"] == {"henrik"}


@pytest.mark.parametrize("seed", range(12))
async def test_asked_about_a_few_it_says_the_same_as_all_lines_together(office: Office, seed: int) -> None:
    chance = random.Random(seed)
    handles = sorted(office.ids)
    async with office.edge.transaction() as db:
        for handle in chance.sample(handles, 3):
            await says_manager(db, office, handle, chance.choice([one for one in handles if one != handle]))
        in_roster = chance.sample([*handles, None, None, None], 5)
        above: list[int | None] = [None]
        for number, one in enumerate(in_roster):
            entry = RosterEntry(team_id="T1", email=f"{number}@x.example", manager_id=chance.choice(above))
            entry.person_id = office.ids[one] if one else None
            db.add(entry)
            await db.flush()
            above.append(entry.id)
    together = await lines(office)
    async with office.edge.transaction() as db:
        found = await in_one_line(db, list(permutations(office.ids.values(), 2)))
    ids = office.ids
    assert found == {
        (ids[one], ids[other])
        for one, other in permutations(ids, 2)
        if other in together[one] or one in together[other]
    }
