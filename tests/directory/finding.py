"""Looking into the directory of the office."""

from bot.directory.queries import Found, Listing
from bot.directory.search import Search
from bot.directory.usecases import find_skill, look_up
from tests.office import Office


async def found(office: Office, search: Search | None = None, reader: str = "lena") -> Listing:
    return await office.does(reader, lambda db, person: look_up(db, person, search or Search("ai-ethics")))


async def names_found(office: Office, search: Search | None = None) -> list[str]:
    handles = {number: handle for handle, number in office.ids.items()}
    return [handles[person.id] for person, _ in (await found(office, search)).people]


async def finds(office: Office, typed: str) -> Found:
    async with office.edge.transaction() as db:
        return await find_skill(db, "T1", typed)
